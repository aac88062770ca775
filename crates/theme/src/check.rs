//! What is wrong with a theme, as its author needs to hear it: file, line, and what to do.
//!
//! The rules are those of Ghost's public checker that matter when a theme is used, with its codes, so that an author
//! finds the same advice elsewhere: <https://gscan.ghost.org/>.

use std::fmt;

use bytes::Bytes;

use crate::{Package, Theme, ThemeError};

mod package;
mod removed;
mod styles;
mod tags;
mod templates;

/// How bad a finding is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The theme cannot be used.
    Fatal,
    /// Something will not work as the author meant it.
    Error,
    /// Something is not as it should be.
    Warning,
    /// Something could be better.
    Advice,
}

impl Severity {
    /// `fatal`, `error`, `warning` or `advice`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// One thing that is wrong with a theme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The rule, such as `GS020-INDEX-REQ`.
    pub code: &'static str,
    /// Name of the file.
    pub file: String,
    /// Line from 1, where the finding has one.
    pub line: Option<u32>,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.severity.name(), self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {} [{}]", self.message, self.code)
    }
}

/// Findings as they come, before they are put in order.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        file: &str,
        line: u32,
        message: impl Into<String>,
    ) {
        let line = if line == 0 { None } else { Some(line) };
        self.0.push(Finding { severity, code, file: file.to_owned(), line, message: message.into() });
    }
}

/// A text file of the theme.
struct Source {
    name: String,
    text: String,
}

/// Everything that is wrong with the theme of these files, the worst first. Empty when all is well.
///
/// A theme without fatal findings can be loaded; see [`Theme::load`].
pub fn check<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Vec<Finding>
where
    N: Into<String>,
    B: Into<Bytes>,
{
    let files: Vec<(String, Bytes)> =
        files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect();
    let mut findings = Findings::default();
    let mut sources = Vec::new();
    let mut manifest = None;
    for (name, bytes) in files.iter().filter(|(name, _)| !is_ignored(name)) {
        if name == "package.json" {
            manifest = Some(bytes);
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !matches!(ending, "hbs" | "css" | "js") {
            continue;
        }
        // What is no text was refused by the loader, if it is a template; other files are looked at as far as they go.
        let text = String::from_utf8_lossy(bytes).into_owned();
        sources.push(Source { name: name.clone(), text });
    }
    let said = package::check(&mut findings, manifest);
    let package = manifest.map(|bytes| Package::parse(bytes)).unwrap_or_default();
    templates::check(&mut findings, &sources, &package);
    removed::check(&mut findings, &sources, said.is_for_v3);
    styles::check(&mut findings, &sources, &said.card_assets);
    loading(&mut findings, files);
    findings.0.sort();
    findings.0.dedup();
    findings.0
}

/// Files that are no part of a theme although they lie in its folder.
fn is_ignored(name: &str) -> bool {
    name.split('/').any(|part| part == "node_modules" || part.starts_with('.'))
}

/// What keeps the theme from being loaded, unless another finding says it already.
fn loading(findings: &mut Findings, files: Vec<(String, Bytes)>) {
    let Err(error) = Theme::load(files) else { return };
    let (code, file) = match &error {
        ThemeError::MissingTemplate(_) => return,
        ThemeError::Template(_) if findings.0.iter().any(|finding| finding.severity == Severity::Fatal) => {
            return;
        }
        ThemeError::Template(error) => ("GS005-TPL-ERR", format!("{}.hbs", error.place.file)),
        ThemeError::Locale { file, .. } => ("GS070-VALID-TRANSLATIONS", file.clone()),
        ThemeError::Encoding(file) | ThemeError::FileName(file) => ("GS005-TPL-ERR", file.clone()),
        _ => ("GS005-TPL-ERR", "theme".to_owned()),
    };
    findings.add(Severity::Fatal, code, &file, 0, error.to_string());
}
