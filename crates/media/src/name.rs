//! Names of files: what somebody's computer calls them, made fit for an address.

use any_ascii::any_ascii;

/// The most characters before the ending.
const STEM_CHARS_MAX: usize = 80;

/// A name that needs no escaping in an address and no care on a disk: letters, digits, `-` and `_`, one dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    stem: String,
    ending: String,
}

impl FileName {
    /// Makes a name out of one that was sent; folders before it are left away. `ending` has no dot and replaces the one that was sent.
    pub fn new(sent: &str, ending: &str) -> Self {
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let before = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let mut stem = String::new();
        for letter in any_ascii(before).chars() {
            let letter = if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
            if letter != '-' || !(stem.is_empty() || stem.ends_with('-')) {
                stem.push(letter);
            }
            if stem.len() == STEM_CHARS_MAX {
                break;
            }
        }
        let stem = stem.trim_end_matches('-');
        let stem = if stem.is_empty() { "file" } else { stem }.to_owned();
        Self { stem, ending: ending.to_ascii_lowercase() }
    }

    /// What a file of this name is served as; `None` when it is not.
    pub fn media_type(&self) -> Option<&'static str> {
        crate::media_type(&self.plain())
    }

    /// The name itself.
    pub(crate) fn plain(&self) -> String {
        format!("{}.{}", self.stem, self.ending)
    }

    /// The name that is tried when others were taken: `bridge-1.jpg`.
    pub(crate) fn numbered(&self, number: u32) -> String {
        format!("{}-{number}.{}", self.stem, self.ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_fit_for_an_address() {
        for (sent, name) in [
            ("bridge.JPG", "bridge.png"),
            ("Größe & Äpfel (2).jpg", "Grosse-Apfel-2.png"),
            ("../../etc/passwd", "passwd.png"),
            ("C:\\fotos\\a_b.jpeg", "a_b.png"),
            ("новости.jpg", "novosti.png"),
            (".htaccess", "file.png"),
            ("", "file.png"),
            ("a.php.jpg", "a-php.png"),
            ("\u{202e}gpj.exe", "gpj.png"),
        ] {
            assert_eq!(FileName::new(sent, "PNG").plain(), name, "{sent}");
        }
        assert_eq!(FileName::new(&"x".repeat(500), "gif").plain().len(), STEM_CHARS_MAX + 4);
    }
}
