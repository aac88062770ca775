//! Short names of months and weekdays where Moment's are not CLDR's: `Sep.` for `Sep` in German, `яну` for `01.` in Bulgarian.

/// The short names of one language; what is empty is CLDR's.
pub(super) struct Short {
    /// Its tag in lower case.
    tag: &'static str,
    months: &'static str,
    /// Beside a day.
    months_in_dates: &'static str,
    weekdays: &'static str,
}

const fn short(tag: &'static str, months: &'static str, weekdays: &'static str) -> Short {
    Short { tag, months, months_in_dates: "", weekdays }
}

const NORDIC: &str = "jan feb mar apr maj jun jul aug sep okt nov dec";
const NORWEGIAN: &str = "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des.";
const PORTUGUESE: &str = "jan fev mar abr mai jun jul ago set out nov dez";

const TABLE: [Short; 16] = [
    short("en", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", ""),
    short("de", "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.", "So. Mo. Di. Mi. Do. Fr. Sa."),
    short(
        "es",
        "ene. feb. mar. abr. may. jun. jul. ago. sep. oct. nov. dic.",
        "dom. lun. mar. mié. jue. vie. sáb.",
    ),
    short("pt", PORTUGUESE, "Dom Seg Ter Qua Qui Sex Sáb"),
    short("pt-br", PORTUGUESE, "dom seg ter qua qui sex sáb"),
    short("nl", "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.", "zo. ma. di. wo. do. vr. za."),
    short("sv", NORDIC, "sön mån tis ons tor fre lör"),
    short("da", NORDIC, "søn man tir ons tor fre lør"),
    short("nb", NORWEGIAN, ""),
    short("no", NORWEGIAN, ""),
    short("bg", "яну фев мар апр май юни юли авг сеп окт ное дек", "нед пон вто сря чет пет съб"),
    short("uk", "січ лют бер квіт трав черв лип серп вер жовт лист груд", ""),
    short(
        "ro",
        "ian. feb. mart. apr. mai iun. iul. aug. sept. oct. nov. dec.",
        "Dum Lun Mar Mie Joi Vin Sâm",
    ),
    short(
        "hu",
        "jan. feb. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec.",
        "vas hét kedd sze csüt pén szo",
    ),
    Short {
        tag: "ru",
        months: "",
        months_in_dates: "янв. февр. мар. апр. мая июня июля авг. сент. окт. нояб. дек.",
        weekdays: "",
    },
    short("pl", "", "ndz pon wt śr czw pt sob"),
];

impl Short {
    /// Those of a language: of its tag, else of the tag without its last part.
    pub(super) fn of(tag: &str) -> Option<&'static Self> {
        let tag = tag.to_ascii_lowercase();
        let mut tag = tag.as_str();
        loop {
            if let Some(short) = TABLE.iter().find(|short| short.tag == tag) {
                return Some(short);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }

    /// Months by themselves.
    pub(super) fn months(&self) -> Option<[String; 12]> {
        names(self.months)
    }

    /// Months beside a day.
    pub(super) fn months_in_dates(&self) -> Option<[String; 12]> {
        names(self.months_in_dates)
    }

    /// Weekdays from Sunday.
    pub(super) fn weekdays(&self) -> Option<[String; 7]> {
        names(self.weekdays)
    }
}

fn names<const N: usize>(list: &str) -> Option<[String; N]> {
    let names: Vec<String> = list.split(' ').map(str::to_owned).collect();
    names.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_all_its_names() {
        for short in &TABLE {
            assert!(short.months.is_empty() || short.months().is_some(), "{}", short.tag);
            assert!(short.months_in_dates.is_empty() || short.months_in_dates().is_some(), "{}", short.tag);
            assert!(short.weekdays.is_empty() || short.weekdays().is_some(), "{}", short.tag);
        }
    }
}
