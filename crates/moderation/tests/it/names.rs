//! Names that pass for other names.

use dateline_moderation::{is_disguised, skeleton};
use proptest::prelude::*;

#[test]
fn a_forged_name_has_the_skeleton_of_the_real_one() {
    let real = skeleton("Maria Lima");
    for forged in [
        "maria lima",
        "Маria Lima",
        "Mаriа Limа",
        "M\u{200b}aria\u{2060} Lima",
        "Maria\u{a0}Lima",
        "𝐌𝐚𝐫𝐢𝐚 𝐋𝐢𝐦𝐚",
        "Ｍａｒｉａ Ｌｉｍａ",
        "🅼🅰🆁🅸🅰 Lima",
        "María Líma",
        "M\u{336}aria Lima",
        "Mar1a L1ma",
        "Marla Llma",
        "MariaLima",
        "~ Maria.Lima ~",
        "ΜΑRΙΑ LΙΜΑ",
        "rnaria lirna",
        "\u{202e}Maria Lima",
        "ᴍᴀʀɪᴀ ʟɪᴍᴀ",
        "МАRІА LІМА",
    ] {
        assert_eq!(skeleton(forged), real, "{forged}");
    }
    for other in ["Maria Lisboa", "Mario Lima", "Ana Maria Lima", "Lima Maria"] {
        assert_ne!(skeleton(other), real, "{other}");
    }
}

#[test]
fn a_name_without_letters_has_no_skeleton() {
    for name in ["", " ", "😀", "…", "\u{200b}\u{202e}", "\0"] {
        assert_eq!(skeleton(name), "", "{name:?}");
    }
}

#[test]
fn names_in_any_one_script_are_no_disguise() {
    for name in [
        "Ana",
        "José Ñandú",
        "Łukasz",
        "Анна",
        "Αθηνά",
        "安娜",
        "안나",
        "अन्ना",
        "Ana 安娜",
        "O’Neill",
        "ana_77",
        "😀 Ana",
        "Trần Thị Hồng",
    ] {
        assert!(!is_disguised(name), "{name}");
    }
    for name in [
        "Mаria",
        "Mar\u{200b}ia",
        "\u{202e}aira\u{4d}",
        "𝐌aria",
        "M\u{336}a\u{336}ria",
        "Z\u{300}\u{301}\u{302}\u{303}algo",
    ] {
        assert!(is_disguised(name), "{name}");
    }
}

proptest! {
    #[test]
    fn a_skeleton_is_its_own_skeleton(name in "\\PC{0,40}|[a-zA-Z01rnv. ]{0,20}") {
        let once = skeleton(&name);
        prop_assert_eq!(skeleton(&once), once.clone(), "{} {}", name, once);
        let _ = is_disguised(&name);
    }
}
