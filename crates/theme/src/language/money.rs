//! Amounts of money.

use icu::decimal::input::Decimal;
use icu::experimental::dimension::currency::CurrencyType;
use icu::experimental::dimension::currency::formatter::CurrencyFormatter;
use icu::experimental::dimension::currency::options::CurrencyFormatterOptions;

use super::Language;

impl Language {
    /// `amount` hundredths of a currency (ISO 4217), written with its `symbol`, `code` or `name`. Unless it is to be
    /// `long`, a whole amount is written without fraction. An unknown currency is written behind the number.
    pub fn money(&self, amount: i64, currency: &str, style: &str, long: bool) -> String {
        let mut value = Decimal::from(amount);
        value.multiply_pow10(-2);
        let prefs = (&self.locale).into();
        let formatter = CurrencyType::try_from_str(currency).ok().and_then(|currency| match style {
            "code" => {
                CurrencyFormatter::try_new_code(prefs, currency, CurrencyFormatterOptions::default()).ok()
            }
            "name" => CurrencyFormatter::try_new_name(prefs, currency).ok(),
            _ => CurrencyFormatter::try_new_symbol(prefs, currency, CurrencyFormatterOptions::default()).ok(),
        });
        let written = match &formatter {
            Some(formatter) => formatter.format_fixed_decimal(&value).to_string(),
            None => format!("{value} {currency}"),
        };
        if amount % 100 == 0 && !long { self.without_fraction(&written) } else { written }
    }

    /// The sign of a currency, such as `€`.
    pub fn currency_sign(&self, currency: &str) -> String {
        let written = self.money(0, currency, "symbol", false);
        written
            .replace(&self.figures[0], "")
            .trim_matches(|c: char| c.is_whitespace() || is_mark(c))
            .to_owned()
    }

    /// `5.00` as `5`: a separator with two noughts at the end of the number.
    fn without_fraction(&self, written: &str) -> String {
        let noughts = self.figures[0].repeat(2);
        let at = written.char_indices().rev().find(|(at, letter)| {
            let after = &written[at + letter.len_utf8()..];
            let ends =
                after.strip_prefix(noughts.as_str()).is_some_and(|rest| !rest.starts_with(char::is_numeric));
            matches!(letter, '.' | ',' | '٫' | '·') && ends
        });
        match at {
            Some((at, letter)) => {
                format!("{}{}", &written[..at], &written[at + letter.len_utf8() + noughts.len()..])
            }
            None => written.to_owned(),
        }
    }
}

/// Marks that set the direction of text.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_written_as_the_language_writes_them() {
        let english = Language::new("en");
        assert_eq!(english.money(500, "USD", "symbol", false), "$5");
        assert_eq!(english.money(500, "USD", "symbol", true), "$5.00");
        assert_eq!(english.money(123_450, "EUR", "symbol", false), "€1,234.50");
        assert_eq!(english.money(500, "usd", "name", false), "5 US dollars");
        assert_eq!(Language::new("de").money(123_456, "EUR", "symbol", false), "1.234,56\u{a0}€");
        assert_eq!(english.money(500, "nothing", "symbol", true), "5.00 nothing");
        assert_eq!(english.currency_sign("GBP"), "£");
    }
}
