//! Stories, their tags and authors.

use std::fmt::Write as _;

use dateline_hbs::{ToValue, Value};

use super::meta::{META_KEYS, SOCIAL_KEYS, count_of_posts};
use super::{FoundView, OwnMeta, SocialView, TierView, moment, text};

/// A tag of a story, or the tag a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagView {
    /// As printed. A name with `#` at its start is internal and hidden by default.
    pub name: String,
    /// Last part of its path.
    pub slug: String,
    /// Path of its list.
    pub url: String,
    /// Public stories under it, where known.
    pub count: Option<u64>,
    /// What it is about.
    pub description: Option<String>,
    /// 24 hexadecimal digits.
    pub id: String,
    /// Address of its picture.
    pub feature_image: Option<String>,
    /// `#rrggbb`.
    pub accent_color: Option<String>,
    /// What the desk wrote for search engines and previews.
    pub meta: OwnMeta,
}

/// An author of a story, or the author a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorView {
    /// As printed.
    pub name: String,
    /// Last part of the path.
    pub slug: String,
    /// Path of the list; empty where the author has none.
    pub url: String,
    /// About the author.
    pub bio: Option<String>,
    /// Address of the portrait.
    pub profile_image: Option<String>,
    /// 24 hexadecimal digits.
    pub id: String,
    /// Address of a wide picture.
    pub cover_image: Option<String>,
    /// The author's own site.
    pub website: Option<String>,
    /// Where the author lives or works.
    pub location: Option<String>,
    /// Accounts elsewhere.
    pub social: SocialView,
    /// Public stories, where known.
    pub count: Option<u64>,
    /// What the desk wrote for search engines.
    pub meta: OwnMeta,
}

/// A note on what a story had wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CorrectionView {
    /// When it was corrected, in milliseconds UTC.
    pub at: i64,
    /// What was wrong, plain text.
    pub text: String,
}

/// A story or a static page. In a list `html` may stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostView {
    /// 24 hexadecimal digits.
    pub id: String,
    /// Headline, plain text.
    pub title: String,
    /// Last part of the path.
    pub slug: String,
    /// Path on the site.
    pub url: String,
    /// Body: sanitised HTML, printed as it is.
    pub html: String,
    /// Beginning of the text without markup, for `{{excerpt}}`.
    pub excerpt: String,
    /// What a list shows, plain text, cut where the teaser rule says.
    pub teaser: String,
    /// Whether the teaser is the whole story, so that no "Read more" is needed.
    pub teaser_complete: bool,
    /// The author's own summary, plain text; the standfirst of the story's page.
    pub custom_excerpt: Option<String>,
    /// Address of the picture.
    pub feature_image: Option<String>,
    /// What the picture shows, for those who do not see it.
    pub feature_image_alt: Option<String>,
    /// Caption: sanitised HTML, printed as it is.
    pub feature_image_caption: Option<String>,
    /// Width and height of the picture in pixels, so that the page keeps its place.
    pub feature_image_size: Option<(u32, u32)>,
    /// Smaller versions of the picture with their widths, as a `srcset` names them.
    pub feature_image_srcset: Option<String>,
    /// The same in WebP.
    pub feature_image_webp: Option<String>,
    /// The colour that the picture has on the whole, `#rrggbb`; only where nothing of it could shine through.
    pub feature_image_colour: Option<String>,
    /// Whether the desk marked it.
    pub featured: bool,
    /// Milliseconds UTC.
    pub published_at: Option<i64>,
    /// Milliseconds UTC.
    pub updated_at: i64,
    /// Tags in the author's order.
    pub tags: Vec<TagView>,
    /// Authors in the printed order.
    pub authors: Vec<AuthorView>,
    /// Comments that everybody sees.
    pub comment_count: u64,
    /// The place and date that open the story, such as `PORTO ARVEL, 4 May`.
    pub dateline: Option<String>,
    /// Language of the story where it is not the site's.
    pub lang: Option<String>,
    /// `ltr`, `rtl` or `auto` where it is not the site's.
    pub dir: Option<String>,
    /// Minutes.
    pub reading_time: u32,
    /// Whether this is a static page.
    pub is_page: bool,
    /// Whether readers may comment on it.
    pub comments_open: bool,
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// Who made the picture.
    pub feature_image_credit: Option<String>,
    /// On what terms the picture may be shown.
    pub feature_image_licence: Option<String>,
    /// The point of the picture that must stay in sight: two numbers from 0 to 1, from the left and from the top.
    pub feature_image_focus: Option<String>,
    /// What the author noted for programs.
    pub frontmatter: Option<String>,
    /// The story's number in the form of RFC 9562.
    pub uuid: String,
    /// Milliseconds UTC; the hour of publication where nobody noted it.
    pub created_at: Option<i64>,
    /// Name of a template of the theme that prints this story, such as `custom-wide`.
    pub custom_template: Option<String>,
    /// Whether its page leaves title and picture to the text.
    pub hide_title_and_image: bool,
    /// Who may read it: `public`, `members`, `paid` or `tiers`. Empty means `public`.
    pub visibility: String,
    /// Whether this reader may not read all of it.
    pub locked: bool,
    /// Memberships that may read it.
    pub tiers: Vec<TierView>,
    /// Why the search page shows it; only there.
    pub found: Option<FoundView>,
    /// What the desk wrote for search engines and previews.
    pub meta: OwnMeta,
}

impl TagView {
    /// A section for tests and previews.
    pub fn sample() -> Self {
        Self {
            name: "Harbour".into(),
            slug: "harbour".into(),
            url: "/tag/harbour/".into(),
            count: Some(12),
            description: Some("Ships, quays and the people who work on them.".into()),
            ..Self::default()
        }
    }
}

impl TagView {
    /// Whether readers are not shown it: its name begins with `#`.
    pub fn is_internal(&self) -> bool {
        self.name.starts_with('#')
    }
}

impl AuthorView {
    /// A reporter for tests and previews.
    pub fn sample() -> Self {
        Self {
            name: "Ana Reis".into(),
            slug: "ana-reis".into(),
            url: "/author/ana-reis/".into(),
            bio: Some("Reports from the harbour since the bridge was new.".into()),
            ..Self::default()
        }
    }
}

impl PostView {
    /// A story of about 800 words for tests and previews.
    pub fn sample() -> Self {
        let mut html = String::new();
        for (number, theme) in SAMPLE_PARAGRAPHS.iter().cycle().take(12).enumerate() {
            let _ = write!(html, "<p>On day {} of the works, {theme}</p>", number + 1);
        }
        Self {
            id: "5f2b9c0d1e4a7b6c8d9e0f10".into(),
            title: "Harbour bridge reopens after two winters".into(),
            slug: "harbour-bridge-reopens".into(),
            url: "/2026/11/harbour-bridge-reopens.html".into(),
            html,
            excerpt: "The first tram crossed at dawn, four minutes late and to applause.".into(),
            teaser: "The first tram crossed at dawn, four minutes late and to applause. By noon the queue for the old \
                     ferry had shrunk to two fishermen and a dog, and…"
                .into(),
            custom_excerpt: Some("The first tram crossed at dawn, four minutes late and to applause.".into()),
            published_at: Some(1_795_514_400_000),
            updated_at: 1_795_514_400_000,
            tags: vec![TagView::sample()],
            authors: vec![AuthorView::sample()],
            comment_count: 3,
            dateline: Some("Porto Arvel, 24 November".into()),
            reading_time: 4,
            comments_open: true,
            ..Self::default()
        }
    }

    /// Whether it is a headline and nothing else: neither a body nor the beginning of one.
    fn is_empty(&self) -> bool {
        self.html.is_empty() && self.teaser.is_empty()
    }

    /// Tag that names the section: the first, unless it is internal.
    pub fn primary_tag(&self) -> Option<&TagView> {
        self.tags.first().filter(|tag| !tag.is_internal())
    }
}

const SAMPLE_PARAGRAPHS: [&str; 4] = [
    "the mayor walked over the middle span with a thermos flask and a list, and came back without either. The rivets \
     that had been ordered in spring arrived in a van marked for another town; nobody sent them back, because they \
     fitted. Residents of the upper quay said that they had slept well for the first time since the pumps began.",
    "divers found the second pillar sounder than the drawings had promised. The engineers measured it again before \
     lunch, then after lunch, and finally asked the oldest pilot in the harbour, who said that his father had poured \
     it in a dry summer and that it would outlast the council. The minutes of the meeting record no objection.",
    "shopkeepers on the market side counted the steps that customers saved: four hundred and twelve, if one starts at \
     the fountain. The baker has moved his oven hours forward. The florist has not, arguing that nobody buys tulips \
     before eight, whatever the bridge does, and that the trams would only shake the water out of the vases.",
    "the ferry made its crossing with nine passengers and a bicycle, all of whom said they would miss it. Its captain \
     has been offered a place on the pilot boat and is thinking it over. A petition to keep one crossing on Sundays \
     gathered three hundred names in an afternoon, some of them twice, and was handed in tied with blue rope.",
];

object!(TagView, tag, {
    "name" => &tag.name,
    "slug" => &tag.slug,
    "url" => &tag.url,
    "description" => text(tag.description.as_ref()),
    "id" => &tag.id,
    "feature_image" => text(tag.feature_image.as_ref()),
    "accent_color" => text(tag.accent_color.as_ref()),
    "visibility" => if tag.is_internal() { "internal" } else { "public" },
    "count" => count_of_posts(tag.count),
} with meta: META_KEYS);

object!(AuthorView, author, {
    "name" => &author.name,
    "slug" => &author.slug,
    "url" => &author.url,
    "bio" => text(author.bio.as_ref()),
    "profile_image" => text(author.profile_image.as_ref()),
    "id" => &author.id,
    "cover_image" => text(author.cover_image.as_ref()),
    "website" => text(author.website.as_ref()),
    "location" => text(author.location.as_ref()),
    "count" => count_of_posts(author.count),
} with social: SOCIAL_KEYS, with meta: META_KEYS);

object!(CorrectionView, correction, { "at" => Value::Date(correction.at), "text" => &correction.text });

fn plain_text(post: &PostView) -> Value<'_> {
    if post.html.is_empty() { Value::Null } else { dateline_markup::plain_text(&post.html).into() }
}

/// The author's own, else the beginning of the body where it is here, else what the caller gave.
fn excerpt(post: &PostView) -> Value<'_> {
    match &post.custom_excerpt {
        Some(own) => own.into(),
        None if post.html.is_empty() => text(Some(&post.excerpt)),
        None => dateline_markup::plain_text_start(&post.html, dateline_markup::OPENING_CHARS).into(),
    }
}

/// The point of the picture that must stay in sight, as parts of one from the left and from the top.
fn focus(post: &PostView) -> Option<(f32, f32)> {
    let (x, y) = post.feature_image_focus.as_ref()?.split_once(' ')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

/// A part of one as style sheets write it, in whole percent.
fn percent(part: f32) -> String {
    format!("{:.0}%", part.clamp(0.0, 1.0) * 100.0)
}

object!(PostView, post, {
    "id" => &post.id,
    "title" => &post.title,
    "slug" => &post.slug,
    "url" => &post.url,
    "html" => text(Some(&post.html)),
    "plaintext" => plain_text(post),
    "excerpt" => excerpt(post),
    "teaser" => text(Some(&post.teaser)),
    "teaser_complete" => post.teaser_complete,
    "custom_excerpt" => text(post.custom_excerpt.as_ref()),
    "feature_image" => text(post.feature_image.as_ref()),
    "feature_image_alt" => text(post.feature_image_alt.as_ref()),
    "feature_image_caption" => post.feature_image_caption.as_ref().map_or(Value::Null, Value::safe),
    "feature_image_width" => post.feature_image_size.map(|size| size.0),
    "feature_image_height" => post.feature_image_size.map(|size| size.1),
    "feature_image_srcset" => text(post.feature_image_srcset.as_ref()),
    "feature_image_webp" => text(post.feature_image_webp.as_ref()),
    "feature_image_colour" => text(post.feature_image_colour.as_ref()),
    "feature_image_credit" => text(post.feature_image_credit.as_ref()),
    "feature_image_licence" => text(post.feature_image_licence.as_ref()),
    "feature_image_focus" => text(post.feature_image_focus.as_ref()),
    "feature_image_focus_x" => focus(post).map(|(x, _)| percent(x)),
    "feature_image_focus_y" => focus(post).map(|(_, y)| percent(y)),
    "featured" => post.featured,
    "uuid" => &post.uuid,
    "visibility" => if post.visibility.is_empty() { "public" } else { post.visibility.as_str() },
    "access" => !post.locked,
    "custom_template" => text(post.custom_template.as_ref()),
    "email_subject" => Value::Null,
    "frontmatter" => text(post.frontmatter.as_ref()),
    "tiers" => Value::sequence(&post.tiers),
    "comments" => post.comments_open,
    "show_comments" => post.comments_open || post.comment_count > 0,
    "comment_id" => &post.id,
    "comment_count" => post.comment_count,
    "reading_time" => Some(post.reading_time).filter(|_| !post.is_empty()),
    "published_at" => moment(post.published_at),
    "created_at" => moment(post.created_at.or(post.published_at)),
    "updated_at" => Value::Date(post.updated_at),
    "dateline" => text(post.dateline.as_ref()),
    "lang" => text(post.lang.as_ref()),
    "dir" => text(post.dir.as_ref()),
    "tags" => Value::sequence(&post.tags),
    "primary_tag" => post.primary_tag().map_or(Value::Null, ToValue::to_value),
    "authors" => Value::sequence(&post.authors),
    "primary_author" => post.authors.first().map_or(Value::Null, ToValue::to_value),
    "corrections" => Value::sequence(&post.corrections),
    "found" => post.found.as_ref().map_or(Value::Null, |found| Value::object(found)),
} with meta: META_KEYS);
