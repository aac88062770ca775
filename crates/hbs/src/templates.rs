//! A set of compiled templates.

use std::collections::HashMap;

use crate::ast::{Pos, Program};
use crate::check::check;
use crate::circles::circles;
use crate::interpret::{self, Env, Run, Scope};
use crate::parser::parse;
use crate::uses::Uses;
use crate::{Frame, Helpers, Host, Map, Page, Place, RenderError, TemplateError, Text, Value};

/// A template may have this many bytes.
const MAX_SOURCE: usize = 1 << 20;
/// Layouts around layouts.
const MAX_LAYOUTS: usize = 8;

/// Templates, compiled once and rendered often. Shared between threads.
#[derive(Debug, Default)]
pub struct Templates {
    pages: HashMap<String, Template>,
    partials: HashMap<String, Template>,
}

#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) name: String,
    pub(crate) program: Program,
    layout: Option<(String, Pos)>,
}

impl Templates {
    /// Compiles templates given as name and source. The name is the path without `.hbs`; those under `partials/` are
    /// called by the rest of their name. All errors of all files are returned together.
    ///
    /// A comment `{{!< default}}` puts the page into the template `default`, which prints it with `{{{body}}}`. The name is
    /// read from the page's own folder (`../default` in `members/account`), and where that has none, from the outermost.
    pub fn compile<N, S>(files: impl IntoIterator<Item = (N, S)>) -> Result<Self, Vec<TemplateError>>
    where
        N: AsRef<str>,
        S: AsRef<str>,
    {
        let mut templates = Self::default();
        let mut errors = Vec::new();
        for (name, source) in files {
            let (name, source) = (name.as_ref(), source.as_ref());
            let name = name.strip_suffix(".hbs").unwrap_or(name);
            if source.len() > MAX_SOURCE {
                let message = format!("the file has more than {MAX_SOURCE} bytes; split it into partials");
                errors.push(error(name, Pos { line: 1, column: 1 }, message));
                continue;
            }
            match parse(source) {
                Ok(parsed) => {
                    let template =
                        Template { name: name.to_owned(), program: parsed.program, layout: parsed.layout };
                    match name.strip_prefix("partials/") {
                        Some(partial) => templates.partials.insert(partial.to_owned(), template),
                        None => templates.pages.insert(name.to_owned(), template),
                    };
                }
                Err((pos, message)) => errors.push(error(name, pos, message)),
            }
        }
        templates.find_layouts();
        templates.check_layouts(&mut errors);
        errors.sort_by(|a, b| (&a.place.file, a.place.line).cmp(&(&b.place.file, b.place.line)));
        if errors.is_empty() { Ok(templates) } else { Err(errors) }
    }

    /// Gives layouts the names under which their templates are kept.
    fn find_layouts(&mut self) {
        let found = |name: &str, layout: &str| {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            [path(folder, layout), path("", layout)]
                .into_iter()
                .flatten()
                .find(|path| self.pages.contains_key(path))
        };
        let named = self
            .pages
            .iter()
            .filter_map(|(name, template)| Some((name.clone(), found(name, &template.layout.as_ref()?.0)?)));
        for (name, path) in named.collect::<Vec<_>>() {
            if let Some((layout, _)) = self.pages.get_mut(&name).and_then(|own| own.layout.as_mut()) {
                *layout = path;
            }
        }
    }

    fn check_layouts(&self, errors: &mut Vec<TemplateError>) {
        for template in self.pages.values() {
            let Some((layout, pos)) = &template.layout else { continue };
            let known = self.pages.contains_key(layout);
            let failed = errors.iter().any(|error| error.place.file == *layout);
            if !known && !failed {
                let message = format!("there is no layout {layout:?}; add the file or remove this comment");
                errors.push(error(&template.name, *pos, message));
            }
            let mut next = self.pages.get(layout);
            let mut count = 1;
            while let Some((outer, _)) = next.and_then(|template| template.layout.as_ref()) {
                count += 1;
                if count > MAX_LAYOUTS {
                    let message =
                        format!("more than {MAX_LAYOUTS} layouts within each other; is this a circle?");
                    errors.push(error(&template.name, *pos, message));
                    break;
                }
                next = self.pages.get(outer);
            }
        }
    }

    /// Names that these templates use and that do not exist: helpers called with arguments, and partials called
    /// without a fallback; and partials that call themselves with no block around the call, over one or more steps.
    /// Empty when all is well.
    pub fn check<H: Host>(&self, helpers: &Helpers<H>) -> Vec<TemplateError> {
        let mut all: Vec<_> = self.pages.values().chain(self.partials.values()).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        check(self, helpers, &all)
    }

    /// Where partials lead back to themselves and only the data ends it: within each other they may be no deeper than
    /// [`Limits::partial_depth`](crate::Limits).
    pub fn circles(&self) -> Vec<Place> {
        let ending = circles(self).into_iter().filter(|circle| !circle.endless);
        let place = |file: String, pos: Pos| Place { file, line: pos.line, column: pos.column };
        ending.map(|circle| place(format!("partials/{}", circle.partial), circle.call)).collect()
    }

    /// Whether there is a page template of this name. Partials are not counted.
    pub fn contains(&self, name: &str) -> bool {
        self.pages.contains_key(name)
    }

    /// Whether the page template `name`, its layouts or a partial that they call may use the name `used`: as a helper, or
    /// as any part of a path. Never wrong when it says no; an unknown template uses nothing.
    pub fn page_uses(&self, name: &str, used: &str) -> bool {
        let mut next = self.pages.get(name);
        while let Some(template) = next {
            if template.program.uses.get_or_init(|| Uses::of(self, &template.program)).contains(used) {
                return true;
            }
            next = template.layout.as_ref().and_then(|(layout, _)| self.pages.get(layout));
        }
        false
    }

    /// Names of the page templates, in no order.
    pub fn page_names(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    pub(crate) fn partials(&self) -> impl Iterator<Item = (&str, &Template)> {
        self.partials.iter().map(|(name, template)| (name.as_str(), template))
    }

    pub(crate) fn each_program(&mut self, mut see: impl FnMut(&mut Program)) {
        self.pages.values_mut().chain(self.partials.values_mut()).for_each(|own| see(&mut own.program));
    }

    pub(crate) fn partial(&self, name: &str) -> Option<&Template> {
        self.partials.get(name)
    }

    /// Renders the template `name`, and its layouts around it.
    ///
    /// # Errors
    /// An unknown template, helper or partial, a helper that fails, or a limit that is reached.
    pub fn render<'a, H: Host>(&'a self, name: &str, page: &Page<'_, 'a, H>) -> Result<String, RenderError> {
        let env = Env::new(self, page);
        let mut run = Run::new();
        let mut context = page.context.clone();
        let mut name = name;
        loop {
            let template =
                self.pages.get(name).ok_or_else(|| RenderError::UnknownTemplate(name.to_owned()))?;
            let frame = Frame::root(context.clone(), page.data.clone());
            let scope = Scope::outermost(context, frame, &template.name);
            interpret::program(env, &mut run, &scope, &template.program)?;
            let Some((layout, _)) = &template.layout else { return Ok(run.into_page()) };
            let body = Value::Safe(Text::Shared(run.begin_anew()));
            context = Map::over(page.context.clone()).with("body", body).into();
            name = layout;
        }
    }
}

/// The template that `name` stands for in `folder`; nothing where it leads out of the outermost.
fn path(folder: &str, name: &str) -> Option<String> {
    let name = name.strip_suffix(".hbs").unwrap_or(name);
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

pub(crate) fn error(file: &str, pos: Pos, message: String) -> TemplateError {
    let place = Place { file: file.to_owned(), line: pos.line, column: pos.column };
    TemplateError { place, message }
}
