//! The archive: years, months, and one period's heading.

use dateline_hbs::{Map, Value};

use crate::language::Language;

/// One month of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthView {
    /// 1 to 12.
    pub month: u8,
    /// Path of its list.
    pub url: String,
    /// Public stories.
    pub count: u64,
}

/// One year of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveYear {
    /// Gregorian year.
    pub year: i16,
    /// Path of its list.
    pub url: String,
    /// Public stories.
    pub count: u64,
    /// Months with stories, newest first.
    pub months: Vec<MonthView>,
}

/// All years of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveView {
    /// Years with stories, newest first.
    pub years: Vec<ArchiveYear>,
}

impl ArchiveView {
    /// Two years for tests and previews.
    pub fn sample() -> Self {
        let month =
            |year: i16, month: u8| MonthView { month, url: format!("/{year}/{month:02}/"), count: 1_204 };
        let year = |year: i16| ArchiveYear {
            year,
            url: format!("/{year}/"),
            count: 2_408,
            months: vec![month(year, 11), month(year, 3)],
        };
        Self { years: vec![year(2026), year(2025)] }
    }

    /// The years as templates see them, with month names of `language`.
    pub(crate) fn as_value<'a>(&'a self, language: &Language) -> Value<'a> {
        Value::list(self.years.iter().map(|year| {
            let months = year.months.iter().map(|month| {
                Map::new()
                    .with("label", language.month_name(month.month).to_owned())
                    .with("url", &month.url)
                    .with("count", month.count)
                    .into()
            });
            Map::new()
                .with("label", language.period(year.year, None, None))
                .with("url", &year.url)
                .with("count", year.count)
                .with("months", Value::list(months))
                .into()
        }))
    }
}
