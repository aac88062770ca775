//! Shortcodes: `[gallery ids="1,2"]`, `[caption]…[/caption]`. Those that are known become HTML; others stay in the text as they
//! are written and are told.

use std::collections::{BTreeMap, HashMap};

use super::builder;
use super::known::html_of;
use crate::player::escaped;
use crate::record::Attachment;

/// The most shortcodes of one text that are looked at.
const CODES_MAX: usize = 10_000;
/// The most bytes of an opening bracket, and of a shortcode that is only shown.
const LONGEST: usize = 4_000;

/// Shortcodes in whose place the old server put something that an export does not hold: forms, sliders, parts of a shop,
/// tables and galleries that plug-ins keep elsewhere, lists of stories.
const FILLED: [&str; 75] = [
    "contact-form-7",
    "contact-form",
    "contact_form",
    "contact-field",
    "gravityform",
    "gravityforms",
    "ninja_form",
    "ninja_forms",
    "ninja_forms_display_form",
    "wpforms",
    "formidable",
    "caldera_form",
    "fluentform",
    "forminator_form",
    "mc4wp_form",
    "mailpoet_form",
    "wysija_form",
    "newsletter_form",
    "jetpack_subscription_form",
    "subscribe2",
    "adsense",
    "adrotate",
    "rev_slider",
    "layerslider",
    "metaslider",
    "smartslider3",
    "soliloquy",
    "masterslider",
    "woocommerce_cart",
    "woocommerce_checkout",
    "woocommerce_my_account",
    "woocommerce_order_tracking",
    "recent_products",
    "featured_products",
    "product_category",
    "product_categories",
    "add_to_cart",
    "download_checkout",
    "download_history",
    "purchase_link",
    "edd_receipt",
    "nggallery",
    "ngg",
    "ngg_images",
    "singlepic",
    "slideshow_deploy",
    "foogallery",
    "envira-gallery",
    "modula",
    "ess_grid",
    "the_grid",
    "display-posts",
    "catlist",
    "recent-posts",
    "recent_posts",
    "wp_sitemap_page",
    "sharethis",
    "bbp-forum-index",
    "tribe_events",
    "give_form",
    "fl_builder_insert_layout",
    "thrive_leads",
    "toc",
    "ez-toc",
    "lwptoc",
    "tableofcontents",
    "powerpress",
    "display_podcast",
    "tweetmeme",
    "addtoany",
    "print_link",
    "recaptcha",
    "wp-polls",
    // Those that name files by numbers which the export does not have.
    "gallery",
    "playlist",
];
/// Shortcodes whose content only members saw, or those who had paid or knew a password.
const FOR_MEMBERS: [&str; 35] = [
    "access",
    "arm_restrict_content",
    "content_protector",
    "content-protector",
    "hidepost",
    "if_logged_in",
    "ihc-hide-content",
    "is_logged_in",
    "is_user_logged_in",
    "logged_in",
    "logged-in",
    "loggedin",
    "member_only",
    "memberonly",
    "members_logged_in",
    "members_only",
    "members-only",
    "membership",
    "mepr-active",
    "mepr-show",
    "passster",
    "paywall",
    "ppwp",
    "private",
    "protected",
    "rcp_restrict",
    "restrict",
    "restrict_content",
    "restricted",
    "s2if",
    "swpm_protected",
    "um_loggedin",
    "um_show_content",
    "wcm_restrict",
    "wlm_private",
];
/// The same under names that are words as well, so that only one with attributes is meant.
const FILLED_WORDS: [&str; 10] =
    ["table", "products", "product", "poll", "ad", "ads", "archives", "download", "portfolio", "newsletter"];

/// A shortcode with its attributes.
pub(super) struct Code<'a> {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// Attributes without a name.
    pub(super) bare: Vec<String>,
    /// What stands between it and its end, when it has one.
    pub(super) content: Option<&'a str>,
    /// Bytes of all of it.
    pub(super) length: usize,
    /// Bytes of its opening bracket.
    opening: usize,
}

impl Code<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Where shortcodes end, each name looked for once: a text may open the same one thousands of times.
pub(super) struct Ends<'a> {
    text: &'a str,
    /// The next end by name, as it was last found; `None` when there is no more.
    known: HashMap<&'a str, Option<usize>>,
}

impl<'a> Ends<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, known: HashMap::new() }
    }

    /// Where `[/name]` begins, at `from` or later.
    fn after(&mut self, name: &'a str, from: usize) -> Option<usize> {
        match self.known.get(name) {
            Some(None) => return None,
            Some(Some(at)) if *at >= from => return Some(*at),
            _ => {}
        }
        let found = self.text[from..].find(&format!("[/{name}]")).map(|at| from + at);
        self.known.insert(name, found);
        found
    }
}

/// What became of the shortcodes of a text.
pub(super) struct Rendered {
    pub(super) html: String,
    /// Those that nobody knows, with how often.
    pub(super) unknown: BTreeMap<String, usize>,
    /// Those of page builders that were taken off.
    pub(super) layout: usize,
    /// Those of themes that were taken off, with how often.
    pub(super) themes: BTreeMap<String, usize>,
    /// Those that the old server filled, with how often.
    pub(super) filled: BTreeMap<String, usize>,
    /// Those whose content not every reader saw, with how often.
    pub(super) hidden: BTreeMap<String, usize>,
}

/// Renders the shortcodes of `text`.
pub(super) fn render(text: &str, attachments: &[Attachment]) -> Rendered {
    let mut rendered = Rendered {
        html: String::with_capacity(text.len()),
        unknown: BTreeMap::new(),
        layout: 0,
        themes: BTreeMap::new(),
        filled: BTreeMap::new(),
        hidden: BTreeMap::new(),
    };
    // Those of themes that wait for their ends: their names are words, too.
    let mut waiting: HashMap<String, usize> = HashMap::new();
    let mut ends = Ends::of(text);
    let mut rest = text;
    let mut left = CODES_MAX;
    while let Some(at) = rest.find('[').filter(|_| left > 0) {
        rendered.html.push_str(&rest[..at]);
        rest = &rest[at..];
        left -= 1;
        // `[[name]]` is the author's way to show a shortcode.
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        if let Some((shown, _)) = near.strip_prefix("[[").and_then(|inner| inner.split_once("]]"))
            && is_name(shown.split([' ', ']', '/']).next().unwrap_or_default())
        {
            rendered.html.push_str(&escaped(&format!("[{shown}]")));
            rest = &rest[shown.len() + 4..];
            continue;
        }
        if let Some(name) = end_name(near)
            && is_taken_off(name, &mut waiting)
        {
            rendered.html.push_str(builder::end_of(name));
            rest = &rest[name.len() + 3..];
            continue;
        }
        let Some(code) = parse(rest, &mut ends) else {
            rendered.html.push('[');
            rest = &rest[1..];
            continue;
        };
        if is_hidden(&code) {
            rest = &rest[code.length..];
            *rendered.hidden.entry(code.name).or_default() += 1;
            continue;
        }
        if let Some(html) = html_of(&code, attachments) {
            rendered.html.push_str(&html);
            rest = &rest[code.length..];
            continue;
        }
        if builder::is_builders(&code.name) {
            let (html, is_whole) = builder::html(&code, attachments);
            rendered.layout += 1;
            rendered.html.push_str(&html);
            rest = &rest[if is_whole { code.length } else { code.opening }..];
            continue;
        }
        if is_filled(&code) {
            // A form stands between brackets whole; what others enclose is words.
            let is_form = code.name.starts_with("contact");
            rest = &rest[if is_form { code.length } else { code.opening }..];
            *rendered.filled.entry(code.name).or_default() += 1;
            continue;
        }
        // Of the names alone, which are words, only those of gaps and lines are meant, on a line of their own.
        let is_alone = || {
            builder::is_gap(&code.name)
                && rendered.html.trim_end_matches([' ', '\t']).ends_with('\n')
                && rest[code.length..].trim_start_matches([' ', '\t']).starts_with('\n')
        };
        if builder::is_themes(&code.name)
            && (!code.attributes.is_empty() || code.content.is_some() || is_alone())
        {
            let (html, is_whole) = builder::html(&code, attachments);
            rendered.html.push_str(&html);
            rest = &rest[if is_whole { code.length } else { code.opening }..];
            if !is_whole && code.content.is_some() {
                *waiting.entry(code.name.clone()).or_default() += 1;
            }
            *rendered.themes.entry(code.name).or_default() += 1;
            continue;
        }
        if looks_meant(&code) {
            *rendered.unknown.entry(code.name).or_default() += 1;
        }
        rendered.html.push('[');
        rest = &rest[1..];
    }
    rendered.html.push_str(rest);
    rendered
}

/// The name of the end of a shortcode that `rest` begins with.
fn end_name(rest: &str) -> Option<&str> {
    let name = rest.strip_prefix("[/")?.split(']').next()?;
    is_name(name).then_some(name)
}

/// Whether the end of a shortcode goes, since its beginning did.
fn is_taken_off(name: &str, waiting: &mut HashMap<String, usize>) -> bool {
    if builder::is_builders(name) || FILLED.contains(&name) {
        return true;
    }
    let Some(left) = waiting.get_mut(name).filter(|left| **left > 0) else { return false };
    *left -= 1;
    true
}

/// Whether not every reader saw what a shortcode encloses. Paid Memberships Pro shows to strangers what is for level 0, or for
/// all but a level.
fn is_hidden(code: &Code<'_>) -> bool {
    let is_for_strangers = ["level", "levels"]
        .iter()
        .any(|name| code.get(name).is_some_and(|level| level.starts_with(['0', '-'])));
    code.content.is_some() && FOR_MEMBERS.contains(&code.name.as_str()) && !is_for_strangers
}

/// Whether the old server put something in the place of a shortcode.
fn is_filled(code: &Code<'_>) -> bool {
    let name = code.name.as_str();
    let is_word = FILLED_WORDS.contains(&name);
    FILLED.contains(&name) || is_word && !code.attributes.is_empty() && code.content.is_none()
}

/// Whether an unknown name in brackets is a shortcode and not `[sic]` or `a[i]`.
fn looks_meant(code: &Code<'_>) -> bool {
    !code.attributes.is_empty()
        || code.content.is_some()
        || has_parts(&code.name)
        || code.bare.iter().any(|word| word.contains("://"))
}

/// Whether a name is made of words, as `my_form` is and `a-z` and `n-1` are not.
fn has_parts(name: &str) -> bool {
    let mut parts = name.split(['_', '-']);
    name.contains(['_', '-']) && parts.all(|part| part.len() > 1 && !part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_name(name: &str) -> bool {
    (2..=40).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Reads the shortcode that `rest` begins with.
pub(super) fn parse<'a>(rest: &'a str, ends: &mut Ends<'a>) -> Option<Code<'a>> {
    let inner = rest.strip_prefix('[')?;
    let end =
        inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(inner.len());
    let name = &inner[..end];
    if !is_name(name) {
        return None;
    }
    let after = &inner[end..];
    let (attributes, bare, length, is_closed) = attributes(after)?;
    let opening = 1 + end + length;
    let mut code =
        Code { name: name.to_ascii_lowercase(), attributes, bare, content: None, length: opening, opening };
    if !is_closed {
        let here = ends.text.len() - rest.len();
        if let Some(end) = ends.after(name, here + opening) {
            code.content = Some(&rest[opening..end - here]);
            code.length = end - here + name.len() + 3;
        }
    }
    Some(code)
}

/// Attributes up to the closing bracket: named ones, bare ones, the length with the bracket, whether it ends in `/]`.
#[allow(clippy::type_complexity, reason = "the four parts of one opening bracket")]
fn attributes(text: &str) -> Option<(Vec<(String, String)>, Vec<String>, usize, bool)> {
    const MOST: usize = 64;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let (mut named, mut bare) = (Vec::new(), Vec::new());
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let used = text.len() - rest.len();
        if named.len() + bare.len() > MOST {
            return None;
        }
        if rest.starts_with(']') {
            return Some((named, bare, used + 1, false));
        }
        if rest.starts_with("/]") {
            return Some((named, bare, used + 2, true));
        }
        // `[youtube=http://…]` of WordPress.com.
        let word_end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | ']' | '"' | '\'' | '[' | '<'))?;
        // An address may hold signs that part attributes: `[youtube https://…?v=…]`.
        if rest[..word_end].contains("://") {
            let (address, tail) = rest.split_at(rest.find(|c: char| c.is_whitespace() || c == ']')?);
            bare.push(address.to_owned());
            rest = tail;
            continue;
        }
        let word = &rest[..word_end];
        let after = &rest[word_end..];
        if let Some(value) = after.strip_prefix('=') {
            let (value, tail) = value_of(value)?;
            if word.is_empty() {
                bare.push(value);
            } else {
                named.push((word.to_ascii_lowercase(), value));
            }
            rest = tail;
        } else if after.starts_with(['"', '\'']) && word.is_empty() {
            let (value, tail) = value_of(after)?;
            bare.push(value);
            rest = tail;
        } else if word.is_empty() {
            return None;
        } else {
            bare.push(word.to_owned());
            rest = after;
        }
    }
}

/// A value in quotes, straight or curly, or a word.
fn value_of(text: &str) -> Option<(String, &str)> {
    let first = text.chars().next()?;
    let close = match first {
        '"' => '"',
        '\'' => '\'',
        '“' | '”' | '″' => {
            let inner = &text[first.len_utf8()..];
            let end = inner.find(['”', '″', '“'])?;
            let tail = &inner[end..];
            return Some((inner[..end].to_owned(), &tail[tail.chars().next()?.len_utf8()..]));
        }
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || c == ']')?;
            return Some((text[..end].to_owned(), &text[end..]));
        }
    };
    let inner = &text[1..];
    let end = inner.find(close)?;
    Some((inner[..end].to_owned(), &inner[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, html: &str) {
        assert_eq!(render(text, &[]).html.trim(), html, "{text}");
    }

    fn file(id: &str) -> Attachment {
        Attachment {
            id: id.to_owned(),
            url: format!("http://a.example/{id}.jpg"),
            alt: id.to_owned(),
            ..Attachment::default()
        }
    }

    #[test]
    fn a_caption_becomes_a_figure_in_its_old_and_its_new_form() {
        check(
            "[caption id=\"a\" align=\"alignleft\" width=\"300\"]<a href=\"x\"><img src=\"y\" /></a> The <em>quay</em>[/caption]",
            "<figure class=\"kg-card kg-image-card kg-card-hascaption alignleft\"><a href=\"x\"><img src=\"y\" /></a><figcaption>The <em>quay</em></figcaption></figure>",
        );
        check(
            "[caption caption='The quay']<img src=\"y\">[/caption]",
            "<figure class=\"kg-card kg-image-card kg-card-hascaption\"><img src=\"y\"><figcaption>The quay</figcaption></figure>",
        );
    }

    #[test]
    fn the_words_below_a_picture_may_hold_a_link() {
        check(
            "[caption width=\"300\"]<img src=\"y\" /> Seen from <a href=\"z\">the quay</a> [sic][/caption]",
            "<figure class=\"kg-card kg-image-card kg-card-hascaption\"><img src=\"y\" /><figcaption>Seen from <a href=\"z\">the quay</a> [sic]</figcaption></figure>",
        );
    }

    #[test]
    fn what_only_members_saw_is_left_out_and_told() {
        let text = "a [members_only]b[/members_only] c [private role=\"editor\"]d[/private] [membership level=\"0\"]e[/membership] [private] f";
        let rendered = render(text, &[]);
        assert_eq!(rendered.html, "a  c  [membership level=\"0\"]e[/membership] [private] f");
        assert_eq!((rendered.hidden["members_only"], rendered.hidden["private"]), (1, 1));
        assert_eq!(rendered.unknown["membership"], 1);
    }

    #[test]
    fn a_gallery_without_files_is_left_out_and_told() {
        let rendered = render("a [gallery] b [gallery ids=\"1,2\"] c [playlist ids=\"3\"]", &[]);
        assert_eq!(rendered.html, "a  b  c ");
        assert_eq!((rendered.filled["gallery"], rendered.filled["playlist"]), (2, 1));
    }

    #[test]
    fn a_sound_is_heard_whatever_its_player_was_called() {
        for text in [
            "[sc_player file=\"http://a.example/owl.mp3\" autoplay=\"no\"]",
            "[zoomsounds source='http://a.example/owl.mp3'][/zoomsounds]",
            "[hear http://a.example/owl.mp3]",
        ] {
            let rendered = render(text, &[]);
            assert!(
                rendered
                    .html
                    .contains("<audio controls preload=\"metadata\" src=\"http://a.example/owl.mp3\">"),
                "{text}"
            );
            assert!(rendered.unknown.is_empty(), "{text}");
        }
        let words = "[listen file=\"http://a.example/owl.mp3\"]The owl[/listen]";
        assert_eq!(render(words, &[]).unknown["listen"], 1);
    }

    #[test]
    fn what_stands_elsewhere_can_be_played_or_followed() {
        for (text, address) in [
            ("[audio:http://a.example/owl.mp3]", "src=\"http://a.example/owl.mp3\""),
            ("[tweet 1234567890]", "href=\"https://twitter.com/i/web/status/1234567890\""),
            ("[gist id=12ab]", "href=\"https://gist.github.com/12ab\""),
            ("[archiveorg owls-2]", "src=\"https://archive.org/embed/owls-2\""),
            ("[spotify id=\"spotify:track:1a\"]", "src=\"https://open.spotify.com/embed/track/1a\""),
            ("[iframe src=\"//a.example/map\" width=\"1\"]", "href=\"https://a.example/map\""),
            ("[embedyt] https://youtu.be/dQw4w9WgXcQ[/embedyt]", "nocookie.com/embed/dQw4w9WgXcQ"),
            ("[su_youtube url=\"https://youtu.be/dQw4w9WgXcQ\"]", "nocookie.com/embed/dQw4w9WgXcQ"),
        ] {
            let rendered = render(text, &[]);
            assert!(rendered.html.contains(address), "{text}: {}", rendered.html);
            assert!(rendered.unknown.is_empty(), "{text}");
        }
        for text in ["[tweet of the day]", "[gist \"a b\"]", "[archiveorg]"] {
            assert_eq!(render(text, &[]).html, text);
        }
    }

    #[test]
    fn program_text_of_other_plug_ins_is_program_text() {
        check(
            "[crayon lang=\"sh\"]\na &lt; b\n\nc\n[/crayon]",
            "<pre><code class=\"language-sh\">a &lt; b\n\nc</code></pre>",
        );
        check("[cc]\nx\n[/cc]", "<pre><code>x</code></pre>");
        check("[cce lang=\"diff\"]\n- a\n[/cce]", "<pre><code class=\"language-diff\">- a</code></pre>");
        check("[ccnLe_php]\na[i];\n[/ccnLe_php]", "<pre><code class=\"language-php\">a[i];</code></pre>");
        assert_eq!(
            render("[ccp]\nx\n[/ccp] [cctv]a[/cctv]", &[]).unknown.into_keys().collect::<Vec<_>>(),
            ["cctv"]
        );
        check("so [cci]a<b[/cci] it is", "so <code>a&lt;b</code> it is");
    }

    #[test]
    fn a_gallery_shows_the_pictures_it_names_in_their_order() {
        let html = render("[gallery ids=\"2, 1,9\" columns=\"2\"]", &[file("1"), file("2"), file("3")]).html;
        let (first, second) = (html.find("2.jpg"), html.find("1.jpg"));
        assert!(first.is_some() && first < second && !html.contains("3.jpg"), "{html}");
        assert!(render("[gallery]", &[file("1")]).html.contains("1.jpg"));
        assert_eq!(render("[gallery ids=\"7\"]", &[]).filled.into_keys().collect::<Vec<_>>(), ["gallery"]);
    }

    #[test]
    fn players_and_program_texts_are_rendered() {
        assert!(
            render("[youtube=http://www.youtube.com/watch?v=dQw4w9WgXcQ&w=640]", &[])
                .html
                .contains("<iframe")
        );
        assert!(
            render("[youtube https://www.youtube.com/watch?v=dQw4w9WgXcQ&w=640]", &[])
                .html
                .contains("<iframe")
        );
        assert!(render("[embed]https://vimeo.com/76979871[/embed]", &[]).html.contains("<iframe"));
        check(
            "[audio mp3=\"http://a.example/x.mp3\"][/audio]",
            "<figure class=\"kg-card kg-audio-card\"><audio controls preload=\"metadata\" src=\"http://a.example/x.mp3\"></audio></figure>",
        );
        check(
            "[sourcecode language='php']\n<?php echo \"[b]\" && 1;\n[/sourcecode]",
            "<pre><code class=\"language-php\">&lt;?php echo &quot;[b]&quot; &amp;&amp; 1;</code></pre>",
        );
    }

    #[test]
    fn thousands_of_openings_and_one_end_are_read_in_one_go() {
        let text = format!("{}[/glow]", "[glow a=\"1\"][[gallery [b c=\"".repeat(CODES_MAX));
        let rendered = render(&text, &[]);
        assert_eq!(rendered.html, text);
        assert!(rendered.unknown.contains_key("glow"));
    }

    #[test]
    fn of_page_builders_the_words_and_pictures_stay() {
        let text = "[vc_row][vc_column width=\"1/2\"][vc_custom_heading text=\"The quay\"][vc_column_text]It <b>fell</b>.[/vc_column_text][vc_single_image image=\"7\"][vc_btn title=\"More\" link=\"url:https%3A%2F%2Fa.example%2Fx|title:x\"][vc_raw_html]JTNDaSUzRXglM0MlMkZpJTNF[/vc_raw_html][/vc_column][/vc_row]";
        let rendered = render(text, &[file("7")]);
        let parts: Vec<&str> = rendered.html.split_whitespace().collect();
        assert_eq!(
            parts.join(" "),
            "<h3>The quay</h3> It <b>fell</b>. <figure class=\"kg-card kg-image-card\"><img src=\"http://a.example/7.jpg\" alt=\"7\"></figure> <p><a href=\"https://a.example/x\">More</a></p> <i>x</i>"
        );
        assert!(rendered.unknown.is_empty() && rendered.layout > 5);
        for (text, wanted) in [
            ("[vc_raw_js]JTNDc2NyaXB0JTNF[/vc_raw_js]", ""),
            ("[fusion_code]PGI+Zm9nPC9iPg==[/fusion_code]", "<b>fog</b>"),
            ("[et_pb_code]<i>y</i><!-- [et_pb_line_break_holder] -->z[/et_pb_code]", "<i>y</i> z"),
            (
                "[fusion_imageframe image_id=\"7|full\"]http://a.example/7.jpg[/fusion_imageframe]",
                "<figure class=\"kg-card kg-image-card\"><img src=\"http://a.example/7.jpg\" alt=\"\"></figure>",
            ),
            (
                "[fusion_button link=\"http://a.example/x\"]Go[/fusion_button]",
                "<p><a href=\"http://a.example/x\">Go</a></p>",
            ),
            (
                "[et_pb_cta title=\"C\" button_text=\"Go\" button_url=\"/go\"]Come.[/et_pb_cta]",
                "<h3>C</h3><p><a href=\"/go\">Go</a></p> Come.",
            ),
            (
                "[et_pb_blurb title=\"B\" image=\"http://a.example/b.png\"]Words[/et_pb_blurb]",
                "<h3>B</h3><figure class=\"kg-card kg-image-card\"><img src=\"http://a.example/b.png\" alt=\"\"></figure> Words",
            ),
            (
                "[et_pb_testimonial author=\"Ana\" job_title=\"Editor\"]Said.[/et_pb_testimonial]",
                "<blockquote>Said. <cite>Ana, Editor</cite></blockquote>",
            ),
            (
                "[et_pb_gallery gallery_ids=\"7\" /]",
                "<figure class=\"kg-card kg-image-card\"><img src=\"http://a.example/7.jpg\" alt=\"7\"></figure>",
            ),
        ] {
            let rendered = render(text, &[file("7")]);
            assert_eq!(rendered.html.split_whitespace().collect::<Vec<_>>().join(" "), wanted, "{text}");
        }
        assert!(render("[fusion_youtube id=\"dQw4w9WgXcQ\" /]", &[]).html.contains("<iframe"));
        let divi = "[et_pb_section][et_pb_image src=\"http://a.example/x.png\" alt=\"X\" /][et_pb_text]Words[/et_pb_text][et_pb_button button_url=\"/y\" button_text=\"Go\" /][/et_pb_section]";
        let html = render(divi, &[]).html;
        assert!(
            html.contains("x.png")
                && html.contains("Words")
                && html.contains("<a href=\"/y\">Go</a>")
                && !html.contains('['),
            "{html}"
        );
    }

    #[test]
    fn what_themes_laid_out_keeps_its_words_and_forms_are_told() {
        let text = "[one_half]Left[/one_half][one_half_last]Right[/one_half_last]\n[button link=\"/x\"]More[/button] [dropcap]O[/dropcap]nce [pullquote]Fog.[/pullquote]\n[hr]\nhe turned [left]\n[error]\n[clear] [contact-form-7 id=\"3\"] [table id=2 /] [table]";
        let rendered = render(text, &[]);
        let parts: Vec<&str> = rendered.html.split_whitespace().collect();
        assert_eq!(
            parts.join(" "),
            "Left Right <p><a href=\"/x\">More</a></p> Once <blockquote>Fog.</blockquote> <hr> he turned [left] [error] [clear] [table]"
        );
        assert_eq!(rendered.filled.into_keys().collect::<Vec<_>>(), ["contact-form-7", "table"]);
        assert_eq!(rendered.themes.len(), 6);
        let boxes = "[note title=\"Tides\"]High.[/note] [warning]Fog.[/warning] [download url=\"/x.zip\"]The log[/download]";
        let rendered = render(boxes, &[]);
        assert_eq!(
            rendered.html.split_whitespace().collect::<Vec<_>>().join(" "),
            "<h3>Tides</h3> High. Fog. <p><a href=\"/x.zip\">The log</a></p>"
        );
        assert!(rendered.unknown.is_empty());
        // Who was taken off is named once for every opening, and a bracket of prose is left alone.
        assert_eq!(render("so [/quote] it is", &[]).html, "so [/quote] it is");
    }

    #[test]
    fn what_players_of_old_were_given_can_be_heard_and_seen() {
        for (text, wanted) in [
            (
                "[dewplayer:http://a.example/x.mp3]",
                "<audio controls preload=\"metadata\" src=\"http://a.example/x.mp3\">",
            ),
            (
                "[flv:http://a.example/x.mp4 480 360]",
                "<video controls preload=\"metadata\" src=\"http://a.example/x.mp4\">",
            ),
            ("[vimeo clip_id=\"76979871\"]", "player.vimeo.com/video/76979871"),
            ("[slideshare id=53&doc=owls-1]", "href=\"https://www.slideshare.net/slideshow/embed_code/53\""),
            ("[scribd id=39 key=key-3 mode=list]", "href=\"https://www.scribd.com/doc/39\""),
            ("[polldaddy poll=406]", "href=\"https://poll.fm/406\""),
            (
                "[bandcamp width=350 album=12 size=large]",
                "href=\"https://bandcamp.com/EmbeddedPlayer/album=12/\"",
            ),
            ("[pdf-embedder url=\"http://a.example/x.pdf\"]", "href=\"http://a.example/x.pdf\""),
            (
                "[kml_flashembed movie=\"http://www.youtube.com/v/dQw4w9WgXcQ\" width=\"4\" /]",
                "nocookie.com/embed/dQw4w9WgXcQ",
            ),
            ("[soundcloud url=\"https://api.soundcloud.com/tracks/7\" /]", "w.soundcloud.com/player/"),
            ("[bash]ls -l[/bash]", "<code class=\"language-bash\">ls -l</code>"),
        ] {
            let rendered = render(text, &[]);
            assert!(rendered.html.contains(wanted), "{text}: {}", rendered.html);
            assert!(rendered.unknown.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_gallery_of_all_files_shows_pictures_alone() {
        let with = |id: &str, ending: &str| Attachment {
            url: format!("http://a.example/{id}.{ending}"),
            ..file(id)
        };
        let files = [file("1"), with("2", "pdf"), with("3", "mp3")];
        let html = render("[gallery]", &files).html;
        assert!(html.contains("1.jpg") && !html.contains("2.pdf") && !html.contains("3.mp3"), "{html}");
        let html = render("[playlist]", &files).html;
        assert!(
            html.contains("<audio controls src=\"http://a.example/3.mp3\"") && !html.contains("1.jpg"),
            "{html}"
        );
        assert!(
            render("[gallery ids=\"2\"]", &files).html.contains("<a href=\"http://a.example/2.pdf\">2</a>")
        );
    }

    #[test]
    fn unknown_ones_stay_in_the_text_and_are_told() {
        let text =
            "He said [sic] a[i] [a-z] [n-1] [my_form] [my-thing id=\"3\"] and [glow]x[/glow] [box] [1] [";
        let rendered = render(text, &[]);
        assert_eq!(rendered.html, text);
        assert_eq!(rendered.unknown.into_keys().collect::<Vec<_>>(), ["glow", "my-thing", "my_form"]);
        check("write [[gallery]] so", "write [gallery] so");
    }
}
