//! Japanese names by their sounds in Hepburn, and the same in Kunrei and as typed.

use super::Table;

pub(super) const NAMES: &[&str] = &[
    "シンゾウ=shi.n.zo.u",
    "フジモリ=fu.ji.mo.ri",
    "ツチヤ=tsu.chi.ya",
    "ジュンイチロウ=ju.n.i.chi.ro.u",
    "コイズミ=ko.i.zu.mi",
    "ショウジ=sho.u.ji",
    "チバ=chi.ba",
    "ミツビシ=mi.tsu.bi.shi",
    "フクシマ=fu.ku.shi.ma",
    "シズオカ=shi.zu.o.ka",
    "ヨシヒデ=yo.shi.hi.de",
    "タナカ=ta.na.ka",
];
pub(super) const HEPBURN: Table = &[("u", "")];
pub(super) const KUNREI: Table = &[
    ("shi", "si"),
    ("fu", "hu"),
    ("ji", "zi"),
    ("tsu", "tu"),
    ("chi", "ti"),
    ("ju", "zyu"),
    ("sho", "syo"),
    ("u", ""),
];
pub(super) const TYPED: Table = &[];
