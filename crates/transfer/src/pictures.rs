//! Pictures that a story has written out in itself (`data:`): they become files of the library, or the story would be sent
//! with all of their bytes to everybody who opens it.

use data_encoding::{BASE64_NOPAD, Specification};
use dateline_media::{Folder, Limits, MediaError, Picture, hash, media_type};
use dateline_model::{Media, MediaId, Millis, Zone};
use percent_encoding::percent_decode_str;

/// What such an address begins with, in any case.
const BEGINNING: &str = "data:image/";
/// Pictures of one story; a text with more of them is none that anybody wrote.
const PICTURES_MAX: usize = 1_000;

/// A story without its written-out pictures.
#[derive(Default)]
pub(crate) struct TakenOut {
    /// The files, each already in its place.
    pub(crate) media: Vec<Media>,
    /// What could not be taken, as a sentence each.
    pub(crate) notes: Vec<String>,
}

/// Takes the pictures out of a story, puts them into `folder` and leads the story to them. The same picture gets the same
/// place at every run, so an import that was killed finds its files again.
pub(crate) fn take_out(
    html: &mut String,
    published: Millis,
    zone: &Zone,
    folder: &Folder,
) -> Result<TakenOut, MediaError> {
    let mut taken = TakenOut::default();
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, address, after)) = next(rest) {
        if taken.media.len() + taken.notes.len() >= PICTURES_MAX {
            break;
        }
        out.push_str(before);
        match keep(address, published, zone, folder)? {
            Ok(media) => {
                out.push_str(&media.address().unwrap_or_default());
                if !taken.media.iter().any(|known| known.source == media.source) {
                    taken.media.push(media);
                }
            }
            Err(why) => {
                out.push_str(address);
                taken.notes.push(format!("a picture that is written out in the text stays in it: {why}"));
            }
        }
        rest = after;
    }
    if !taken.media.is_empty() {
        out.push_str(rest);
        *html = out;
    }
    Ok(taken)
}

/// The text before the next written-out picture, its address, and the text after it. It ends where what it stands in ends:
/// an attribute, an unquoted one, or the brackets of Markdown and style sheets.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(&text[from..], BEGINNING)?;
        let end_of = |ends: &[char]| text[at..].find(ends).map(|end| at + end);
        let end = match text[..at].chars().next_back() {
            Some('"') => end_of(&['"']),
            Some('\'') => end_of(&['\'']),
            Some('(') => end_of(&[')', ' ', '"']),
            Some('=') => end_of(&['>', ' ', '\n']),
            _ => None,
        };
        match end {
            Some(end) => return Some((&text[..at], &text[at..end], &text[end..])),
            None => from = at + BEGINNING.len(),
        }
    }
}

fn find_ignoring_case(text: &str, what: &str) -> Option<usize> {
    let (text, what) = (text.as_bytes(), what.as_bytes());
    let mut from = 0;
    // Most of a text is no colon, which the beginning has once.
    while let Some(colon) = memchr::memchr(b':', &text[from..]).map(|at| from + at) {
        if let Some(at) = colon.checked_sub(4)
            && text.get(at..at + what.len()).is_some_and(|found| found.eq_ignore_ascii_case(what))
        {
            return Some(at);
        }
        from = colon + 1;
    }
    None
}

/// Puts one picture into its place. The inner error is the picture's, the outer one the disk's.
fn keep(
    address: &str,
    published: Millis,
    zone: &Zone,
    folder: &Folder,
) -> Result<Result<Media, String>, MediaError> {
    let Some(bytes) = decoded(address) else { return Ok(Err("it cannot be read".to_owned())) };
    let source = format!("data:{}", hash(&bytes));
    let picture = match Picture::take(bytes, &Limits::default()) {
        Ok(picture) => picture,
        Err(why) => return Ok(Err(why.to_string())),
    };
    let date = zone.date_of(published);
    let name = &source["data:".len()..][..20];
    let path = format!("images/{:04}/{:02}/{name}.{}", date.year.max(0), date.month, picture.ending());
    if !folder.put(&path, &picture.bytes)? {
        return Ok(Err("another file is in its place".to_owned()));
    }
    Ok(Ok(Media {
        id: MediaId::mint(published),
        media_type: media_type(&path).unwrap_or_default().to_owned(),
        path: Some(path),
        source,
        bytes: picture.bytes.len() as i64,
        width: i64::from(picture.width),
        height: i64::from(picture.height),
        hash: Some(picture.hash),
        colour: picture.colour.map(|colour| colour.to_string()),
        alt: String::new(),
        caption: String::new(),
        credit: picture.credit.or(picture.copyright).unwrap_or_default(),
        licence: String::new(),
        created_at: published,
    }))
}

/// What an address of the scheme `data` (RFC 2397) holds.
fn decoded(address: &str) -> Option<Vec<u8>> {
    let (head, data) = address.split_once(',')?;
    let data = percent_decode_str(data);
    if !head.trim_end().to_ascii_lowercase().ends_with(";base64") {
        // Written with HTML's escapes, as an attribute has them.
        let text = data.decode_utf8().ok()?;
        return Some(text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").into_bytes());
    }
    let letters: Vec<u8> =
        data.filter(|byte| !byte.is_ascii_whitespace()).take_while(|byte| *byte != b'=').collect();
    let mut loose = Specification::new();
    loose.symbols.push_str("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    let loose = loose.encoding().ok()?;
    BASE64_NOPAD.decode(&letters).or_else(|_| loose.decode(&letters)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const DOT: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";

    fn taken(html: &str) -> (String, TakenOut, tempfile::TempDir) {
        let home = tempfile::tempdir().unwrap();
        let mut html = html.to_owned();
        let taken = take_out(&mut html, 1_793_491_200_000, &Zone::utc(), &Folder::new(home.path())).unwrap();
        (html, taken, home)
    }

    #[test]
    fn a_written_out_picture_becomes_a_file() {
        for html in [
            format!("<p>a<img src=\"data:image/png;base64,{DOT}\" alt=\"x\">b</p>"),
            format!("<p>a<img src='DATA:image/png;base64,{DOT}' alt=\"x\">b</p>"),
            format!("<p>a<img src=data:image/png;base64,{DOT} alt=\"x\">b</p>"),
            format!("a ![x](data:image/png;base64,{DOT}) b"),
            format!(
                "a <img src=\"data:image/png;base64,{}\"> b",
                DOT.replace('+', "%2B").replace('=', "%3D")
            ),
            format!("a <img src=\"data:image/png;base64,{}\n{}\"> b", &DOT[..20], &DOT[20..]),
        ] {
            let (text, taken, home) = taken(&html);
            assert_eq!((taken.media.len(), taken.notes.len()), (1, 0), "{html}");
            let path = taken.media[0].path.clone().unwrap();
            assert!(text.contains(&format!("/content/{path}")) && !text.contains("base64"), "{text}");
            assert!(text.contains('a') && text.contains('b'), "{text}");
            assert!(home.path().join(path).is_file());
        }
    }

    #[test]
    fn one_picture_twice_is_one_file() {
        let one = format!("<img src=\"data:image/png;base64,{DOT}\">");
        let (text, taken, _home) = taken(&format!("{one}{one}"));
        assert_eq!((taken.media.len(), text.matches("/content/").count()), (1, 2));
    }

    #[test]
    fn what_is_no_picture_stays_and_is_told() {
        for html in [
            "<img src=\"data:image/png;base64,AAAA\">",
            "<img src=\"data:image/png;base64,!!!\">",
            "<img src=\"data:image/png\">",
        ] {
            let (text, taken, _home) = taken(html);
            assert_eq!((text.as_str(), taken.media.len(), taken.notes.len()), (html, 0, 1));
        }
        for html in ["a data:image/png;base64,AAAA b", "data:", ":", "<img src=\"data:image/png;base64,AAAA"]
        {
            let (text, taken, _home) = taken(html);
            assert_eq!((text.as_str(), taken.media.len(), taken.notes.len()), (html, 0, 0));
        }
    }
}
