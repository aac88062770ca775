//! A language: month and weekday names, dates as they are written, plural forms, figures.
//!
//! Dates are Gregorian in every language, like the archive's addresses.

mod distance;
mod moment;
mod money;
mod orders;
mod pattern;
mod short;

use std::sync::OnceLock;

use icu::calendar::{Date, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu::datetime::fieldsets::{E, M, Y, YMD, YMDE, YMDT};
use icu::datetime::input::{DateTime, Time};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::{Locale, locale};
use icu::plurals::{PluralCategory, PluralRules};
use jiff::ZonedDateTime;

use pattern::Pattern;
use short::Short;

/// How a date is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// Tuesday 24 November 2026, in the language's own order.
    Full,
    /// 24 November 2026.
    Long,
    /// 24 Nov 2026.
    Medium,
    /// 24 Nov 2026, 10:40.
    Moment,
}

impl DateStyle {
    /// The style of this name, or full.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "long" => Self::Long,
            "medium" => Self::Medium,
            "moment" => Self::Moment,
            _ => Self::Full,
        }
    }
}

/// A language's words for dates and numbers. Dear to make (about a hundred microseconds), so a theme keeps them.
pub struct Language {
    tag: String,
    locale: Locale,
    distances: OnceLock<distance::Distances>,
    months: [String; 12],
    /// Names as they stand in a date: in Russian, of November.
    months_in_dates: [String; 12],
    short_months: [String; 12],
    short_months_in_dates: [String; 12],
    weekdays: [String; 7],
    short_weekdays: [String; 7],
    full: Option<Formatter<Gregorian, YMDE>>,
    long: Option<Formatter<Gregorian, YMD>>,
    medium: Option<Formatter<Gregorian, YMD>>,
    moment: Option<Formatter<Gregorian, YMDT>>,
    month_of_year: Option<Pattern>,
    year: Option<Formatter<Gregorian, Y>>,
    plurals: Option<PluralRules>,
    /// Rules for 1st, 2nd and 3rd; few themes ask.
    ordinals: OnceLock<Option<PluralRules>>,
    decimals: Option<DecimalFormatter>,
    figures: [String; 10],
}

impl std::fmt::Debug for Language {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Language").field(&self.tag).finish()
    }
}

/// The locale whose order dates have. Unicode reads English of no country as that of the United States; who says only
/// "English" is read here as most of its countries write: Thursday 29 March 2012.
fn order_of_dates(locale: &Locale) -> Locale {
    if is_english_alone(locale) { locale!("en-GB") } else { locale.clone() }
}

fn is_english(locale: &Locale) -> bool {
    locale.id.language == locale!("en").id.language
}

/// English of no country.
fn is_english_alone(locale: &Locale) -> bool {
    is_english(locale) && locale.id.region.is_none()
}

/// Whether CLDR has words for it: it names the months of an unknown language `M01` and so on.
fn is_known(locale: &Locale) -> bool {
    let names = Formatter::<Gregorian, M>::try_new(locale.into(), M::long()).ok();
    names.zip(day_of(2026, 1, 1)).is_some_and(|(names, day)| names.format(&day).to_string() != "M01")
}

fn day_of(year: i32, month: u8, day: u8) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(year, month, day).ok()
}

impl Language {
    /// The language of a BCP 47 tag; English where the tag is none.
    pub fn new(tag: &str) -> Self {
        let read = tag.replace('_', "-").parse::<Locale>().ok();
        let locale = read
            .filter(|locale| !locale.id.language.is_unknown() && is_known(locale))
            .unwrap_or(locale!("en"));
        let dates = order_of_dates(&locale);
        let months = |fields: M| {
            let formatter = Formatter::<Gregorian, M>::try_new((&locale).into(), fields).ok();
            std::array::from_fn(|month| {
                let day = day_of(2026, month as u8 + 1, 1);
                formatter
                    .as_ref()
                    .zip(day)
                    .map(|(names, day)| names.format(&day).to_string())
                    .unwrap_or_default()
            })
        };
        let weekdays = |fields: E| {
            let formatter = Formatter::<Gregorian, E>::try_new((&locale).into(), fields).ok();
            std::array::from_fn(|weekday| {
                // 4 January 2026 is a Sunday.
                let day = day_of(2026, 1, weekday as u8 + 4);
                formatter
                    .as_ref()
                    .zip(day)
                    .map(|(names, day)| names.format(&day).to_string())
                    .unwrap_or_default()
            })
        };
        let options = icu::decimal::options::DecimalFormatterOptions::default();
        let decimals = DecimalFormatter::try_new((&locale).into(), options).ok();
        let figures = std::array::from_fn(|figure| match &decimals {
            Some(decimals) => decimals.format_to_string(&Decimal::from(figure)),
            None => figure.to_string(),
        });
        let short = Short::of(&locale.to_string());
        let short_months = short.and_then(Short::months).unwrap_or_else(|| months(M::medium()));
        Self {
            months: months(M::long()),
            months_in_dates: Pattern::month_names(&locale),
            short_months_in_dates: short
                .and_then(Short::months_in_dates)
                .unwrap_or_else(|| short_months.clone()),
            short_months,
            weekdays: weekdays(E::long()),
            short_weekdays: short.and_then(Short::weekdays).unwrap_or_else(|| weekdays(E::short())),
            full: Formatter::try_new((&dates).into(), YMDE::long()).ok(),
            long: Formatter::try_new((&dates).into(), YMD::long()).ok(),
            medium: Formatter::try_new((&dates).into(), YMD::medium()).ok(),
            moment: Formatter::try_new((&dates).into(), YMDT::medium().with_time_precision(MINUTES)).ok(),
            month_of_year: Pattern::of_months(&locale),
            year: Formatter::try_new((&locale).into(), Y::long()).ok(),
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok(),
            ordinals: OnceLock::new(),
            decimals,
            figures,
            tag: locale.to_string(),
            distances: OnceLock::new(),
            locale,
        }
    }

    /// The tag in its canonical spelling.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Name of month 1 to 12, as it stands alone; empty for any other number.
    pub fn month_name(&self, month: u8) -> &str {
        self.months.get(usize::from(month).wrapping_sub(1)).map_or("", String::as_str)
    }

    /// A year, a month of it, or a day, as a heading: `November 2026`.
    pub fn period(&self, year: i16, month: Option<u8>, day: Option<u8>) -> String {
        let Some(date) = day_of(i32::from(year), month.unwrap_or(1), day.unwrap_or(1)) else {
            return year.to_string();
        };
        let text = match (month, day) {
            (None, _) => self.year.as_ref().map(|year| year.format(&date).to_string()),
            (Some(_), None) => self.month_of_year.as_ref().map(|month| month.write(date)),
            (Some(_), Some(_)) => self.long.as_ref().map(|day| day.format(&date).to_string()),
        };
        text.unwrap_or_else(|| year.to_string())
    }

    /// The date written out.
    pub fn date(&self, at: &ZonedDateTime, style: DateStyle) -> String {
        let Some(date) = day_of(i32::from(at.year()), at.month().unsigned_abs(), at.day().unsigned_abs())
        else {
            return String::new();
        };
        let text = match style {
            DateStyle::Full => {
                self.full.as_ref().map(|formatter| self.without_comma(formatter.format(&date).to_string()))
            }
            DateStyle::Long => self.long.as_ref().map(|formatter| formatter.format(&date).to_string()),
            DateStyle::Medium => self.medium.as_ref().map(|formatter| formatter.format(&date).to_string()),
            DateStyle::Moment => self.moment.as_ref().and_then(|formatter| {
                let time = Time::try_new(at.hour().unsigned_abs(), at.minute().unsigned_abs(), 0, 0).ok()?;
                Some(formatter.format(&DateTime { date, time }).to_string())
            }),
        };
        text.unwrap_or_default()
    }

    /// English newspapers that put the day first put nothing between it and the weekday.
    fn without_comma(&self, date: String) -> String {
        match date.split_once(", ") {
            Some((weekday, rest))
                if is_english(&self.locale) && rest.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                format!("{weekday} {rest}")
            }
            _ => date,
        }
    }

    /// A whole number with the language's figures and separators.
    pub fn number(&self, number: i64) -> String {
        match &self.decimals {
            Some(decimals) => decimals.format_to_string(&Decimal::from(number)),
            None => number.to_string(),
        }
    }

    /// `text` with its figures as the language writes them.
    pub fn figures(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter.to_digit(10) {
                Some(figure) => out.push_str(&self.figures[figure as usize]),
                None => out.push(letter),
            }
        }
        out
    }

    /// Whether its figures are not those of ASCII.
    fn has_own_figures(&self) -> bool {
        self.figures[1] != "1"
    }

    /// CLDR's name of the plural form for this number: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub fn plural_form(&self, number: i64) -> &'static str {
        form_of(self.plurals.as_ref(), number)
    }

    /// CLDR's name of the form for a place in an order: in English `one` for 1st and 21st, `two` for 2nd, `few` for 3rd.
    pub fn ordinal_form(&self, number: i64) -> &'static str {
        let rules = || PluralRules::try_new_ordinal((&self.locale).into()).ok();
        form_of(self.ordinals.get_or_init(rules).as_ref(), number)
    }
}

fn form_of(rules: Option<&PluralRules>, number: i64) -> &'static str {
    match rules.map(|rules| rules.category_for(number.unsigned_abs())) {
        Some(PluralCategory::Zero) => "zero",
        Some(PluralCategory::One) => "one",
        Some(PluralCategory::Two) => "two",
        Some(PluralCategory::Few) => "few",
        Some(PluralCategory::Many) => "many",
        Some(PluralCategory::Other) | None => "other",
    }
}

const MINUTES: icu::datetime::options::TimePrecision = icu::datetime::options::TimePrecision::Minute;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn tuesday() -> ZonedDateTime {
        jiff::Timestamp::from_millisecond(1_795_514_400_000).unwrap().in_tz("Europe/Lisbon").unwrap()
    }

    #[test]
    fn a_date_is_written_in_the_papers_language() {
        let full = |tag: &str| Language::new(tag).date(&tuesday(), DateStyle::Full);
        assert_eq!(full("en"), "Tuesday 24 November 2026");
        assert_eq!(full("en-GB"), "Tuesday 24 November 2026");
        assert_eq!(full("en-US"), "Tuesday, November 24, 2026");
        assert_eq!(full("de"), "Dienstag, 24. November 2026");
        assert_eq!(full("ja"), "2026年11月24日火曜日");
        assert_eq!(full("pt"), "terça-feira, 24 de novembro de 2026");
    }

    #[test]
    fn a_month_of_the_archive_has_a_heading() {
        assert_eq!(Language::new("fr").period(2026, Some(11), None), "novembre 2026");
        assert_eq!(Language::new("pt").period(2026, Some(11), None), "novembro de 2026");
        assert_eq!(Language::new("en").period(2026, None, None), "2026");
        assert_eq!(Language::new("en").period(2026, Some(13), None), "2026");
        assert_eq!(Language::new("es").month_name(3), "marzo");
        assert_eq!(Language::new("es").month_name(0), "");
    }

    #[test]
    fn counts_have_the_languages_forms_and_figures() {
        assert_eq!(Language::new("ar").plural_form(3), "few");
        assert_eq!(Language::new("fr").plural_form(0), "one");
        assert_eq!(Language::new("fa").number(1234), "۱٬۲۳۴");
        assert_eq!(Language::new("de").number(1234), "1.234");
    }

    #[test]
    fn every_language_of_the_world_names_its_days_and_months() {
        let tags = "af am ar as az be bg bn bs ca cs cy da de el es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is \
                    it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no or pa pl ps pt pt-PT ro ru sd si sk sl \
                    so sq sr sr-Latn sv sw ta te th tk tr uk ur uz vi yo yue zh zh-Hant zu";
        for tag in tags.split_whitespace() {
            let language = Language::new(tag);
            let names = language.months.iter().chain(&language.short_months).chain(&language.weekdays);
            assert!(names.chain(&language.short_weekdays).all(|name| !name.is_empty()), "{tag}");
            for style in [DateStyle::Full, DateStyle::Long, DateStyle::Medium, DateStyle::Moment] {
                assert!(!language.date(&tuesday(), style).is_empty(), "{tag}");
            }
            assert!(!language.distance(172_800_000).is_empty(), "{tag}");
            assert!(language.period(2026, Some(11), None) != language.period(2026, None, None), "{tag}");
        }
    }

    #[test]
    fn an_unknown_language_is_read_as_english() {
        assert_eq!(Language::new("!").month_name(5), "May");
        assert_eq!(Language::new("").tag(), "en");
        assert_eq!(Language::new("x-none").tag(), "en");
    }
}
