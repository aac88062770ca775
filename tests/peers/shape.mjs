// What two answers have in common: every key, recursively, and of what kind its value is. The words themselves differ
// between two servers; what a program has to be able to read does not.

const KINDS = [
  ["moment in UTC", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  ["moment with an offset", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/],
  ["id", /^[0-9a-f]{24}$/],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
  ["address", /^https?:\/\/\S+$/],
  ["path", /^\/\S*$/],
  ["colour", /^#[0-9a-f]{6}$/i],
  ["version", /^v?\d+\.\d+(\.\d+)?$/],
  ["document", /^\{"root":/],
  ["empty text", /^$/],
];

/** Of what kind a value is that is neither a list nor an object. */
export function kind(value) {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "whole number" : "number";
  if (typeof value !== "string") return typeof value;
  return KINDS.find(([, pattern]) => pattern.test(value))?.[0] ?? "text";
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const name = (value) => (Array.isArray(value) ? `list of ${value.length}` : isObject(value) ? "object" : value === undefined ? "nothing" : kind(value));

/** Where two values differ in shape: `[path, theirs, ours]` for each; `[]` in a path stands for any entry of a list. */
export function differences(theirs, ours, path = "") {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    const found = theirs.length === ours.length ? [] : [[path, name(theirs), name(ours)]];
    for (let at = 0; at < Math.min(theirs.length, ours.length); at += 1) found.push(...differences(theirs[at], ours[at], `${path}[]`));
    return found;
  }
  if (isObject(theirs) && isObject(ours)) {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
    return keys.flatMap((key) => differences(theirs[key], ours[key], path ? `${path}.${key}` : key));
  }
  const [a, b] = [name(theirs), name(ours)];
  return a === b ? [] : [[path, a, b]];
}
