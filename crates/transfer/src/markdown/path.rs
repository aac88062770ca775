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
    /// Whether it is one of the dated files of a blog.
    pub(super) is_post: bool,
    /// The language, when it is not the site's own.
    pub(super) lang: Option<&'a str>,
}

/// The path of a file that names none itself.
pub(super) fn of(config: &Config, parts: &Parts<'_>) -> String {
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
            expanded(pattern, parts)
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
            expanded(&pattern, parts)
        }
        Generator::Hugo => {
            let section = parts.folders.first().map_or("", String::as_str);
            let names = [format!("permalinks.page.{section}"), format!("permalinks.{section}")];
            match config.word(&[&names[0], &names[1]]) {
                Some(pattern) => expanded(&pattern, parts),
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
    tidy(&path)
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

/// As Hugo writes addresses: lower case, hyphens for blanks.
pub(super) fn urlized(path: &str) -> String {
    path.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

/// A pattern with its names replaced, longest names first so that none is taken for the beginning of another.
pub(super) fn expanded(pattern: &str, parts: &Parts<'_>) -> String {
    let slug = parts.slug.unwrap_or(parts.name);
    let title = parts.slug.map_or_else(|| parts.name.to_owned(), str::to_owned);
    let categories: Vec<String> = parts.categories.iter().map(|name| urlized(name)).collect();
    let date = parts.date.unwrap_or(LocalDate { year: 1970, month: 1, day: 1 });
    let two = |n: i8| format!("{n:02}");
    let values: [(&str, String); 20] = [
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
        (":y_day", String::new()),
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
    tidy(&format!("/{path}"))
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
            is_post: true,
            lang: None,
        };
        let check = |pattern: &str, path: &str| assert_eq!(expanded(pattern, &parts), path, "{pattern}");
        check("/:categories/:year/:month/:day/:title:output_ext", "/sea-side/2024/03/05/fog.html");
        check(":year/:i_month/:title/", "/2024/3/fog/");
        check("/:sections/:slug/", "/post/fog/");
        assert_eq!(tidy("//a///b/"), "/a/b/");
    }
}
