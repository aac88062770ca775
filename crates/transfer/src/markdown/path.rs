//! The address that each generator gives a file.

use dateline_model::LocalDate;

use super::Generator;
use super::config::Config;

/// What an address is made of.
pub(super) struct Parts<'a> {
    /// Folders above the file, below the content's root; a bundle's own folder is not among them.
    pub(super) folders: &'a [String],
    /// The file's name without date, language and ending; for a bundle its folder's.
    pub(super) name: &'a str,
    pub(super) slug: Option<&'a str>,
    pub(super) date: Option<LocalDate>,
    pub(super) categories: &'a [String],
    /// The collection of Jekyll that it belongs to.
    pub(super) collection: Option<&'a str>,
    /// Whether it is one of the dated files of a blog.
    pub(super) is_post: bool,
    /// The language, when it is not the site's own.
    pub(super) lang: Option<&'a str>,
}

/// The path of a file that names none itself; `None` when its pattern asks for a date that it does not have.
pub(super) fn of(config: &Config, parts: &Parts<'_>) -> Option<String> {
    let slug = parts.slug.unwrap_or(parts.name);
    let path = match config.generator {
        Generator::Jekyll if parts.is_post => {
            let style = config.word(&["permalink"]).unwrap_or_else(|| "date".to_owned());
            let pattern = match style.as_str() {
                "date" => "/:categories/:year/:month/:day/:title:output_ext",
                "pretty" => "/:categories/:year/:month/:day/:title/",
                "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
                "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
                "none" => "/:categories/:title:output_ext",
                own => own,
            };
            expanded(pattern, parts)?
        }
        Generator::Jekyll if parts.collection.is_some() => {
            let collection = parts.collection.unwrap_or_default();
            let name = format!("collections.{collection}.permalink");
            let pattern = config.word(&[&name, "permalink"]).filter(|pattern| pattern.contains(':'));
            let pattern = pattern.unwrap_or_else(|| "/:collection/:path:output_ext".to_owned());
            expanded(&pattern.replace(":collection", collection), parts)?
        }
        Generator::Jekyll => {
            let pretty =
                config.word(&["permalink"]).is_some_and(|style| style == "pretty" || style.ends_with('/'));
            let ending = if pretty { "/" } else { ".html" };
            format!("/{}{slug}{ending}", joined(parts.folders))
        }
        Generator::Hexo if parts.is_post => {
            let pattern =
                config.word(&["permalink"]).unwrap_or_else(|| ":year/:month/:day/:title/".to_owned());
            expanded(&pattern, parts)?
        }
        Generator::Hugo => {
            let section = parts.folders.first().map_or("", String::as_str);
            let names = [format!("permalinks.page.{section}"), format!("permalinks.{section}")];
            match config.word(&[&names[0], &names[1]]) {
                Some(pattern) => urlized(&expanded(&pattern, parts)?),
                None => urlized(&format!("/{}{slug}/", joined(parts.folders))),
            }
        }
        Generator::Zola | Generator::Eleventy | Generator::Hexo => {
            format!("/{}{slug}/", joined(parts.folders))
        }
        Generator::Plain => format!("/{}/", dateline_model::slugify(slug, "en")),
    };
    let base = match config.generator {
        Generator::Jekyll => config.word(&["baseurl"]).unwrap_or_default(),
        _ => String::new(),
    };
    let lang = parts.lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
    let path = format!("{}{lang}/{path}", base.trim_end_matches('/'));
    Some(tidy(&path))
}

fn joined(folders: &[String]) -> String {
    folders.iter().fold(String::new(), |path, folder| path + folder + "/")
}

/// One slash where there are several.
fn tidy(path: &str) -> String {
    let mut tidy = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !tidy.ends_with('/') {
            tidy.push(letter);
        }
    }
    tidy
}

/// As Hugo writes addresses: lower case, hyphens for blanks, and no sign that an address has to encode.
pub(super) fn urlized(path: &str) -> String {
    let is_kept = |c: &char| {
        c.is_alphanumeric() || c.is_whitespace() || matches!(c, '/' | '.' | '_' | '-' | '+' | '~' | '#')
    };
    let kept: String = path.to_lowercase().chars().filter(is_kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Names in patterns that ask for a date.
const DATED: [&str; 9] =
    [":year", ":month", ":day", ":short_year", ":i_month", ":i_day", ":y_day", ":week", ":short_day"];

/// A pattern with its names replaced, longest names first so that none is taken for the beginning of another. `None` when it
/// asks for a date and there is none.
pub(super) fn expanded(pattern: &str, parts: &Parts<'_>) -> Option<String> {
    if parts.date.is_none() && DATED.iter().any(|name| pattern.contains(name)) {
        return None;
    }
    let slug = parts.slug.unwrap_or(parts.name);
    let title = parts.slug.map_or_else(|| parts.name.to_owned(), str::to_owned);
    let categories: Vec<String> = parts.categories.iter().map(|name| urlized(name)).collect();
    let date = parts.date.unwrap_or(LocalDate { year: 1970, month: 1, day: 1 });
    let two = |n: i8| format!("{n:02}");
    let values: [(&str, String); 26] = [
        (":contentbasename", parts.name.to_owned()),
        (":categories", categories.join("/")),
        (":output_ext", ".html".to_owned()),
        (":slugorfilename", slug.to_owned()),
        (":short_year", format!("{:02}", date.year % 100)),
        (":category", categories.first().cloned().unwrap_or_default()),
        (":filename", parts.name.to_owned()),
        (":sections", parts.folders.join("/")),
        (":section", parts.folders.first().cloned().unwrap_or_default()),
        (":i_month", date.month.to_string()),
        (":month", two(date.month)),
        (":i_day", date.day.to_string()),
        (":y_day", format!("{:03}", day_of_year(date))),
        (":short_day", weekday(date, true)),
        (":long_day", weekday(date, false)),
        (":hour", "00".to_owned()),
        (":minute", "00".to_owned()),
        (":second", "00".to_owned()),
        (":week", week(date)),
        (":year", format!("{:04}", date.year)),
        (":post_title", title.clone()),
        (":name", title.clone()),
        (":title", title),
        (":slug", slug.to_owned()),
        (":day", two(date.day)),
        (":path", format!("{}{slug}", joined(parts.folders))),
    ];
    let mut path = pattern.to_owned();
    for (name, value) in values {
        path = path.replace(name, &value);
    }
    Some(tidy(&format!("/{path}")))
}

/// The day in the calendar; one that does not exist is the first of 1970, which no address is made of.
fn civil(date: LocalDate) -> jiff::civil::Date {
    jiff::civil::Date::new(date.year, date.month, date.day).unwrap_or(jiff::civil::date(1970, 1, 1))
}

fn day_of_year(date: LocalDate) -> i16 {
    civil(date).day_of_year()
}

fn week(date: LocalDate) -> String {
    format!("{:02}", civil(date).iso_week_date().week())
}

fn weekday(date: LocalDate, is_short: bool) -> String {
    civil(date).strftime(if is_short { "%a" } else { "%A" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_filled_with_the_parts_of_a_file() {
        let (folders, categories) = (["post".to_owned()], ["Sea Side".to_owned()]);
        let parts = Parts {
            folders: &folders,
            name: "fog",
            slug: None,
            date: Some(LocalDate { year: 2024, month: 3, day: 5 }),
            categories: &categories,
            collection: None,
            is_post: true,
            lang: None,
        };
        let check = |pattern: &str, path: &str| {
            assert_eq!(expanded(pattern, &parts).as_deref(), Some(path), "{pattern}");
        };
        check("/:categories/:year/:month/:day/:title:output_ext", "/sea-side/2024/03/05/fog.html");
        check(":year/:i_month/:title/", "/2024/3/fog/");
        check("/:sections/:slug/", "/post/fog/");
        check("/:year/:y_day/:title/", "/2024/065/fog/");
        check("/:year/W:week/:short_day/:title/", "/2024/W10/Tue/fog/");
        let undated = Parts { date: None, ..parts };
        assert_eq!(expanded("/:year/:title/", &undated), None);
        assert_eq!(expanded("/:title/", &undated).as_deref(), Some("/fog/"));
        assert_eq!(urlized("/posts/UPPER File (1)?/"), "/posts/upper-file-1/");
        assert_eq!(tidy("//a///b/"), "/a/b/");
    }
}
