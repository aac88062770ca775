//! The site's accent colour, corrected until it can be read on the theme's paper.

use std::fmt;

/// The paper of `screen.css`, in light and in dark.
const PAPERS: [(Rgb, Rgb); 2] =
    [(Rgb([0xfd, 0xfb, 0xf6]), Rgb([0, 0, 0])), (Rgb([0x1a, 0x17, 0x14]), Rgb([0xff, 0xff, 0xff]))];

/// What WCAG 2.2 asks of text, criterion 1.4.3.
const CONTRAST: f64 = 4.5;

/// Colours that have a name in CSS 2.1.
const NAMED: [(&str, &str); 17] = [
    ("black", "#000000"),
    ("silver", "#c0c0c0"),
    ("gray", "#808080"),
    ("white", "#ffffff"),
    ("maroon", "#800000"),
    ("red", "#ff0000"),
    ("purple", "#800080"),
    ("fuchsia", "#ff00ff"),
    ("green", "#008000"),
    ("lime", "#00ff00"),
    ("olive", "#808000"),
    ("yellow", "#ffff00"),
    ("navy", "#000080"),
    ("blue", "#0000ff"),
    ("teal", "#008080"),
    ("aqua", "#00ffff"),
    ("orange", "#ffa500"),
];

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rgb([u8; 3]);

impl Rgb {
    /// Black.
    pub(crate) const BLACK: Self = Self([0, 0, 0]);

    /// Red, green and blue, each to 255.
    pub(crate) fn channels(self) -> [u8; 3] {
        self.0
    }

    /// Whether Ghost would write on it in black: its brightness as television counts it is 186 of 255 or more.
    pub(crate) fn is_bright(self) -> bool {
        let [red, green, blue] = self.0.map(u32::from);
        red * 299 + green * 587 + blue * 114 >= 186_000
    }

    /// Reads a colour as style sheets write one: a name of CSS 2.1, `rgb(…)`, `hsl(…)`, or digits with or without a
    /// share of opacity, which is left out.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some((_, color)) = NAMED.iter().find(|(name, _)| text == *name) {
            return Self::parse(color);
        }
        if let Some((model, arguments)) = text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            return Self::modelled(model, arguments);
        }
        match text.len() {
            5 => Self::parse(text.get(..4)?),
            9 => Self::parse(text.get(..7)?),
            _ => Self::parse(&text),
        }
    }

    /// Three numbers of a colour model of CSS, of which a fourth is its opacity.
    fn modelled(model: &str, arguments: &str) -> Option<Self> {
        let parts: Vec<f64> = arguments
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .map(|part| part.trim_end_matches(['%', 'd', 'e', 'g']).parse().ok())
            .collect::<Option<_>>()?;
        let [a, b, c, ..] = parts[..] else { return None };
        let byte = |share: f64| (share.clamp(0.0, 1.0) * 255.0).round() as u8;
        match model {
            "rgb" | "rgba" if arguments.split(['/', ',']).next().is_some_and(|first| first.contains('%')) => {
                Some(Self([a, b, c].map(|part| byte(part / 100.0))))
            }
            "rgb" | "rgba" => Some(Self([a, b, c].map(|part| byte(part / 255.0)))),
            "hsl" | "hsla" => {
                // CSS Color 4, section 7.1.
                let (saturation, lightness) = ((b / 100.0).clamp(0.0, 1.0), (c / 100.0).clamp(0.0, 1.0));
                let reach = saturation * lightness.min(1.0 - lightness);
                Some(Self([0.0, 8.0, 4.0].map(|offset| {
                    let at = (offset + a / 30.0).rem_euclid(12.0);
                    byte(lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0))
                })))
            }
            _ => None,
        }
    }

    /// Reads `#rgb` or `#rrggbb`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let digit = |at: usize| digits.as_bytes().get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let pair = |high: u32, low: u32| (high * 16 + low) as u8;
        match digits.len() {
            3 => Some(Self([
                pair(digit(0)?, digit(0)?),
                pair(digit(1)?, digit(1)?),
                pair(digit(2)?, digit(2)?),
            ])),
            6 => Some(Self([
                pair(digit(0)?, digit(1)?),
                pair(digit(2)?, digit(3)?),
                pair(digit(4)?, digit(5)?),
            ])),
            _ => None,
        }
    }

    /// Relative luminance as WCAG 2.2 defines it, 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// A mixture with `share` hundredths of `other`.
    fn mixed(self, other: Self, share: u16) -> Self {
        let mix = |at: usize| {
            let (own, its) = (u16::from(self.0[at]), u16::from(other.0[at]));
            ((own * (100 - share) + its * share) / 100) as u8
        };
        Self([mix(0), mix(1), mix(2)])
    }

    /// The nearest mixture with `ink` that can be read on `paper`.
    fn readable_on(self, paper: Self, ink: Self) -> Self {
        (0..=100)
            .map(|share| self.mixed(ink, share))
            .find(|mix| mix.contrast(paper) >= CONTRAST)
            .unwrap_or(ink)
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The style sheet of an accent colour written `#rgb` or `#rrggbb`, for [`SiteView::accent_url`]. Empty for what is no
/// such colour.
///
/// The colour is darkened or lightened until it has at least 4.5:1 on the paper of the standard theme.
///
/// [`SiteView::accent_url`]: crate::SiteView::accent_url
pub fn accent_css(color: &str) -> String {
    let Some(color) = Rgb::parse(color) else { return String::new() };
    let [light, dark] = PAPERS.map(|(paper, ink)| color.readable_on(paper, ink));
    format!(
        ":root{{--accent:{light}}}@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}\
         @media print{{:root{{--accent:#000}}}}"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_accent_can_be_read_on_both_papers() {
        for color in ["#000", "#ffffff", "#ffff00", "#b5543c", "#808080", "#0000ff", "#7fff7f"] {
            for (paper, ink) in PAPERS {
                let mix = Rgb::parse(color).unwrap().readable_on(paper, ink);
                assert!(mix.contrast(paper) >= CONTRAST, "{color} became {mix} on {paper}");
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert!(accent_css("#8a2a1b").starts_with(":root{--accent:#8a2a1b}"));
    }

    #[test]
    fn what_is_no_colour_prints_nothing() {
        for color in ["", "red", "#12", "#gggggg", "#12345é", "}body{display:none"] {
            assert_eq!(accent_css(color), "");
        }
    }

    #[test]
    fn the_papers_are_those_of_the_style_sheet() {
        let theme = crate::Theme::standard().unwrap();
        let css = String::from_utf8(theme.asset("css/screen.css").unwrap().bytes.to_vec()).unwrap();
        for (paper, _) in PAPERS {
            assert!(css.contains(&format!("--paper: {paper};")));
        }
    }
}
