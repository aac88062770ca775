//! Themes as Ghost's screens and its deploy action handle them: listed, sent in as a zip, activated, fetched, deleted.
//!
//! A theme is called by its own name, which means the version that was added last, or by `name@version`, which is its
//! `id` here. The theme that Dateline brings is `standard` and is never deleted.

use axum::body::Body;
use dateline_model::SiteSettings;
use dateline_theme::{
    Brought, Files, Finding, MAX_THEME_BYTES, Package, Severity, Shelf, Theme, ThemeError, check, unpack,
};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::error::{ErrorKind, GhostError};
use super::upload::UploadForm;
use super::{Call, Reply};

const NAME: &str = "themes";
/// The name of the theme that Dateline brings.
const STANDARD: &str = "standard";
/// The version of Ghost whose rules themes are checked by.
const CHECKED_VERSION: &str = "6.x";

/// `GET admin/themes/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let settings = settings(call).await?;
    let shelf = shelf(call)?;
    let themes = blocking(move || {
        let names = std::iter::once(String::new()).chain(shelf.names());
        names.map(|full| shape(&shelf, &full, &settings)).collect::<Vec<_>>()
    });
    Ok(Reply::Ok(json!({ NAME: themes.await? })))
}

/// `GET admin/themes/active/`
pub(super) async fn active(call: &Call<'_>) -> Result<Reply, GhostError> {
    let settings = settings(call).await?;
    Ok(Reply::Ok(one(call, &settings).await?))
}

/// `POST admin/themes/upload/` with a zip in `file`. A new version of the active theme is active at once, as in Ghost.
pub(super) async fn upload(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, MAX_THEME_BYTES).await?;
    let upload = form.file("file")?;
    let stem = upload
        .name
        .strip_suffix(".zip")
        .ok_or_else(|| GhostError::new(ErrorKind::UnsupportedMediaType, "Please select a valid zip file."))?;
    let (shelf, fallback, now) = (shelf(call)?, stem.to_owned(), call.visit.now);
    let brought = blocking({
        let shelf = shelf.clone();
        move || {
            let files = unpack(&upload.bytes)?;
            shelf.add(&fallback, &files, now).map(|brought| (manifest(&files), brought))
        }
    });
    let (full, findings) = match brought.await?? {
        (_, Brought::Kept { name, findings }) => (name, findings),
        (own, Brought::Refused(findings)) => return Err(refused(stem, &own, &findings)),
    };
    call.visit.app.press().forget_theme(&full);
    let mut settings = settings(call).await?;
    let same = settings.theme_name() == full.split('@').next().unwrap_or_default();
    let replaced = same && settings.theme != full;
    if replaced {
        settings = choose(call, &full).await?;
    }
    let mut theme = blocking(move || shape(&shelf, &full, &settings)).await?;
    let (errors, warnings) = (groups(&findings, Severity::Error), groups(&findings, Severity::Warning));
    theme["errors"] = errors;
    theme["warnings"] = warnings;
    let json = json!({ NAME: [theme] });
    Ok(if replaced { Reply::Changed(json) } else { Reply::Ok(json) })
}

/// `PUT admin/themes/{name}/activate/`
pub(super) async fn activate(call: &Call<'_>, name: &str) -> Result<Reply, GhostError> {
    let (shelf, wanted) = (shelf(call)?, name.to_owned());
    // Read before it is chosen: a theme that lies there broken never becomes the site's.
    let found = blocking(move || match full_name(&shelf, &wanted) {
        Some(full) if full.is_empty() => Ok(Some((full, Vec::new()))),
        Some(full) => match shelf.files(&full) {
            Some(files) => {
                let files = files?;
                let findings = check(files.clone());
                Theme::load(files).map(|_| Some((full, findings)))
            }
            None => Ok(None),
        },
        None => Ok(None),
    });
    let (full, findings) = found.await??.ok_or_else(|| {
        let message = format!("{name} cannot be activated because it is not currently installed.");
        GhostError::new(ErrorKind::Validation, &message).with_details(name.into())
    })?;
    call.visit.app.press().forget_theme(&full);
    let settings = choose(call, &full).await?;
    let mut json = one(call, &settings).await?;
    json[NAME][0]["warnings"] = groups(&findings, Severity::Warning);
    Ok(Reply::Changed(json))
}

/// `GET admin/themes/{name}/download/`: the theme as a zip.
pub(super) async fn download(call: &Call<'_>, name: &str) -> Result<Reply, GhostError> {
    let (shelf, wanted) = (shelf(call)?, name.to_owned());
    let packed = blocking(move || {
        let full = full_name(&shelf, &wanted).filter(|full| !full.is_empty())?;
        Some((full.split('@').next().unwrap_or_default().to_owned(), shelf.pack(&full)?))
    });
    let (short, archive) = packed.await?.ok_or_else(no_such_theme)?;
    Ok(Reply::File { name: format!("{short}.zip"), content_type: "application/zip", bytes: archive? })
}

/// `DELETE admin/themes/{name}/`
pub(super) async fn delete(call: &Call<'_>, name: &str) -> Result<Reply, GhostError> {
    let (shelf, wanted) = (shelf(call)?, name.to_owned());
    let full = blocking({
        let shelf = shelf.clone();
        move || full_name(&shelf, &wanted)
    });
    let full = full.await?.ok_or_else(no_such_theme)?;
    if full.is_empty() {
        return Err(GhostError::validation("name", "The theme that Dateline brings cannot be deleted."));
    }
    let papers = call.visit.app.newsroom().papers().await?;
    if papers.iter().any(|paper| paper.settings.theme == full) {
        let message = "Deleting the active theme is not allowed; activate another one first.";
        return Err(GhostError::validation("name", message));
    }
    let gone = full.clone();
    blocking(move || shelf.remove(&gone)).await??;
    call.visit.app.press().forget_theme(&full);
    Ok(Reply::Done)
}

/// The settings as they are now; the list of sites is a second behind.
async fn settings(call: &Call<'_>) -> Result<SiteSettings, GhostError> {
    Ok(call.visit.app.store().read().await?.settings(call.visit.paper.id()).await?)
}

async fn choose(call: &Call<'_>, full: &str) -> Result<SiteSettings, GhostError> {
    let app = &call.visit.app;
    let change = [("theme".to_owned(), full.to_owned())];
    let paper = app.newsroom().change_settings(&call.visit.paper, &change).await?;
    app.catch_up().await?;
    Ok(paper.settings)
}

fn shelf(call: &Call<'_>) -> Result<Shelf, GhostError> {
    call.visit.app.shelf().cloned().ok_or_else(|| {
        GhostError::new(ErrorKind::NotFound, "This server keeps no themes: it has no folder for them.")
    })
}

/// Reads and checks of hundreds of files, beside the requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, GhostError> {
    spawn_blocking(work).await.map_err(|error| {
        let kind = ErrorKind::Internal(http::StatusCode::INTERNAL_SERVER_ERROR);
        GhostError::new(kind, "The theme could not be worked on, please try again.").because(error)
    })
}

/// The theme that a call means, with its version; empty for the one that Dateline brings.
fn full_name(shelf: &Shelf, name: &str) -> Option<String> {
    if name == STANDARD { Some(String::new()) } else { shelf.meant(name) }
}

/// The active theme, with what a story may choose of it.
async fn one(call: &Call<'_>, settings: &SiteSettings) -> Result<Value, GhostError> {
    let theme = call.visit.app.press().theme_named(&settings.theme);
    let (full, settings) = (settings.theme.clone(), settings.clone());
    let mut json = match call.visit.app.shelf().cloned() {
        Some(shelf) => blocking(move || shape(&shelf, &full, &settings)).await?,
        None => json!({ "name": STANDARD, "id": STANDARD, "package": {}, "active": true }),
    };
    json["templates"] = templates(&theme);
    json["warnings"] = json!([]);
    Ok(json!({ NAME: [json] }))
}

fn shape(shelf: &Shelf, full: &str, settings: &SiteSettings) -> Value {
    let active = settings.theme == full;
    if full.is_empty() {
        let package = json!({ "name": STANDARD, "version": env!("CARGO_PKG_VERSION") });
        return json!({ "name": STANDARD, "id": STANDARD, "package": package, "active": active });
    }
    let short = full.split('@').next().unwrap_or(full);
    let name = if shelf.meant(short).as_deref() == Some(full) { short } else { full };
    json!({ "name": name, "id": full, "package": shelf.manifest(full), "active": active })
}

fn templates(theme: &Theme) -> Value {
    let shown = theme.chosen_templates().iter();
    shown
        .map(|template| {
            json!({
                "filename": template.filename,
                "name": template.name,
                "for": template.kinds,
                "slug": template.slug,
            })
        })
        .collect()
}

/// What a theme says of itself.
fn manifest(files: &Files) -> Package {
    let found = files.iter().find(|(name, _)| name == "package.json");
    found.map(|(_, bytes)| Package::parse(bytes)).unwrap_or_default()
}

/// What Ghost says of a theme that it does not take, with every finding. One that has no name is called by its file.
fn refused(file: &str, own: &Package, findings: &[Finding]) -> GhostError {
    let list = |severity| groups(findings, severity).as_array().cloned().unwrap_or_default();
    let errors = [list(Severity::Fatal), list(Severity::Error)].concat();
    let details = json!({
        "checkedVersion": CHECKED_VERSION,
        "name": if own.name.is_empty() { file } else { &own.name },
        "path": "",
        "version": own.version,
        "errors": errors,
        "warnings": list(Severity::Warning),
    });
    let message = "Theme is not compatible or contains errors.";
    GhostError::new(ErrorKind::ThemeValidation, message).with_details(details)
}

/// Findings of one severity, those of a rule together, as Ghost's checker has them.
fn groups(findings: &[Finding], severity: Severity) -> Value {
    let mut groups: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == severity) {
        match groups.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, list)) => list.push(finding),
            None => groups.push((finding.code, vec![finding])),
        }
    }
    let group = |(code, list): (&str, Vec<&Finding>)| {
        let failure = |finding: &&Finding| {
            let place =
                finding.line.map_or_else(|| finding.file.clone(), |line| format!("{}:{line}", finding.file));
            json!({ "ref": place, "message": finding.message, "rule": finding.code })
        };
        json!({
            "code": code,
            "rule": list[0].message,
            "details": list[0].message,
            "fatal": severity == Severity::Fatal,
            "level": if severity == Severity::Warning { "warning" } else { "error" },
            "failures": list.iter().map(failure).collect::<Vec<_>>(),
        })
    };
    groups.into_iter().map(group).collect()
}

fn no_such_theme() -> GhostError {
    GhostError::not_found("Theme not found.")
}

impl From<ThemeError> for GhostError {
    fn from(error: ThemeError) -> Self {
        match error {
            error @ ThemeError::File(_) => {
                let kind = ErrorKind::Internal(http::StatusCode::INTERNAL_SERVER_ERROR);
                Self::new(kind, "The theme's files could not be read or written.").because(error)
            }
            ThemeError::Setting { key, reason } => Self::validation(&key, &reason),
            error => {
                let finding = Finding {
                    severity: Severity::Fatal,
                    code: "GS005-TPL-ERR",
                    file: "theme".to_owned(),
                    line: None,
                    message: error.to_string(),
                };
                refused("theme", &Package::default(), &[finding])
            }
        }
    }
}
