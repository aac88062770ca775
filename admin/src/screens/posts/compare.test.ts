import { expect, test } from "vitest";
import { compare } from "./compare";

test("what both have stands on one line, a changed paragraph beside the old one", () => {
  expect(compare(["a", "b", "c"], ["a", "B", "c", "d"])).toEqual([
    { theirs: "a", ours: "a" },
    { theirs: "b", ours: "B" },
    { theirs: "c", ours: "c" },
    { theirs: null, ours: "d" },
  ]);
  expect(compare([], ["a"])).toEqual([{ theirs: null, ours: "a" }]);
  expect(compare(["x", "a"], ["a"])).toEqual([{ theirs: "x", ours: null }, { theirs: "a", ours: "a" }]);
});
