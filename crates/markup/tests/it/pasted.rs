//! A teaser the old theme left in front of the story.

use dateline_markup::{MIN_PASTED_CHARS, pasted_teaser};

const LEAD: &str = "The harbour bridge was opened again on Tuesday after";
const STORY: &str =
    "<p>The harbour bridge was opened again on Tuesday after eleven months of repairs.</p><p>More.</p>";

#[test]
fn a_pasted_teaser_goes_and_is_reported() {
    for head in [
        format!("<p>{LEAD}…</p>"),
        format!("<div>{LEAD}...</div>\n<br>"),
        format!("{LEAD} …<br><br>"),
        format!("<p>{}...</p>", LEAD.replace(' ', "\n ")),
    ] {
        let found = pasted_teaser(&format!("{head}{STORY}")).unwrap();
        assert_eq!(found.html, STORY, "{head}");
        assert!(found.removed_text.starts_with("The harbour bridge"));
    }
}

#[test]
fn in_doubt_nothing_goes() {
    for html in [
        STORY.to_owned(),
        format!("<p>{LEAD}</p>{STORY}"),
        format!("<p>{LEAD}....</p>{STORY}"),
        format!("<p>{LEAD} some…</p>{STORY}"),
        format!("<p>{LEAD}…</p>"),
        format!("<p>{LEAD}…</p><p>{LEAD}…</p>"),
        format!("<p><img src=\"/a.jpg\">{LEAD}…</p>{STORY}"),
        format!("<p>{LEAD}… <a href=\"/x\">Read more</a></p>{STORY}"),
        format!("<p>{LEAD}…</p><p>Between.</p>{STORY}"),
        "<p>The bridge…</p><p>The bridge was opened.</p>".to_owned(),
        String::new(),
    ] {
        assert_eq!(pasted_teaser(&html), None, "{html}");
    }
}

#[test]
fn forty_characters_are_enough_and_one_less_is_not() {
    let story = |n: usize| format!("<p>{0}…</p><p>{0} and on.</p>", "x".repeat(n));
    assert!(pasted_teaser(&story(MIN_PASTED_CHARS)).is_some());
    assert_eq!(pasted_teaser(&story(MIN_PASTED_CHARS - 1)), None);
}
