//! Pictures and other files: taken in, described, thrown away.

use std::collections::HashSet;
use std::sync::Arc;

use dateline_media::{Attachment, FileName, Folder, Limits, MediaError, Month, Picture, Section, media_type};
use dateline_model::{Media, MediaId, Paper, PostId, many_lines, mint_uuid, one_line};
use dateline_store::{StoreError, Use};
use percent_encoding::percent_decode_str;
use tokio::task::spawn_blocking;

use crate::pictures::VERSIONS;
use crate::{Newsroom, NewsroomError};

/// Bytes of sound, film and documents; they are held in memory while they arrive.
pub const ATTACHMENT_BYTES_MAX: usize = 100 * 1024 * 1024;
/// Pictures that are decoded at the same time: each may need a quarter of a gigabyte.
pub(crate) const DARKROOM_PLACES: usize = 1;
/// Characters of each of a file's words.
const WORDS_CHARS_MAX: usize = 2_000;
/// Stories named that show a file.
const USES_MAX: i64 = 50;
/// Stories whose bodies are looked through together.
const STORIES_AT_ONCE: i64 = 200;
/// Files that are compared together with what is shown.
const FILES_AT_ONCE: i64 = 500;

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// What the sender calls it; says nothing about what it is.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a picture is for, which may ask for a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Any picture.
    Image,
    /// A portrait or an icon, which have to be square.
    Square,
}

/// What a save changes of a file's words; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaEdit {
    /// What is seen, for those who do not see it.
    pub alt: Option<String>,
    /// What stands below it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Under what terms it may be shown.
    pub licence: Option<String>,
}

/// What was taken in, before it has a place.
struct Taken {
    name: FileName,
    bytes: Vec<u8>,
    hash: String,
    width: u32,
    height: u32,
    colour: Option<String>,
    credit: String,
}

impl Newsroom {
    /// Takes a picture in. One with the same content that the site has already is answered instead.
    ///
    /// # Errors
    /// [`NewsroomError::Media`] says what is wrong with the file, [`NewsroomError::NotSquare`] with its shape.
    pub async fn take_picture(
        &self,
        paper: &Paper,
        folder: &Folder,
        upload: Upload,
        purpose: Purpose,
    ) -> Result<Media, NewsroomError> {
        // One after the other, and off the threads that answer readers.
        let place = Arc::clone(&self.darkroom).acquire_owned().await;
        let taken = spawn_blocking(move || {
            let picture = Picture::take(upload.bytes, &Limits::default());
            drop(place);
            picture.map(|picture| (upload.name, picture))
        });
        let (name, picture) = taken.await.map_err(broken)??;
        // A drawing that does not say how large it is takes any shape.
        if purpose == Purpose::Square && picture.width != picture.height {
            return Err(NewsroomError::NotSquare);
        }
        let taken = Taken {
            name: FileName::new(&name, picture.ending()),
            hash: picture.hash,
            width: picture.width,
            height: picture.height,
            colour: picture.colour.map(|colour| colour.to_string()),
            credit: picture.credit.or(picture.copyright).unwrap_or_default(),
            bytes: picture.bytes,
        };
        self.keep(paper, folder, Section::Images, taken).await
    }

    /// Takes sound or film in, by its content.
    ///
    /// # Errors
    /// [`NewsroomError::Media`].
    pub async fn take_recording(
        &self,
        paper: &Paper,
        folder: &Folder,
        upload: Upload,
    ) -> Result<Media, NewsroomError> {
        let taken = spawn_blocking(move || {
            Attachment::take_playable(&upload.name, upload.bytes, ATTACHMENT_BYTES_MAX)
        });
        self.keep(paper, folder, Section::Media, Taken::of(taken.await.map_err(broken)??)).await
    }

    /// Takes a document in: whatever is served to readers and is no picture.
    ///
    /// # Errors
    /// [`NewsroomError::Media`].
    pub async fn take_file(
        &self,
        paper: &Paper,
        folder: &Folder,
        upload: Upload,
    ) -> Result<Media, NewsroomError> {
        let taken =
            spawn_blocking(move || Attachment::take(&upload.name, upload.bytes, ATTACHMENT_BYTES_MAX));
        self.keep(paper, folder, Section::Files, Taken::of(taken.await.map_err(broken)??)).await
    }

    async fn keep(
        &self,
        paper: &Paper,
        folder: &Folder,
        section: Section,
        taken: Taken,
    ) -> Result<Media, NewsroomError> {
        let known = self.store.read().await?.media_by_hash(paper.id(), &taken.hash).await?;
        if let Some(known) = known
            && let Some(path) = &known.path
            && folder.about(path).await.map_err(MediaError::from)?.is_some()
        {
            return Ok(known);
        }
        let now = self.clock.now();
        let today = paper.zone.date_of(now);
        let month = Month { year: today.year, month: today.month };
        let Taken { name, bytes, hash, width, height, colour, credit } = taken;
        let (folder, length) = (folder.clone(), bytes.len() as i64);
        // The file first: a row whose file is missing would be a broken picture, a file without a row is only a spare one.
        let path =
            spawn_blocking(move || folder.keep(section, month, &name, &bytes)).await.map_err(broken)??;
        let mut media = Media {
            id: MediaId::mint(now),
            source: format!("/content/{path}"),
            media_type: media_type(&path).unwrap_or_default().to_owned(),
            path: Some(path),
            bytes: length,
            width: i64::from(width),
            height: i64::from(height),
            hash: Some(hash),
            colour,
            alt: String::new(),
            caption: String::new(),
            credit,
            licence: String::new(),
            created_at: now,
        };
        let (site, row, has_versions) = (paper.id(), media.clone(), self.has_versions(&media));
        let kept = self.store.write(move |tx| {
            Box::pin(async move {
                let id = tx.keep_media(site, &row).await?;
                if has_versions {
                    tx.enqueue(site, VERSIONS, id.0, now).await?;
                }
                Ok::<_, StoreError>(id)
            })
        });
        media.id = kept.await?;
        if has_versions {
            self.picture_bell.notify_one();
        }
        Ok(media)
    }

    /// Changes what is said about a file.
    ///
    /// # Errors
    /// [`NewsroomError::Unknown`], [`NewsroomError::TooLong`].
    pub async fn describe_media(
        &self,
        paper: &Paper,
        id: MediaId,
        edit: MediaEdit,
    ) -> Result<Media, NewsroomError> {
        let site = paper.id();
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    let mut media = tx.media(site, id).await?.ok_or_else(|| unknown(id))?;
                    let MediaEdit { alt, caption, credit, licence } = edit;
                    media.alt = within("alt", alt.map(|text| one_line(&text)), media.alt)?;
                    media.caption = within("caption", caption.map(|text| many_lines(&text)), media.caption)?;
                    media.credit = within("credit", credit.map(|text| one_line(&text)), media.credit)?;
                    media.licence = within("licence", licence.map(|text| one_line(&text)), media.licence)?;
                    tx.describe_media(site, &media).await?;
                    Ok::<_, NewsroomError>(media)
                })
            })
            .await
    }

    /// The stories that show a file, and whether anything else does: a portrait, the site's own pictures.
    ///
    /// # Errors
    /// [`NewsroomError::Store`].
    pub async fn media_uses(&self, paper: &Paper, media: &Media) -> Result<(Vec<Use>, bool), NewsroomError> {
        let Some(path) = &media.path else { return Ok((Vec::new(), false)) };
        let mut read = self.store.read().await?;
        let stories = read.media_uses(paper.id(), path, USES_MAX).await?;
        let elsewhere = read.shown_elsewhere(paper.id()).await?;
        let is_elsewhere = elsewhere.iter().any(|text| paths_in(text).any(|shown| shown == *path));
        Ok((stories, is_elsewhere))
    }

    /// Files that nothing shows now, newest first, of those that [`dateline_store::Read::media_page`] finds by `words`,
    /// and how many there are in all. Earlier versions of stories do not count: what only they show cannot be seen.
    ///
    /// # Errors
    /// [`NewsroomError::Store`].
    pub async fn unused_media(
        &self,
        paper: &Paper,
        words: &str,
        limit: usize,
        offset: usize,
    ) -> Result<(Vec<Media>, usize), NewsroomError> {
        let (site, mut read) = (paper.id(), self.store.read().await?);
        let mut shown: HashSet<String> =
            read.shown_elsewhere(site).await?.iter().flat_map(|text| paths_in(text)).collect();
        let mut after = PostId(mint_uuid(0, [0; 6]));
        loop {
            let stories = read.shown_in_stories(site, after, STORIES_AT_ONCE).await?;
            let Some((last, _, _)) = stories.last() else { break };
            after = *last;
            for (_, image, html) in &stories {
                shown.extend(image.as_deref().into_iter().flat_map(paths_in).chain(paths_in(html)));
            }
        }
        let (mut unused, mut total, mut seen) = (Vec::new(), 0, 0);
        loop {
            let files = read.media_page(site, words, FILES_AT_ONCE, seen).await?;
            if files.is_empty() {
                return Ok((unused, total));
            }
            seen += FILES_AT_ONCE;
            for file in files {
                if file.path.as_ref().is_some_and(|path| shown.contains(path)) {
                    continue;
                }
                if total >= offset && unused.len() < limit {
                    unused.push(file);
                }
                total += 1;
            }
        }
    }

    /// Throws a file away that nothing shows.
    ///
    /// # Errors
    /// [`NewsroomError::InUse`] names a story that shows it.
    pub async fn delete_media(
        &self,
        paper: &Paper,
        folder: &Folder,
        id: MediaId,
    ) -> Result<(), NewsroomError> {
        let site = paper.id();
        let media = self.store.read().await?.media(site, id).await?.ok_or_else(|| unknown(id))?;
        let (stories, elsewhere) = self.media_uses(paper, &media).await?;
        if let Some(story) = stories.into_iter().next() {
            return Err(NewsroomError::InUse(story.title));
        }
        if elsewhere {
            return Err(NewsroomError::InUse("the site's design".to_owned()));
        }
        self.store.write(move |tx| Box::pin(async move { tx.delete_media(site, id).await })).await?;
        let Some(path) = media.path else { return Ok(()) };
        // Another address may have led to the same content.
        if self.store.read().await?.media_by_path(site, &path).await?.is_none() {
            let folder = folder.clone();
            spawn_blocking(move || folder.remove(&path)).await.map_err(broken)??;
        }
        Ok(())
    }
}

impl Taken {
    fn of(attachment: Attachment) -> Self {
        let Attachment { name, bytes, hash, .. } = attachment;
        Self { name, bytes, hash, width: 0, height: 0, colour: None, credit: String::new() }
    }
}

/// The files below the content folder that a text names, of whatever size: the part of each address after `/content/`, up
/// to where an address ends in HTML, in a style sheet and in JSON.
fn paths_in(text: &str) -> impl Iterator<Item = String> + '_ {
    const ENDS: [char; 12] = ['"', '\'', '<', '>', '(', ')', '\\', ' ', '\n', '?', '#', '&'];
    text.split("/content/").skip(1).filter_map(|after| {
        let written = after.split(ENDS).next().unwrap_or_default().trim_end_matches(',');
        let path = percent_decode_str(written).decode_utf8_lossy().into_owned();
        let Some(sized) = path.strip_prefix("images/size/") else { return Some(path) };
        let (_, file) = sized.split_once('/')?;
        let file = match file.strip_prefix("format/") {
            Some(formatted) => formatted.split_once('/')?.1,
            None => file,
        };
        Some(format!("images/{file}"))
    })
}

fn within(field: &'static str, new: Option<String>, old: String) -> Result<String, NewsroomError> {
    match new {
        Some(new) if new.chars().count() > WORDS_CHARS_MAX => {
            Err(NewsroomError::TooLong { field, max: WORDS_CHARS_MAX })
        }
        Some(new) => Ok(new),
        None => Ok(old),
    }
}

fn unknown(id: MediaId) -> NewsroomError {
    NewsroomError::Unknown { what: "file", name: id.to_string() }
}

/// A picture that brings its decoder to a stop is damaged, whatever its head says.
fn broken(stopped: tokio::task::JoinError) -> NewsroomError {
    MediaError::Damaged(stopped.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_wherever_a_text_names_it() {
        let found = |text: &str| paths_in(text).collect::<Vec<_>>().join(" ");
        for (text, paths) in [
            ("<img src=\"/content/images/2026/11/a.jpg\" alt=\"\">", "images/2026/11/a.jpg"),
            ("https://bell.example/content/images/2026/11/a.jpg", "images/2026/11/a.jpg"),
            (
                "/content/images/size/w600/2026/11/a.jpg 600w, /content/images/b.png 2x",
                "images/2026/11/a.jpg images/b.png",
            ),
            ("/content/images/size/w600/format/webp/2026/11/a.jpg", "images/2026/11/a.jpg"),
            ("url(/content/files/a.pdf)", "files/a.pdf"),
            ("{\"cover\":\"/content/images/g%C3%BCte.jpg\"}", "images/güte.jpg"),
            ("/content/media/a.mp4#t=3 /content/media/b.mp4?x", "media/a.mp4 media/b.mp4"),
            ("/content/images/size/w600", ""),
            ("no file", ""),
        ] {
            assert_eq!(found(text), paths, "{text}");
        }
    }
}
