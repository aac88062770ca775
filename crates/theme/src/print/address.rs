//! Addresses: `url`, `img_url`, `asset`, `page_url`.

use std::borrow::Cow;

use dateline_hbs::{HelperError, Helpers, Value, escape};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Printed, Tag, integer, option, switched_off};
use crate::SiteView;
use crate::making::Contract;

pub(super) fn add_to(table: &mut Helpers<Contract>) {
    table.add("url", url).add("img_url", img_url).add("asset", asset).add("page_url", page_url);
}

/// Letters that never stand in an address as they are. What is encoded already stays so.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address that can stand in an attribute.
pub(super) fn encoded(url: &str) -> String {
    // Nearly every address is one already, and is copied whole.
    Cow::from(utf8_percent_encode(url, UNSAFE)).into_owned()
}

/// An address of this site without scheme and host; any other as it is.
pub(super) fn relative<'u>(site: &SiteView, url: &'u str) -> &'u str {
    match url.strip_prefix(site.url.as_str()) {
        Some("") => "/",
        Some(path) if path.starts_with('/') => path,
        _ => url,
    }
}

/// A path of this site with scheme and host; any other address as it is.
pub(crate) fn absolute<'u>(site: &SiteView, url: &'u str) -> Cow<'u, str> {
    if url.starts_with('/') && !url.starts_with("//") {
        Cow::Owned(format!("{}{url}", site.url))
    } else {
        Cow::Borrowed(url)
    }
}

/// Whatever a theme writes, but for "false", switches it on.
fn is_on(tag: &Tag<'_, '_>, key: &str) -> bool {
    tag.option(key).is_truthy() && !switched_off(tag, key)
}

/// `{{url absolute="true"}}`: the address of the story, tag, author or menu entry it stands in, else of the page.
fn url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let own = match tag.this().property("url").to_text() {
        own if own.is_empty() => {
            tag.state().note_own();
            tag.state().view.path.as_str().into()
        }
        own => own,
    };
    let site = tag.state().site;
    let shown =
        if is_on(tag, "absolute") { absolute(site, &own) } else { Cow::Borrowed(relative(site, &own)) };
    Ok(Value::safe(encoded(&shown)))
}

/// `{{img_url feature_image size="m" format="webp" absolute="true"}}`.
fn img_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let image = tag.param(0);
    if matches!(image, Value::Undefined) {
        tag.log("{{img_url}} needs the address of a picture");
        return Ok(Value::Undefined);
    }
    let image = image.to_text();
    if image.is_empty() {
        return Ok(Value::Undefined);
    }
    let site = tag.state().site;
    let size = option(tag, "size")
        .and_then(|name| tag.state().theme.package.image_sizes.get(name.as_str()).copied());
    let format = option(tag, "format");
    let own = relative(site, &image);
    let at = own.find(IMAGES).map(|at| at + 1).or_else(|| own.starts_with(&IMAGES[1..]).then_some(0));
    let Some(at) = at else {
        let shown = match size {
            Some(size) if own.starts_with(STOCK) => stock(own, size, format.as_deref()),
            _ => own.to_owned(),
        };
        let wanted = if is_on(tag, "absolute") { absolute(site, &shown).into_owned() } else { shown };
        return Ok(Value::safe(escape(&encoded(&wanted))));
    };
    let (folder, file) = (&own[..at], &own[at + IMAGES.len() - 1..]);
    let format = format.filter(|format| FORMATS.contains(&format.as_str()));
    let foreign = !folder.is_empty() && !folder.starts_with('/');
    let images = &IMAGES[1..];
    let path = match size.and_then(|size| size.directory()) {
        Some(directory) if !foreign && !file.starts_with("size/") => match format {
            Some(format) => format!("{folder}{images}size/{directory}/format/{format}/{file}"),
            None => format!("{folder}{images}size/{directory}/{file}"),
        },
        _ => own.to_owned(),
    };
    let wanted = if is_on(tag, "absolute") { absolute(site, &path).into_owned() } else { path };
    Ok(Value::safe(encoded(&wanted)))
}

/// Where a site keeps its pictures.
const IMAGES: &str = "/content/images/";
/// Formats that pictures can be had in.
const FORMATS: [&str; 6] = ["gif", "jpeg", "jpg", "png", "webp", "avif"];
/// The host of stock photographs that can make sizes itself.
const STOCK: &str = "https://images.unsplash.com/";

fn stock(address: &str, size: crate::ImageSize, format: Option<&str>) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            match name {
                "w" => size.width.is_none(),
                "h" => size.height.is_none(),
                "fm" => format.is_none(),
                _ => true,
            }
        })
        .map(str::to_owned)
        .collect();
    pairs.extend(format.map(|format| format!("fm={format}")));
    pairs.extend(size.width.map(|width| format!("w={width}")));
    pairs.extend(size.height.map(|height| format!("h={height}")));
    format!("{path}?{}", pairs.join("&"))
}

/// `{{asset "css/screen.css" hasMinFile="true"}}`: the file's address with its version.
fn asset<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let name = tag.param(0).to_text();
    if name.is_empty() {
        return Err(HelperError::new(
            "needs the name of a file under assets/; write {{asset \"css/screen.css\"}}",
        ));
    }
    let making = tag.state();
    let (name, fragment) =
        name.split_once('#').map_or((name.as_str(), None), |(name, fragment)| (name, Some(fragment)));
    let name = name.trim_start_matches('/');
    if let (true, Some(icon)) = (matches!(name, "favicon.ico" | "favicon.png"), &making.site.icon) {
        return Ok(Value::safe(encoded(&icon_address(making.site, icon))));
    }
    let minified = name.rsplit_once('.').map(|(stem, ending)| format!("{stem}.min.{ending}"));
    let name = match minified {
        Some(minified) if is_on(tag, "hasMinFile") && making.theme.asset(&minified).is_some() => minified,
        _ => name.to_owned(),
    };
    let (path, file) = if name.starts_with("public/") {
        (format!("/{name}"), None)
    } else {
        let inside = name.strip_prefix("assets/").unwrap_or(&name);
        (format!("/assets/{inside}"), making.theme.asset(inside))
    };
    let version = file.map_or(making.theme.version(), |file| &file.hash);
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    Ok(Value::safe(encoded(&format!("{path}?v={version}{fragment}"))))
}

/// The whole address of the site's icon, in the size that browsers want where it can be made smaller.
pub(super) fn icon_address(site: &SiteView, icon: &str) -> String {
    let own = relative(site, icon);
    let name = own.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let sized = match own.strip_prefix(IMAGES) {
        Some(file) if FORMATS.contains(&name.as_str()) && !file.starts_with("size/") => {
            Cow::Owned(format!("{IMAGES}size/w256h256/{file}"))
        }
        _ => Cow::Borrowed(own),
    };
    absolute(site, &sized).into_owned()
}

/// `{{page_url 2}}`, `{{page_url "next"}}`: a page of the list that is shown.
fn page_url<'a>(tag: &mut Tag<'_, 'a>) -> Printed<'a> {
    let Some(list) = tag.state().list() else { return Ok(Value::Null) };
    let wanted = tag.param(0);
    let named = match wanted.as_str() {
        Some("next") => list.pagination.next_url.clone(),
        Some("prev") => list.pagination.prev_url.clone(),
        None if tag.params().is_empty() => Some(numbered_page(&tag.state().view.path, 1)),
        _ => integer(&wanted).map(|number| numbered_page(&tag.state().view.path, number)),
    };
    Ok(named.map_or(Value::Null, |url| Value::safe(encoded(&url))))
}

/// The address of page `number` of the list at `path`, which may be any page of it.
pub(crate) fn numbered_page(path: &str, number: i64) -> String {
    let base = match path.trim_end_matches('/').rsplit_once("/page/") {
        Some((base, digits)) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            base
        }
        _ => path.trim_end_matches('/'),
    };
    if number <= 1 { format!("{base}/") } else { format!("{base}/page/{number}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list_are_counted_from_its_own_address() {
        assert_eq!(numbered_page("/", 2), "/page/2/");
        assert_eq!(numbered_page("/page/7/", 1), "/");
        assert_eq!(numbered_page("/tag/sea/page/2/", 3), "/tag/sea/page/3/");
        assert_eq!(numbered_page("/page/x/", 2), "/page/x/page/2/");
    }

    #[test]
    fn only_addresses_of_the_site_become_relative() {
        let site = SiteView { url: "https://a.example".into(), ..SiteView::default() };
        assert_eq!(relative(&site, "https://a.example/b/"), "/b/");
        assert_eq!(relative(&site, "https://a.example"), "/");
        assert_eq!(relative(&site, "https://a.example.org/b/"), "https://a.example.org/b/");
        assert_eq!(absolute(&site, "/b/"), "https://a.example/b/");
        assert_eq!(absolute(&site, "//other.example/b/"), "//other.example/b/");
    }

    #[test]
    fn an_address_cannot_leave_its_attribute() {
        assert_eq!(encoded("/a\"><b>'/é?x=1&y=%20"), "/a%22%3E%3Cb%3E%27/%C3%A9?x=1&y=%20");
    }
}
