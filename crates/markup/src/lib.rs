//! HTML and Markdown: sanitising, teasers, plain text, links, word count.
//!
//! Strings in, values out: no network, no store, no clock. Foreign HTML enters through [`sanitise`],
//! [`sanitise_import`], [`markdown()`] or [`comment_html`]; every other function expects what those returned.
//! Nesting and size are bounded ([`MAX_DEPTH`], [`MAX_HTML_BYTES`]), and no function recurses.

mod address;
mod comment;
mod compare;
mod direction;
mod embedded;
mod film;
mod gist;
mod markdown;
mod page;
mod page_card;
mod pasted;
mod pictures;
mod policy;
mod sanitise;
mod teaser;
mod text;
mod token;

pub use address::{Image, first_image, image_alts, images, links, rewrite_urls};
pub use comment::comment_html;
pub use compare::{Change, Fate, Merged, Stretch, compare, compare_text, compared_html, merge, merged_html};
pub use direction::{Direction, first_strong_direction, language_direction};
pub use embedded::{Embedded, MAX_EMBEDDED, MAX_OF_THEME, fetched_scripts};
pub use film::frame_of_film;
pub use gist::Gist;
pub use markdown::{markdown, markdown_of_a_site, markdown_of_ghost, markdown_with_html};
pub use page::{LinkFate, still_page};
pub use page_card::{PageCard, page_card, player_in};
pub use pasted::{MIN_PASTED_CHARS, PastedTeaser, pasted_teaser};
pub use pictures::{PictureTag, fit_pictures, picture_addresses};
pub use policy::MAX_DATA_IMAGE_BYTES;
pub use sanitise::{
    Imported, MAX_DEPTH, MAX_HTML_BYTES, Profile, is_html, sanitise, sanitise_import, sanitise_imported,
};
pub use teaser::{
    JUMP_BREAK, OPENING_CHARS, TEASER_CHARS, Teaser, TeaserKind, opening, split_at_jump, teaser,
    truncate_html,
};
pub use text::{holds, opened_by, plain_text, plain_text_start, reading_minutes, truncate_text, word_count};
