//! Balancing: any soup of tags becomes well-nested HTML of bounded depth that holds allowed elements only.

use super::{MAX_DEPTH, Profile, cards};
use crate::policy;
use crate::token::{Attrs, Token, attr, is_jump_comment, is_void, push_end, push_escaped, push_start};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Elements whose `p` ends when they begin.
fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

/// Elements that an end tag takes along without closing what stands around them.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
    )
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

/// Elements removed with everything in them, up to their first end tag, and their name in the report.
fn removed_whole(name: &str) -> Option<&'static str> {
    Some(match name {
        "script" => "script",
        "style" => "style sheet",
        "iframe" => "iframe",
        "noembed" | "noframes" => "frame",
        "svg" => "svg",
        "math" => "mathml",
        "template" => "template",
        "title" => "title",
        "textarea" | "select" => "form control",
        _ => return None,
    })
}

/// Elements whose tags go and whose text stays, when a report should name them.
fn reported(name: &str) -> Option<&'static str> {
    Some(match name {
        "form" | "input" | "button" | "option" | "optgroup" | "fieldset" => "form control",
        "object" | "embed" | "applet" | "param" => "plugin",
        "base" | "meta" | "link" => "page setting",
        "frame" | "frameset" => "frame",
        _ => return None,
    })
}

/// Today's name of an element the profile would otherwise lose.
fn renamed(name: &str, profile: Profile) -> &str {
    match name {
        "strike" => "s",
        "tt" => "code",
        "acronym" => "abbr",
        "center" if profile != Profile::Commenter => "div",
        "div" | "center" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "article" | "td"
            if profile == Profile::Commenter =>
        {
            "p"
        }
        name => name,
    }
}

/// Whether a picture is one that nobody can see, and that counts readers for somebody else.
fn is_pixel(attrs: &Attrs<'_>) -> bool {
    let is_tiny = |name: &str| {
        attr(attrs, name).is_some_and(|size| matches!(size.trim().trim_end_matches("px"), "0" | "1"))
    };
    let is_elsewhere = attr(attrs, "src").is_some_and(|src| src.contains("//"));
    is_elsewhere && is_tiny("width") && is_tiny("height")
}

pub(super) struct Balancer<'h> {
    profile: Profile,
    out: String,
    open: Vec<Open<'h>>,
    /// End tags to come for elements that were not opened because they stood too deep.
    too_deep: HashMap<String, usize>,
    /// Bytes that may still be spent on opening elements again after a crossing end tag: keeps output linear.
    reopen_bytes: usize,
    jump_written: bool,
    after_pre: bool,
    /// The plug-in that is open, from the years of Flash.
    plugin: Option<Plugin>,
    removed: BTreeMap<&'static str, usize>,
}

/// An element that is open.
#[derive(Clone)]
struct Open<'h> {
    /// Whose end tag closes it.
    name: Cow<'h, str>,
    attrs: Attrs<'h>,
    /// The element that is written for it, where that is another one.
    shown: Option<&'static str>,
    /// Elements that begin and end right inside it.
    within: Vec<&'static str>,
}

impl Open<'_> {
    fn begin(&self, out: &mut String) {
        push_start(out, self.shown.unwrap_or(&self.name), &self.attrs);
        for name in &self.within {
            push_start(out, name, &[]);
        }
    }

    fn end(&self, out: &mut String) {
        for name in self.within.iter().rev() {
            push_end(out, name);
        }
        push_end(out, self.shown.unwrap_or(&self.name));
    }

    /// About how many bytes it takes to open it.
    fn bytes(&self) -> usize {
        let attrs: usize = self.attrs.iter().map(|(key, value)| key.len() + value.len() * 6 + 4).sum();
        self.name.len() + 2 + attrs + self.within.iter().map(|name| name.len() + 2).sum::<usize>()
    }
}

/// An `<object>` with what is in it: it names its film in an attribute, in a `<param>`, in an `<embed>`, or in all three.
#[derive(Default)]
struct Plugin {
    address: String,
    /// What it was told besides, as a query.
    said: String,
    /// Objects in it that are open.
    within: usize,
    is_shown: bool,
}

impl<'h> Balancer<'h> {
    pub(super) fn new(profile: Profile, input_bytes: usize) -> Self {
        Self {
            profile,
            out: String::with_capacity(input_bytes + 64),
            open: Vec::new(),
            too_deep: HashMap::new(),
            reopen_bytes: input_bytes + 4096,
            jump_written: false,
            after_pre: false,
            plugin: None,
            removed: BTreeMap::new(),
        }
    }

    pub(super) fn run(&mut self, list: Vec<Token<'h>>) {
        let mut ends: HashMap<Cow<'h, str>, usize> = HashMap::new();
        for token in &list {
            if let Token::End(name) = token
                && removed_whole(name).is_some()
            {
                *ends.entry(name.clone()).or_default() += 1;
            }
        }
        let mut skipping: Option<Cow<'h, str>> = None;
        for token in list {
            if let Token::End(name) = &token
                && let Some(left) = ends.get_mut(name)
            {
                *left = left.saturating_sub(1);
                if skipping.as_ref() == Some(name) {
                    skipping = None;
                }
                continue;
            }
            if skipping.is_some() {
                continue;
            }
            match token {
                Token::Start { name, attrs } => {
                    if let Some(what) = removed_whole(&name) {
                        if name == "iframe" {
                            self.frame(&attrs);
                        } else {
                            if name == "script"
                                && let Some(address) = policy::shown_by_script(
                                    attr(&attrs, "src").unwrap_or_default(),
                                    attr(&attrs, "data-id").unwrap_or_default(),
                                )
                            {
                                self.link_to(&address);
                            }
                            self.count(what);
                        }
                        let raw = matches!(
                            &*name,
                            "script" | "style" | "iframe" | "noembed" | "noframes" | "title" | "textarea"
                        );
                        if raw || ends.get(&name).is_some_and(|left| *left > 0) {
                            skipping = Some(name);
                        }
                    } else {
                        self.start(name, attrs);
                    }
                }
                Token::End(name) => self.end(&name),
                Token::Text(text) => self.text(&text),
                Token::Comment(text) => {
                    if is_jump_comment(&text) {
                        self.jump();
                    }
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> (String, Vec<(String, usize)>) {
        if let Some(plugin) = self.plugin.take().filter(|plugin| !plugin.is_shown) {
            self.film(&plugin.address, &plugin.said);
        }
        self.close_down_to(0);
        (self.out, self.removed.into_iter().map(|(what, n)| (what.to_owned(), n)).collect())
    }

    fn count(&mut self, what: &'static str) {
        *self.removed.entry(what).or_default() += 1;
    }

    fn text(&mut self, text: &str) {
        let text = if self.after_pre { text.trim_start_matches('\n') } else { text };
        self.after_pre = self.after_pre && text.is_empty();
        push_escaped(&mut self.out, text);
    }

    fn jump(&mut self) {
        if self.profile != Profile::Commenter && !self.jump_written {
            self.out.push_str(crate::JUMP_BREAK);
            self.jump_written = true;
        }
    }

    /// A player we know is framed; any other frame becomes a link, so that a reader can still go there.
    fn frame(&mut self, attrs: &Attrs<'h>) {
        let src = attr(attrs, "src").unwrap_or_default();
        let known = policy::safe_value(self.profile, "iframe", "src", src);
        if self.profile != Profile::Commenter && known.is_some() {
            let kept = self.attributes("iframe", attrs);
            push_start(&mut self.out, "iframe", &kept);
            push_end(&mut self.out, "iframe");
            return;
        }
        self.count("iframe");
        self.link_to(src);
    }

    /// A film of a plug-in that browsers no longer have: its site's player of today, else a link. `said` is what the plug-in was
    /// told besides, as a query.
    fn film(&mut self, src: &str, said: &str) {
        let src = src.trim();
        // The player alone, which Blogger told elsewhere what to play, shows nothing.
        if src.is_empty() || src.ends_with("youtube.com/get_player") {
            return;
        }
        if let Some(sound) = crate::film::sound(src, said).filter(|_| self.profile != Profile::Commenter) {
            self.out.push_str("<audio controls=\"\" src=\"");
            push_escaped(&mut self.out, &sound);
            self.out.push_str("\"></audio>");
            return;
        }
        let frame = crate::film::frame_of_film(src).filter(|_| self.profile != Profile::Commenter);
        let Some(frame) = frame else { return self.link_to(src) };
        self.out.push_str("<iframe src=\"");
        push_escaped(&mut self.out, &frame);
        self.out.push_str("\" width=\"560\" height=\"315\" frameborder=\"0\" allowfullscreen=\"\"></iframe>");
    }

    /// What an element of a plug-in says of its film.
    fn plug_in(&mut self, name: &str, attrs: &Attrs<'h>) {
        let said = |name: &str| attr(attrs, name).unwrap_or_default();
        match (name, &mut self.plugin) {
            ("object", Some(plugin)) => plugin.within += 1,
            ("object", none) => *none = Some(Plugin::default()),
            _ => {}
        }
        let is_film =
            matches!(said("name").to_ascii_lowercase().as_str(), "movie" | "src" | "url" | "filename");
        if name == "param"
            && said("name").eq_ignore_ascii_case("flashvars")
            && let Some(plugin) = &mut self.plugin
        {
            said("value").clone_into(&mut plugin.said);
        }
        let address = match name {
            "object" => said("data"),
            "param" if is_film => said("value"),
            _ => "",
        };
        match &mut self.plugin {
            Some(plugin) if name == "embed" && !plugin.is_shown && !said("src").trim().is_empty() => {
                plugin.is_shown = true;
                let vars = if said("flashvars").is_empty() {
                    plugin.said.clone()
                } else {
                    said("flashvars").to_owned()
                };
                self.film(said("src"), &vars);
            }
            Some(plugin) if plugin.address.is_empty() => address.clone_into(&mut plugin.address),
            None if name == "embed" => self.film(said("src"), said("flashvars")),
            Some(_) | None => {}
        }
    }

    /// The end of a plug-in, whose film is shown unless its `<embed>` was.
    fn end_plug_in(&mut self) {
        match &mut self.plugin {
            Some(plugin) if plugin.within > 0 => plugin.within -= 1,
            Some(_) => {
                let plugin = self.plugin.take().unwrap_or_default();
                if !plugin.is_shown {
                    self.film(&plugin.address, &plugin.said);
                }
            }
            None => {}
        }
    }

    fn link_to(&mut self, src: &str) {
        let address = if src.starts_with("//") { format!("https:{src}") } else { src.to_owned() };
        let Some(url) = policy::clean_url(&address, &["http", "https"]) else { return };
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if !is_web || self.profile == Profile::Commenter {
            return;
        }
        let shown = url.split_once("//").map_or(url.as_str(), |(_, rest)| rest).to_owned();
        self.start("a".into(), vec![("href".into(), url.into())]);
        self.text(&shown);
        self.end("a");
    }

    fn start(&mut self, old_name: Cow<'h, str>, attrs: Attrs<'h>) {
        let name = renamed(&old_name, self.profile);
        self.after_pre = false;
        if matches!(&*old_name, "object" | "embed" | "param") {
            self.plug_in(&old_name, &attrs);
        }
        if old_name == "input" && attr(&attrs, "type") == Some("checkbox") {
            self.text(if attr(&attrs, "checked").is_some() { "☑" } else { "☐" });
            return;
        }
        if attr(&attrs, "id") == Some("more") || (name == "a" && attr(&attrs, "name") == Some("more")) {
            self.jump();
        }
        if self.profile == Profile::Importer && attr(&attrs, "class") == Some(policy::OLD_JUMP) {
            self.jump();
        }
        let in_table = self.open.iter().any(|open| open.name == "table");
        if !policy::tags(self.profile).contains(&name) || (is_table_part(name) && !in_table) {
            if let Some(what) = reported(name) {
                self.count(what);
            }
            return;
        }
        if name == "img" && self.profile == Profile::Importer && is_pixel(&attrs) {
            self.count("tracking picture");
            return;
        }
        let mut kept = self.attributes(name, &attrs);
        if old_name == "center" {
            add_class(&mut kept, "align-center");
        }
        let pointless = matches!(name, "a" | "img" | "source" | "track") && kept.is_empty();
        if pointless || (self.profile == Profile::Commenter && name == "a" && attr(&kept, "href").is_none()) {
            return;
        }
        self.close_implied(name);
        if is_void(name) {
            push_start(&mut self.out, name, &kept);
            return;
        }
        let depth = self.depth();
        if depth >= MAX_DEPTH {
            *self.too_deep.entry(name.to_owned()).or_default() += 1;
        } else {
            let letters =
                attr(&attrs, "style").filter(|_| self.profile == Profile::Importer).map(policy::letters);
            let (shown, mut within) =
                letters.map_or_else(Default::default, |letters| written_for(name, &kept, letters));
            within.truncate(MAX_DEPTH - 1 - depth);
            self.after_pre = name == "pre";
            let name = if name == old_name { old_name } else { name.to_owned().into() };
            let open = Open { name, attrs: kept, shown, within };
            open.begin(&mut self.out);
            self.open.push(open);
        }
    }

    /// How many elements are open in what is written.
    fn depth(&self) -> usize {
        self.open.iter().map(|open| 1 + open.within.len()).sum()
    }

    fn end(&mut self, old_name: &str) {
        let name = renamed(old_name, self.profile);
        if name == "object" {
            self.end_plug_in();
            return;
        }
        if name == "br" {
            push_start(&mut self.out, "br", &[]);
            return;
        }
        if let Some(left) = self.too_deep.get_mut(name)
            && *left > 0
        {
            *left -= 1;
            return;
        }
        let found = self
            .open
            .iter()
            .rposition(|open| open.name == name || (is_heading(&open.name) && is_heading(name)));
        let Some(at) = found else { return };
        let crosses_cell =
            self.open[at + 1..].iter().any(|open| matches!(&*open.name, "table" | "td" | "th"));
        if crosses_cell && !is_table_part(name) && name != "table" {
            return;
        }
        let above: Vec<Open<'h>> = self.open[at + 1..].to_vec();
        self.close_down_to(at);
        if is_inline(name) {
            self.reopen(above);
        }
    }

    /// Opens again what a crossing end tag closed, as browsers do: `<b>a<i>b</b>c</i>`.
    fn reopen(&mut self, above: Vec<Open<'h>>) {
        for mut open in above {
            open.attrs.retain(|(key, _)| key != "id");
            let cost = open.bytes();
            if cost > self.reopen_bytes {
                return;
            }
            self.reopen_bytes -= cost;
            open.begin(&mut self.out);
            self.open.push(open);
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        for open in self.open.drain(depth..).rev() {
            open.end(&mut self.out);
        }
        self.after_pre = false;
    }

    /// Ends what `name` ends by beginning: an open paragraph, list item, cell, row, link.
    fn close_implied(&mut self, name: &str) {
        if ends_paragraph(name) {
            self.close_nearest(|open| open == "p", |open| matches!(open, "table" | "td" | "th" | "caption"));
        }
        match name {
            "li" => self.close_nearest(
                |open| open == "li",
                |open| matches!(open, "ul" | "ol" | "table" | "td" | "th"),
            ),
            "dt" | "dd" => {
                self.close_nearest(
                    |open| matches!(open, "dt" | "dd"),
                    |open| matches!(open, "dl" | "table" | "td" | "th"),
                );
            }
            "td" | "th" => {
                self.close_nearest(|open| matches!(open, "td" | "th" | "caption"), |open| open == "table");
            }
            "tr" => self
                .close_nearest(|open| matches!(open, "tr" | "caption" | "colgroup"), |open| open == "table"),
            "tbody" | "thead" | "tfoot" | "colgroup" | "caption" => self.close_nearest(
                |open| matches!(open, "tbody" | "thead" | "tfoot" | "colgroup" | "caption"),
                |open| open == "table",
            ),
            "a" if self.open.iter().any(|open| open.name == "a") => self.end("a"),
            _ if is_heading(name) && self.open.last().is_some_and(|open| is_heading(&open.name)) => {
                let depth = self.open.len() - 1;
                self.close_down_to(depth);
            }
            _ => {}
        }
    }

    fn close_nearest(&mut self, wanted: impl Fn(&str) -> bool, wall: impl Fn(&str) -> bool) {
        for at in (0..self.open.len()).rev() {
            let name = &*self.open[at].name;
            if wanted(name) {
                self.close_down_to(at);
                return;
            }
            if wall(name) {
                return;
            }
        }
    }

    fn attributes(&mut self, tag: &str, attrs: &Attrs<'h>) -> Attrs<'h> {
        let mut kept = Attrs::new();
        let mut classes = Vec::new();
        for (key, value) in attrs {
            if key.starts_with("on") {
                self.count("event handler");
                continue;
            }
            if key == "style"
                && self.profile != Profile::Commenter
                && cards::is_of_card(attrs)
                && let Some(colours) = policy::colours(value)
            {
                kept.push((key.clone(), colours.into()));
                continue;
            }
            if self.profile == Profile::Importer && matches!(&**key, "style" | "align") {
                let found = policy::alignment_class(key, value);
                let says_letters = tag == "span" && !policy::letters(value).said.is_empty();
                if found.is_empty() && key == "style" && !says_letters {
                    self.count("style");
                }
                classes.extend(found);
                continue;
            }
            let renamed_anchor = tag == "a" && key == "name" && attr(attrs, "id").is_none();
            let key = if renamed_anchor { Cow::Borrowed("id") } else { key.clone() };
            if key == "id" && value == "more"
                || key == "style"
                || !policy::allows_attribute(self.profile, tag, &key)
            {
                continue;
            }
            match policy::safe_value(self.profile, tag, &key, value) {
                Some(value) => kept.push((key, value.into())),
                None if matches!(&*key, "href" | "src" | "srcset" | "poster" | "cite") => {
                    self.count("unsafe address");
                }
                None => {}
            }
        }
        for class in classes {
            add_class(&mut kept, class);
        }
        if self.profile == Profile::Commenter && tag == "a" {
            kept.retain(|(key, _)| key == "href");
            kept.push(("rel".into(), policy::COMMENT_LINK.into()));
        }
        kept
    }
}

/// What is written for an element whose style says something of letters: another element in its place, and elements in it.
/// Google Docs puts a whole text into a `<b>` that is not meant to be bold.
fn written_for(
    name: &str,
    attrs: &Attrs<'_>,
    letters: policy::Letters,
) -> (Option<&'static str>, Vec<&'static str>) {
    let mut said = letters.said.into_iter();
    match name {
        "span" if attrs.is_empty() => (said.next(), said.collect()),
        "span" => (None, said.collect()),
        "b" | "strong" if letters.unsaid.contains(&"b") => (Some("span"), Vec::new()),
        "i" | "em" if letters.unsaid.contains(&"i") => (Some("span"), Vec::new()),
        _ => (None, Vec::new()),
    }
}

fn add_class(attrs: &mut Attrs<'_>, class: &str) {
    match attrs.iter_mut().find(|(key, _)| key == "class") {
        Some((_, value)) if value.split_ascii_whitespace().any(|has| has == class) => {}
        Some((_, value)) => {
            let value = value.to_mut();
            value.push(' ');
            value.push_str(class);
        }
        None => attrs.push(("class".into(), class.to_owned().into())),
    }
}
