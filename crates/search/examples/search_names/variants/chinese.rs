//! Chinese names by their syllables in Pinyin, and the same in Wade-Giles.

use super::Table;

pub(super) const NAMES: &[&str] = &[
    "泽东=ze.dong",
    "恩来=en.lai",
    "小平=xiao.ping",
    "重庆=chong.qing",
    "介石=jie.shi",
    "锦涛=jin.tao",
    "家宝=jia.bao",
    "近平=jin.ping",
    "泽民=ze.min",
    "青岛=qing.dao",
    "广东=guang.dong",
    "张=zhang",
    "曹=cao",
    "邓=deng",
    "周=zhou",
];
pub(super) const PINYIN: Table = &[];
pub(super) const WADE: Table = &[
    ("ze", "tse-"),
    ("dong", "tung"),
    ("en", "en-"),
    ("xiao", "hsiao-"),
    ("ping", "p'ing"),
    ("chong", "ch'ung-"),
    ("qing", "ch'ing"),
    ("jie", "chieh-"),
    ("shi", "shih"),
    ("jin", "chin-"),
    ("tao", "t'ao"),
    ("jia", "chia-"),
    ("bao", "pao"),
    ("dao", "tao"),
    ("guang", "kuang-"),
    ("zhang", "chang"),
    ("cao", "ts'ao"),
    ("deng", "teng"),
    ("zhou", "chou"),
];
