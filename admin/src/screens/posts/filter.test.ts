import { expect, test } from "vitest";
import { filterOf } from "./filter";

test("what an editor looks for becomes one filter, and no quote in a title breaks out of it", () => {
  const all = { status: "", tag: "", author: "", words: "" };
  expect(filterOf(all)).toBe("");
  expect(filterOf({ ...all, status: "draft", tag: "harbour" })).toBe("status:draft+tag:harbour");
  expect(filterOf({ ...all, words: " the keeper's \\ lamp" })).toBe("title:~'the keeper\\'s \\\\ lamp'");
});
