//! Hebrew names, each with the spellings that the Academy's, the Anglo-Saxon and the German systems give it.

pub(super) const NAMES: &[&str] = &[
    "נתניהו=Netanyahu Netanjahu Nethanyahu",
    "רבין=Rabin Rabbin",
    "חיים=Chaim Haim Khaim Hayyim",
    "יצחק=Yitzhak Jitzchak Itzhak Yitzchak Isaac",
    "בנימין=Binyamin Benjamin Benyamin",
    "שמעון=Shimon Schimon Simeon",
    "גולדה=Golda",
    "אולמרט=Olmert",
    "לפיד=Lapid",
    "צבי=Tzvi Zvi Tsevi Zwi",
    "כהן=Cohen Kohen Kohn",
    "מנחם=Menachem Menahem",
    "יוסף=Yosef Josef Yossef",
    "רחובות=Rehovot Rechovot Rehovoth",
];
