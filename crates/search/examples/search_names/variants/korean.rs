//! Korean names by their syllables in Revised Romanization, and how McCune-Reischauer and papers spell these.

use super::Table;

pub(super) const NAMES: &[&str] = &[
    "박정희=jeong.hui",
    "김정은=jeong.eun",
    "이승만=seung.man",
    "문재인=jae.in",
    "윤석열=seok.yeol",
    "김대중=dae.jung",
    "노무현=mu.hyeon",
    "전두환=du.hwan",
    "부산=bu.san",
    "평양=pyeong.yang",
    "경주=gyeong.ju",
    "제주=je.ju",
];
pub(super) const RR: Table = &[];
pub(super) const MR: Table = &[
    ("jeong", "chŏng"),
    ("hui", "hŭi"),
    ("eun", "ŭn"),
    ("seung", "sŭng"),
    ("jae", "chae"),
    ("seok", "sŏk"),
    ("yeol", "yŏl"),
    ("dae", "tae"),
    ("jung", "chung"),
    ("hyeon", "hyŏn"),
    ("du", "tu"),
    ("bu", "pu"),
    ("pyeong", "p'yŏng"),
    ("gyeong", "kyŏng"),
    ("ju", "chu"),
    ("je", "che"),
];
pub(super) const PAPERS: Table = &[
    ("jeong", "jong"),
    ("hui", "hee"),
    ("eun", "un"),
    ("seok", "suk"),
    ("yeol", "yeol"),
    ("mu", "moo"),
    ("hyeon", "hyun"),
    ("du", "doo"),
    ("hwan", "hwan"),
    ("pyeong", "pyong"),
    ("gyeong", "kyong"),
    ("jung", "joong"),
];
