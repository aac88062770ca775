use dateline_media::{Attachment, Kind, MediaError};

fn take(name: &str, bytes: &[u8]) -> Result<Attachment, MediaError> {
    Attachment::take(name, bytes.to_vec(), 1_000)
}

#[test]
fn documents_are_taken_when_content_and_name_agree() {
    assert_eq!(take("report.pdf", b"%PDF-1.7 ...").unwrap().kind, Kind::Pdf);
    assert!(take("figures.csv", b"a,b\n1,2\n").is_ok());
    assert!(take("book.epub", b"PK\x03\x04...").is_ok());
    for (name, bytes) in [
        ("report.pdf", &b"PK\x03\x04"[..]),
        ("notes.txt", b"GIF89a"),
        ("notes.txt", b"%PDF-1.7"),
        ("song.mp3", b"RIFF\0\0\0\0WAVE"),
        ("book.epub", b"<html>"),
    ] {
        assert!(matches!(take(name, bytes), Err(MediaError::Mismatch(_))), "{name}");
    }
}

#[test]
fn what_a_browser_would_run_is_not_taken() {
    for name in ["page.html", "a.js", "a.svg", "a.php", "a", "a.pdf.exe", "photo.jpg", ""] {
        assert!(matches!(take(name, b"x"), Err(MediaError::NotServed(_))), "{name}");
    }
}

#[test]
fn sound_and_film_are_told_by_their_content() {
    let playable = |name: &str, bytes: &[u8]| Attachment::take_playable(name, bytes.to_vec(), 1_000);
    assert!(playable("a.mp3", b"ID3\x04").is_ok());
    assert!(playable("a.webm", b"\x1a\x45\xdf\xa3").is_ok());
    assert!(matches!(playable("a.mp4", b"<html>"), Err(MediaError::NotPlayable)));
    assert!(matches!(playable("a.pdf", b"%PDF-"), Err(MediaError::NotPlayable)));
}

#[test]
fn a_file_has_at_most_the_bytes_allowed() {
    assert!(take("a.txt", &[b'x'; 1_000]).is_ok());
    assert!(matches!(
        take("a.txt", &[b'x'; 1_001]),
        Err(MediaError::TooManyBytes { bytes: 1_001, max: 1_000 })
    ));
    assert!(matches!(take("a.txt", b""), Err(MediaError::Empty)));
}
