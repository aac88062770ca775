//! How each language writes dates where a theme asks for its own order: Moment's `L` to `LLLL` and `LT`.
//!
//! The small letters `l` to `llll` follow from these: names are shortened, and numbers have no leading zeros. A
//! language that is not here is written in CLDR's order.

/// The orders of one language.
pub(super) struct Orders {
    /// Tags that have them, in lower case.
    tags: &'static [&'static str],
    /// Hours and minutes.
    pub(super) time: &'static str,
    /// A date in numbers.
    pub(super) short: &'static str,
    /// A date with the month's name.
    pub(super) long: &'static str,
    /// What stands between date and time.
    pub(super) joint: &'static str,
    /// The weekday before the date (or the whole, where it holds the date as `LL`).
    pub(super) weekday: &'static str,
}

const CLOCK: &str = "HH:mm";
const HALF_DAYS: &str = "h:mm A";

const fn orders(
    tags: &'static [&'static str],
    time: &'static str,
    short: &'static str,
    long: &'static str,
    joint: &'static str,
    weekday: &'static str,
) -> Orders {
    Orders { tags, time, short, long, joint, weekday }
}

const COMMA: &str = "dddd, LL";
const BLANK: &str = "dddd LL";

const TABLE: [Orders; 43] = [
    orders(&["en", "en-us", "en-ph"], HALF_DAYS, "MM/DD/YYYY", "MMMM D, YYYY", " ", COMMA),
    orders(&["en-au", "en-nz", "en-in", "en-sg"], HALF_DAYS, "DD/MM/YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["en-ca"], HALF_DAYS, "YYYY-MM-DD", "MMMM D, YYYY", " ", COMMA),
    orders(&["en-gb", "en-ie", "en-za", "en-150"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["de", "hr", "is"], CLOCK, "DD.MM.YYYY", "D. MMMM YYYY", " ", COMMA),
    orders(&["cs", "sk"], CLOCK, "DD.MM.YYYY", "D. MMMM YYYY", " ", BLANK),
    orders(&["et"], CLOCK, "DD.MM.YYYY", "D. MMMM YYYY", " ", COMMA),
    orders(&["sl"], CLOCK, "DD. MM. YYYY", "D. MMMM YYYY", " ", COMMA),
    orders(&["sr", "bs"], CLOCK, "D. M. YYYY.", "D. MMMM YYYY.", " ", COMMA),
    orders(&["da"], CLOCK, "DD.MM.YYYY", "D. MMMM YYYY", " ", "dddd [d.] LL [kl.] LT"),
    orders(&["nb", "nn", "no"], CLOCK, "DD.MM.YYYY", "D. MMMM YYYY", " [kl.] ", BLANK),
    orders(&["fi"], "HH.mm", "DD.MM.YYYY", "D. MMMM YYYY", ", [klo] ", COMMA),
    orders(&["sv"], CLOCK, "YYYY-MM-DD", "D MMMM YYYY", " [kl.] ", BLANK),
    orders(&["fr", "it"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", " ", BLANK),
    orders(&["fr-ca"], CLOCK, "YYYY-MM-DD", "D MMMM YYYY", " ", BLANK),
    orders(&["fr-ch"], CLOCK, "DD.MM.YYYY", "D MMMM YYYY", " ", BLANK),
    orders(&["es", "pt", "pt-pt", "gl"], CLOCK, "DD/MM/YYYY", "D [de] MMMM [de] YYYY", " ", COMMA),
    orders(&["pt-br"], CLOCK, "DD/MM/YYYY", "D [de] MMMM [de] YYYY", " [às] ", COMMA),
    orders(&["ca"], CLOCK, "DD/MM/YYYY", "D MMMM [de] YYYY", " [a les] ", BLANK),
    orders(&["eu"], CLOCK, "YYYY-MM-DD", "YYYY[ko] MMMM[ren] D[a]", " ", COMMA),
    orders(&["ro", "pl"], CLOCK, "DD.MM.YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["nl"], CLOCK, "DD-MM-YYYY", "D MMMM YYYY", " ", BLANK),
    orders(&["ru"], CLOCK, "DD.MM.YYYY", "D MMMM YYYY [г.]", ", ", COMMA),
    orders(&["uk"], CLOCK, "DD.MM.YYYY", "D MMMM YYYY [р.]", ", ", COMMA),
    orders(&["bg", "mk"], CLOCK, "D.MM.YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["tr"], CLOCK, "DD.MM.YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["el"], HALF_DAYS, "DD/MM/YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["hu"], CLOCK, "YYYY.MM.DD.", "YYYY. MMMM D.", " ", "LL, dddd LT"),
    orders(&["lv"], CLOCK, "DD.MM.YYYY.", "YYYY. [gada] D. MMMM", ", ", "LL, dddd, LT"),
    orders(&["lt"], CLOCK, "YYYY-MM-DD", "YYYY [m.] MMMM D [d.]", ", ", "LL, dddd, LT [val.]"),
    orders(&["ja"], CLOCK, "YYYY/MM/DD", "YYYY年M月D日", " ", "LL dddd LT"),
    orders(&["ko"], HALF_DAYS_FIRST, "YYYY.MM.DD.", "YYYY년 MMMM D일", " ", "LL dddd LT"),
    orders(
        &["zh", "zh-hans", "zh-cn", "zh-sg"],
        CLOCK,
        "YYYY/MM/DD",
        "YYYY年M月D日",
        "Ah点mm分",
        "LLddddAh点mm分",
    ),
    orders(&["zh-hant", "zh-tw", "zh-hk", "yue"], CLOCK, "YYYY/MM/DD", "YYYY年M月D日", " ", "LLdddd LT"),
    orders(&["ar"], CLOCK, "D/\u{200f}M/\u{200f}YYYY", "D MMMM YYYY", " ", BLANK),
    orders(&["he", "iw"], CLOCK, "DD/MM/YYYY", "D [ב]MMMM YYYY", " ", COMMA),
    orders(&["fa", "ur"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", " ", "dddd، LL"),
    orders(&["hi", "ne"], "A h:mm [बजे]", "DD/MM/YYYY", "D MMMM YYYY", ", ", COMMA),
    orders(&["id", "ms"], "HH.mm", "DD/MM/YYYY", "D MMMM YYYY", " [pukul] ", COMMA),
    orders(&["vi"], CLOCK, "DD/MM/YYYY", "D MMMM [năm] YYYY", " ", COMMA),
    orders(&["th"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", " [เวลา] ", "[วัน]dddd[ที่] LL"),
    orders(&["af", "sq", "cy", "ga", "eo"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", " ", COMMA),
    orders(&["bn", "ta"], CLOCK, "DD/MM/YYYY", "D MMMM YYYY", ", ", COMMA),
];

const HALF_DAYS_FIRST: &str = "A h:mm";

impl Orders {
    /// Those of a language: of its tag, else of the tag without its last part.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let tag = tag.to_ascii_lowercase();
        let mut tag = tag.as_str();
        loop {
            if let Some(orders) = TABLE.iter().find(|orders| orders.tags.contains(&tag)) {
                return Some(orders);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }

    /// Date and time.
    pub(super) fn with_time(&self) -> String {
        // A joint that holds the hour itself needs no time after it.
        let time = if self.joint.contains("mm") { "" } else { self.time };
        format!("{}{}{time}", self.long, self.joint)
    }

    /// Weekday, date and time.
    pub(super) fn full(&self) -> String {
        if self.weekday.contains("mm") || self.weekday.contains("LT") {
            self.weekday.replace("LL", self.long).replace("LT", self.time)
        } else {
            self.weekday.replace("LL", &self.with_time())
        }
    }
}

/// The pattern with short names and without leading zeros.
pub(super) fn shortened(pattern: &str) -> String {
    pattern
        .replace("MMMM", "\u{0}")
        .replace("MM", "M")
        .replace('\u{0}', "MMM")
        .replace("DD", "D")
        .replace("dddd", "ddd")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_without_an_order_of_its_own_has_its_languages() {
        let long = |tag: &str| Orders::of(tag).map(|orders| orders.long);
        assert_eq!(long("de-AT"), Some("D. MMMM YYYY"));
        assert_eq!(long("en"), Some("MMMM D, YYYY"));
        assert_eq!(long("en-GB"), Some("D MMMM YYYY"));
        assert_eq!(long("xx"), None);
    }

    #[test]
    fn small_letters_are_the_same_orders_shortened() {
        assert_eq!(shortened("DD/MM/YYYY"), "D/M/YYYY");
        assert_eq!(shortened("dddd, MMMM D, YYYY h:mm A"), "ddd, MMM D, YYYY h:mm A");
    }
}
