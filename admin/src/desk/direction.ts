/** Languages that are written from right to left, by their first subtag. */
const RIGHT_TO_LEFT = ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"];

/** The direction of a language as BCP 47 names it: `ar-EG`, `pt`. */
export const directionOf = (language: string): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.includes(language.toLowerCase().split(/[-_]/)[0] ?? "") ? "rtl" : "ltr";
