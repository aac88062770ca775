import { expect, test } from "vitest";
import type { MergePart } from "../../api/failure";
import { merged } from "./merge";

const PARTS: MergePart[] = [
  { kind: "same", html: "<p>One.</p>" },
  { kind: "conflict", ancestor: "<p>Two.</p>", mine: "<p>Two, mine.</p>", theirs: "<p>Two, theirs.</p>" },
  { kind: "theirs", html: "<p>Three.</p>" },
  { kind: "conflict", ancestor: "<p>Four.</p>", mine: "", theirs: "<p>Four!</p>" },
];

test("a merged story has what each side changed, and of both what was chosen", () => {
  expect(merged(PARTS, { 1: "mine", 3: "mine" })).toBe("<p>One.</p>\n<p>Two, mine.</p>\n<p>Three.</p>");
  expect(merged(PARTS, { 1: "theirs", 3: "theirs" })).toBe("<p>One.</p>\n<p>Two, theirs.</p>\n<p>Three.</p>\n<p>Four!</p>");
});

test("where nobody chose, no word is lost", () => {
  expect(merged(PARTS, {})).toContain("<p>Two, theirs.</p>\n<p>Two, mine.</p>");
});
