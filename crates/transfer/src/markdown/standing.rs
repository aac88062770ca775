//! Where a file stands in its folder, told from its name: what it is, in which language, of which day.

use dateline_model::LocalDate;

use super::Generator;
use super::language::Languages;

/// Where a file stands in its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Standing {
    /// Folders above the file, below the content's root; a bundle's own folder is not among them.
    pub(super) folders: Vec<String>,
    /// Its name without date, language and ending; for a bundle its folder's.
    pub(super) name: String,
    /// The same with its date.
    pub(super) file: String,
    /// The date in its name.
    pub(super) date: Option<LocalDate>,
    pub(super) lang: Option<String>,
    /// It lies where the generator keeps the posts of a blog.
    pub(super) is_post: bool,
    pub(super) is_draft: bool,
    /// It is the page of its folder, after which it is called.
    pub(super) is_index: bool,
    /// It is the page of a section.
    pub(super) is_section: bool,
    /// Folders above Jekyll's `_posts`, which are categories.
    pub(super) sections: Vec<String>,
    /// The collection of Jekyll that it belongs to.
    pub(super) collection: Option<String>,
}

/// Where a file stands, told from its name below the site's folder.
pub(super) fn standing(name: &str, generator: Generator, languages: &Languages) -> Standing {
    let (name, folders_lang) = languages.below(name);
    let mut folders: Vec<String> = name.split('/').map(str::to_owned).collect();
    let file = folders.pop().unwrap_or_default();
    let mut standing = Standing::default();
    let (stem, _) = file.rsplit_once('.').unwrap_or((&file, ""));
    let (stem, lang) = match stem.rsplit_once('.') {
        Some((stem, lang))
            if matches!(generator, Generator::Hugo | Generator::Zola) && languages.knows(lang) =>
        {
            (stem.to_owned(), Some(lang.to_owned()))
        }
        _ => (stem.to_owned(), None),
    };
    standing.lang = lang.or_else(|| folders_lang.map(str::to_owned));
    // The folder that the contents lie in is no part of any address.
    match folders.first().map(String::as_str) {
        Some("content" | "source" | "src") => {
            folders.remove(0);
        }
        Some(first) if first.starts_with("content.") => {
            standing.lang = first.strip_prefix("content.").map(str::to_owned);
            folders.remove(0);
        }
        _ => {}
    }
    standing.is_post = folders.iter().any(|folder| folder == "_posts");
    standing.is_draft = folders.iter().any(|folder| folder == "_drafts");
    if generator == Generator::Jekyll
        && let [translations, lang, ..] = folders.as_slice()
        && translations == "_i18n"
    {
        // The plug-in for several languages has the posts of each in a folder of its own.
        standing.lang = Some(lang.clone());
        folders.drain(..2);
    }
    if matches!(generator, Generator::Jekyll | Generator::Hexo) {
        // Folders inside `_posts` sort the files and are no part of Jekyll's addresses.
        if let Some(at) = folders.iter().position(|folder| folder == "_posts" || folder == "_drafts") {
            let inside = folders.split_off(at).split_off(1);
            if generator == Generator::Jekyll {
                standing.sections = std::mem::take(&mut folders);
            } else {
                // For Hexo they are a part of the name.
                folders = inside;
            }
        } else if generator == Generator::Jekyll
            && folders.first().is_some_and(|first| !languages.includes(first))
            && let Some(name) = folders.first().and_then(|first| first.strip_prefix('_'))
        {
            standing.collection = Some(name.to_owned());
            folders.remove(0);
        }
        standing.is_post |= standing.is_draft;
    }
    let is_jekylls = standing.is_post || standing.collection.is_some();
    let (date, rest) =
        if is_jekylls && generator == Generator::Jekyll { dated_by_jekyll(&stem) } else { dated(&stem) };
    let strips = match generator {
        Generator::Plain => false,
        Generator::Hexo | Generator::Hugo => languages.are_names_dated,
        Generator::Jekyll | Generator::Zola | Generator::Eleventy => true,
    };
    standing.date = date;
    standing.file.clone_from(&stem);
    standing.name = if strips && date.is_some() { rest.to_owned() } else { stem };
    if standing.name == "index" {
        // A bundle: the folder is the story.
        if let Some(folder) = folders.pop() {
            standing.is_index = true;
            let (date, rest) = dated(&folder);
            standing.date = standing.date.or(date);
            // Zola takes the day off, and Hugo where it is told so; Eleventy only reads it.
            standing.file.clone_from(&folder);
            let strips = generator == Generator::Zola || generator == Generator::Hugo && strips;
            standing.name = if strips { rest.to_owned() } else { folder };
        }
    }
    if generator == Generator::Eleventy && folders.last() == Some(&standing.name) {
        // `fog/fog.md` is the page of its folder, too.
        folders.pop();
        standing.is_index = true;
    }
    standing.folders = folders;
    standing
}

/// The same by Jekyll, whose years may have two digits: of this century are those that Ruby says are, up to 68.
pub(super) fn dated_by_jekyll(stem: &str) -> (Option<LocalDate>, &str) {
    let short = stem.split_once('-').map(|(year, _)| year);
    let Some(year) = short.filter(|year| year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit())) else {
        return dated(stem);
    };
    let whole = format!("{}{stem}", if year < "69" { "20" } else { "19" });
    let (date, rest) = dated(&whole);
    (date, &stem[stem.len().saturating_sub(rest.len())..])
}

/// The date that a name begins with, and what follows it.
pub(super) fn dated(stem: &str) -> (Option<LocalDate>, &str) {
    let mut parts = stem.splitn(4, '-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let fits = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<i16>().ok()).flatten()
    };
    let (Some(year), Some(month)) = (number(4..=4), number(1..=2)) else { return (None, stem) };
    // People also put a blank or a line below behind the day.
    let day_and_rest = parts.next().unwrap_or_default();
    let digits = day_and_rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, behind) = day_and_rest.split_at(digits);
    let is_apart = behind.is_empty() || behind.starts_with([' ', '_']);
    let Some(day) = day.parse::<i16>().ok().filter(|_| is_apart && digits <= 2) else { return (None, stem) };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return (None, stem);
    }
    let rest = if behind.is_empty() {
        parts.next().unwrap_or_default()
    } else {
        let at = stem.len() - behind.len() - parts.next().map_or(0, |more| more.len() + 1);
        stem[at..].trim_start_matches([' ', '_'])
    };
    (Some(LocalDate { year, month: month as i8, day: day as i8 }), if rest.is_empty() { stem } else { rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_two_digits_are_those_of_ruby() {
        let year = |stem: &str| dated_by_jekyll(stem).0.map(|date| date.year);
        assert_eq!((year("68-01-02-a"), year("69-01-02-a")), (Some(2068), Some(1969)));
        assert_eq!((year("2009-01-02-a"), year("9-01-02-a"), year("009-01-02-a")), (Some(2009), None, None));
        assert_eq!(
            dated_by_jekyll("09-01-02"),
            (Some(LocalDate { year: 2009, month: 1, day: 2 }), "09-01-02")
        );
        assert_eq!((year(""), year("-"), year("09-"), year("٠٩-01-02-a")), (None, None, None, None));
    }

    #[test]
    fn a_file_stands_where_its_generator_puts_it() {
        let check = |name: &str, generator, folders: &[&str], stem: &str, lang: Option<&str>, dated: bool| {
            let standing = standing(name, generator, &Languages::default());
            let found =
                (standing.folders.iter().map(String::as_str).collect::<Vec<_>>(), standing.name.as_str());
            assert_eq!(found, (folders.to_vec(), stem), "{name}");
            assert_eq!((standing.lang.as_deref(), standing.date.is_some()), (lang, dated), "{name}");
        };
        check("_posts/2008-10-18-foo-bar.markdown", Generator::Jekyll, &[], "foo-bar", None, true);
        check("sport/_posts/2008-10-18-foo.md", Generator::Jekyll, &[], "foo", None, true);
        check("_recipes/soups/fish.md", Generator::Jekyll, &["soups"], "fish", None, false);
        check("2021-03-04 dated - note.md", Generator::Plain, &[], "2021-03-04 dated - note", None, true);
        check("_posts/2021-03-04_under.md", Generator::Jekyll, &[], "under", None, true);
        check("_posts/2021-13-04-never.md", Generator::Jekyll, &[], "2021-13-04-never", None, false);
        check("_posts/es/2008-11-21-nested.md", Generator::Jekyll, &[], "nested", None, true);
        check("_posts/2017-2-5-no-zeroes.md", Generator::Jekyll, &[], "no-zeroes", None, true);
        check("_posts/09-03-29-short.md", Generator::Jekyll, &[], "short", None, true);
        check("_posts/09-13-29-never.md", Generator::Jekyll, &[], "09-13-29-never", None, false);
        check("about/09-03-29-page.md", Generator::Jekyll, &["about"], "09-03-29-page", None, false);
        check("source/_posts/09-03-29-hexo.md", Generator::Hexo, &[], "09-03-29-hexo", None, false);
        check(
            "content/post/shortcodes/index.zh-hant-tw.md",
            Generator::Hugo,
            &["post"],
            "shortcodes",
            Some("zh-hant-tw"),
            false,
        );
        check("content.he/docs/_index.md", Generator::Hugo, &["docs"], "_index", Some("he"), false);
        check("source/_posts/hello.md", Generator::Hexo, &[], "hello", None, false);
        check("content/blog/2020-01-02-x.md", Generator::Zola, &["blog"], "x", None, true);
        check("content/blog/2020-01-02-x/index.md", Generator::Zola, &["blog"], "x", None, true);
        check("content/posts/node.js.md", Generator::Hugo, &["posts"], "node.js", None, false);
        check("notes/1.2.3.md", Generator::Plain, &["notes"], "1.2.3", None, false);
    }
}
