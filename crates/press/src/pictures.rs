//! Pictures of the site's own library as pages show them: how large they are, which versions there are of them, which
//! colour they have on the whole, and which of them cannot wait.
//!
//! This happens when a page is printed and not when a story is saved: an import brings stories before their pictures,
//! and what is added here stands in no revision, no export and no editor. It costs one question to the store for all the
//! pictures of a page.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use dateline_markup::PictureTag;
use dateline_media::PAGE_WIDTHS as WIDTHS;
use dateline_store::{ShownPicture, StoreError};
use dateline_theme::PostView;
use percent_encoding::percent_decode_str;

use crate::press::View;

/// Pictures of a page that are looked up; those after them are shown as they were written.
const PICTURES_MAX: usize = 256;
/// Neither side's attribute is larger, as in Ghost's image cards.
const SIDE_MAX: u32 = 2000;
/// Bytes of a story before a picture that a reader sees at once.
const FIRST_SCREEN: usize = 1_000;
/// What pictures lie below, whole or after a host.
const CONTENT: &str = "/content/";

impl View<'_> {
    /// Completes what stories say of pictures that lie here.
    pub(crate) async fn fit_pictures(&mut self, posts: &mut [PostView]) -> Result<(), StoreError> {
        let base = self.addresses.base().to_owned();
        let mut wanted = Vec::new();
        let mut seen = HashSet::new();
        for post in &*posts {
            // Most stories have no picture of their own site, and are not looked through.
            let in_body = post.html.contains(CONTENT).then(|| dateline_markup::picture_addresses(&post.html));
            for address in post.feature_image.iter().cloned().chain(in_body.into_iter().flatten()) {
                let Some(path) = Own::of(&base, &address).map(|own| own.path) else { continue };
                if wanted.len() < PICTURES_MAX && seen.insert(path.clone()) {
                    wanted.push(path);
                }
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let found = self.read.shown_pictures(self.paper.id(), &wanted).await?;
        for picture in &found {
            self.depends.picture(picture.id);
        }
        let known: HashMap<String, ShownPicture> =
            found.into_iter().map(|picture| (picture.path.clone(), picture)).collect();
        if known.len() < wanted.len() {
            self.depends.new_pictures();
        }
        let fitting = Fitting { base: &base, known: &known, offers_webp: self.theme.is_standard() };
        for post in posts {
            fitting.fit(post);
        }
        Ok(())
    }
}

/// An address of a picture that lies on the site itself.
struct Own<'a> {
    /// What stands before the folder of pictures: nothing, or the site's own address.
    before: &'a str,
    /// The picture below that folder, as addresses write it.
    file: &'a str,
    /// Where it lies below the content folder.
    path: String,
}

impl<'a> Own<'a> {
    /// `None` for pictures of others, and for those that ask for one size already.
    fn of(base: &str, address: &'a str) -> Option<Self> {
        let rest = address.strip_prefix(base).unwrap_or(address);
        let file = rest.strip_prefix("/content/images/")?;
        let plain = !file.starts_with("size/") && !file.contains(['?', '#', ' ', ',', '"']);
        let before = &address[..address.len() - rest.len()];
        plain.then(|| Self { before, file, path: decoded(file) })
    }

    /// Smaller versions with their widths, the picture itself at the end unless it is larger than any screen. `None`
    /// where there are none.
    fn srcset(&self, address: &str, picture: &ShownPicture) -> Option<String> {
        let smaller = WIDTHS.iter().filter(|width| **width < picture.width);
        let mut all: Vec<String> =
            smaller.map(|width| format!("{} {width}w", self.version(*width, ""))).collect();
        if all.is_empty() || !is_made_smaller(picture) {
            return None;
        }
        if all.len() < WIDTHS.len() {
            all.push(format!("{address} {}w", picture.width));
        }
        Some(all.join(", "))
    }

    /// The same in WebP, the largest one as large as the picture.
    fn webp(&self, picture: &ShownPicture) -> Option<String> {
        if !is_made_smaller(picture) || picture.media_type == "image/webp" {
            return None;
        }
        let smaller = WIDTHS.iter().take_while(|width| **width < picture.width).count();
        // A version is never larger than its picture, so the next name stands for the picture's own width.
        let named = WIDTHS.iter().take(smaller + 1);
        let version = |width: &u32| {
            format!("{} {}w", self.version(*width, "format/webp/"), (*width).min(picture.width))
        };
        Some(named.map(version).collect::<Vec<_>>().join(", "))
    }

    fn version(&self, width: u32, format: &str) -> String {
        format!("{}/content/images/size/w{width}/{format}{}", self.before, self.file)
    }
}

fn decoded(file: &str) -> String {
    format!("images/{}", percent_decode_str(file).decode_utf8_lossy())
}

/// Whether smaller versions are made: not of drawings, nor of what moves.
fn is_made_smaller(picture: &ShownPicture) -> bool {
    matches!(picture.media_type.as_str(), "image/jpeg" | "image/png" | "image/webp")
}

/// The colour that may stand in a picture's place: through the others it could be seen for good.
fn placeholder(picture: &ShownPicture) -> Option<&str> {
    picture.colour.as_deref().filter(|_| picture.media_type == "image/jpeg")
}

/// What is known of the pictures of a page.
struct Fitting<'p> {
    base: &'p str,
    known: &'p HashMap<String, ShownPicture>,
    /// Whether other formats are named beside the picture's own; themes made for Ghost expect its tag to stand alone.
    offers_webp: bool,
}

impl Fitting<'_> {
    fn find<'a>(&self, address: &'a str) -> Option<(Own<'a>, &ShownPicture)> {
        let own = Own::of(self.base, address)?;
        let picture = self.known.get(&own.path)?;
        Some((own, picture))
    }

    fn fit(&self, post: &mut PostView) {
        let image = post.feature_image.take();
        if let Some((own, picture)) = image.as_deref().and_then(|address| self.find(address)) {
            post.feature_image_size = Some((picture.width, picture.height));
            post.feature_image_srcset = own.srcset(image.as_deref().unwrap_or_default(), picture);
            post.feature_image_webp = own.webp(picture);
            post.feature_image_colour = placeholder(picture).map(str::to_owned);
        }
        post.feature_image = image;
        if post.html.contains(CONTENT) {
            let mut is_first = post.feature_image.is_none() || post.hide_title_and_image;
            post.html = dateline_markup::fit_pictures(&post.html, |tag| {
                self.complete(tag, std::mem::take(&mut is_first));
            });
        }
    }

    /// Completes one picture's tag. What its author said stays.
    fn complete(&self, tag: &mut PictureTag<'_>, is_first: bool) {
        let Some(address) = tag.address().map(Cow::into_owned) else { return };
        let Some((own, picture)) = self.find(&address) else { return };
        keep_place(tag, picture);
        if let Some(colour) = placeholder(picture) {
            tag.set("data-colour", colour);
        }
        if is_first && tag.at < FIRST_SCREEN {
            tag.remove("loading");
            tag.set("fetchpriority", "high");
        } else if tag.get("loading").is_none() {
            tag.set("loading", "lazy");
        }
        if tag.get("srcset").is_some() || tag.has_sources {
            return;
        }
        let sizes = sizes_in(tag.figure, picture);
        if self.offers_webp
            && let Some(webp) = own.webp(picture)
        {
            tag.offer("image/webp", &webp, sizes);
        }
        if let Some(srcset) = own.srcset(&address, picture) {
            tag.set("srcset", &srcset);
            if let Some(sizes) = sizes {
                tag.set("sizes", sizes);
            }
        }
    }
}

/// Says how large a picture is, or completes the one side that its author gave.
fn keep_place(tag: &mut PictureTag<'_>, picture: &ShownPicture) {
    let (width, height) = (u64::from(picture.width), u64::from(picture.height));
    let side = |name: &str| tag.get(name).map(|value| value.trim().parse::<u32>().ok());
    let (across, down) = match (side("width"), side("height")) {
        (None, None) => {
            let across = picture.width.min(SIDE_MAX);
            (across, (u64::from(across) * height).div_ceil(width).max(1).to_string())
        }
        (Some(Some(across)), None) => (across, (u64::from(across) * height).div_ceil(width).to_string()),
        (None, Some(Some(down))) => {
            let across = u32::try_from((u64::from(down) * width).div_ceil(height)).unwrap_or(SIDE_MAX);
            (across, down.to_string())
        }
        _ => return,
    };
    tag.set("width", &across.to_string());
    tag.set("height", &down);
}

/// How wide a picture is shown, by Ghost's rule for its cards.
fn sizes_in(figure: &str, picture: &ShownPicture) -> Option<&'static str> {
    let is = |class: &str| figure.split(' ').any(|one| one == class);
    match () {
        () if is("kg-width-full") || picture.width < 720 => None,
        () if is("kg-width-wide") && picture.width >= 1200 => Some("(min-width: 1200px) 1200px"),
        () => Some("(min-width: 720px) 720px"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::{MediaId, mint_uuid};

    const BASE: &str = "https://bell.example";

    fn picture(media_type: &str, width: u32, height: u32) -> ShownPicture {
        ShownPicture {
            id: MediaId(mint_uuid(0, [0; 6])),
            path: "images/2026/11/quay.jpg".to_owned(),
            media_type: media_type.to_owned(),
            width,
            height,
            colour: Some("#336699".to_owned()),
        }
    }

    fn fitted(html: &str, picture: ShownPicture, offers_webp: bool) -> String {
        let known = HashMap::from([(picture.path.clone(), picture)]);
        let mut post = PostView { html: html.to_owned(), ..PostView::default() };
        Fitting { base: BASE, known: &known, offers_webp }.fit(&mut post);
        post.html
    }

    #[test]
    fn a_picture_of_the_library_says_how_large_it_is_and_in_which_sizes_it_can_be_had() {
        let html = "<p>Dawn.</p><figure class=\"kg-card kg-image-card kg-width-wide\">\
                    <img src=\"https://bell.example/content/images/2026/11/quay.jpg\" alt=\"The quay\"></figure>";
        let at = "https://bell.example/content/images";
        assert_eq!(
            fitted(html, picture("image/jpeg", 2000, 1000), false),
            format!(
                "<p>Dawn.</p><figure class=\"kg-card kg-image-card kg-width-wide\">\
                 <img src=\"{at}/2026/11/quay.jpg\" alt=\"The quay\" width=\"2000\" height=\"1000\" \
                 data-colour=\"#336699\" fetchpriority=\"high\" srcset=\"{at}/size/w600/2026/11/quay.jpg 600w, \
                 {at}/size/w1000/2026/11/quay.jpg 1000w, {at}/size/w1600/2026/11/quay.jpg 1600w, \
                 {at}/2026/11/quay.jpg 2000w\" sizes=\"(min-width: 1200px) 1200px\"></figure>"
            )
        );
    }

    #[test]
    fn our_own_pages_offer_webp_beside_it() {
        let html = "<img src=\"/content/images/2026/11/quay.jpg\">";
        assert_eq!(
            fitted(html, picture("image/png", 800, 600), true),
            "<picture><source type=\"image/webp\" srcset=\"/content/images/size/w600/format/webp/2026/11/quay.jpg 600w, \
             /content/images/size/w1000/format/webp/2026/11/quay.jpg 800w\" sizes=\"(min-width: 720px) 720px\">\
             <img src=\"/content/images/2026/11/quay.jpg\" width=\"800\" height=\"600\" fetchpriority=\"high\" \
             srcset=\"/content/images/size/w600/2026/11/quay.jpg 600w, /content/images/2026/11/quay.jpg 800w\" \
             sizes=\"(min-width: 720px) 720px\"></picture>"
        );
    }

    #[test]
    fn only_what_a_reader_sees_at_once_is_urgent() {
        let one = "<img src=\"/content/images/2026/11/quay.jpg\" loading=\"lazy\">";
        let urgent = |html: &str| {
            let fitted = fitted(html, picture("image/gif", 10, 10), false);
            (fitted.matches("fetchpriority").count(), fitted.matches("loading=\"lazy\"").count())
        };
        assert_eq!(urgent(one), (1, 0));
        assert_eq!(urgent(&format!("{one}{one}")), (1, 1));
        assert_eq!(urgent(&format!("<p>{}</p>{one}", "x".repeat(FIRST_SCREEN))), (0, 1));
        assert_eq!(urgent(&format!("<img src=\"https://other.example/a.jpg\">{one}")), (0, 1));
        let known = HashMap::from([("images/2026/11/quay.jpg".to_owned(), picture("image/gif", 10, 10))]);
        let feature_image = Some("/content/images/other.jpg".to_owned());
        let mut post = PostView { html: one.to_owned(), feature_image, ..PostView::default() };
        Fitting { base: BASE, known: &known, offers_webp: false }.fit(&mut post);
        assert!(!post.html.contains("fetchpriority"), "the picture above the story comes first");
    }

    #[test]
    fn what_the_author_said_stays_and_pictures_of_others_are_left_alone() {
        for untouched in [
            "<img src=\"https://other.example/content/images/2026/11/quay.jpg\">",
            "<img src=\"/content/images/2026/11/unknown.jpg\">",
            "<img src=\"/content/images/size/w600/2026/11/quay.jpg\">",
            "<a href=\"/content/images/2026/11/quay.jpg\">quay</a>",
        ] {
            assert_eq!(fitted(untouched, picture("image/jpeg", 2000, 1000), true), untouched);
        }
        let own = "<img src=\"/content/images/2026/11/quay.jpg\" srcset=\"/x.jpg 2x\" width=\"400\">";
        let fitted = fitted(own, picture("image/jpeg", 2000, 1000), true);
        assert!(fitted.contains("srcset=\"/x.jpg 2x\"") && !fitted.contains("<source"), "{fitted}");
        assert!(fitted.contains("width=\"400\" height=\"200\""), "{fitted}");
    }

    #[test]
    fn drawings_and_what_moves_are_shown_as_they_are() {
        for kind in ["image/svg+xml", "image/gif"] {
            let html =
                fitted("<img src=\"/content/images/2026/11/quay.jpg\">", picture(kind, 2000, 1000), true);
            assert!(html.contains("width=\"2000\" height=\"1000\""), "{html}");
            assert!(!html.contains("srcset") && !html.contains("data-colour"), "{html}");
        }
    }

    #[test]
    fn the_largest_version_is_the_last_of_a_picture_that_is_larger_than_any_screen() {
        let html = fitted(
            "<img src=\"/content/images/2026/11/quay.jpg\">",
            picture("image/jpeg", 6000, 4000),
            false,
        );
        assert!(html.contains("w2400/2026/11/quay.jpg 2400w\""), "{html}");
        assert!(html.contains("width=\"2000\" height=\"1334\""), "{html}");
    }
}
