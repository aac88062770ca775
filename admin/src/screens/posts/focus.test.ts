import { expect, test } from "vitest";
import { asFocus, readFocus } from "./focus";

test("the middle of a picture needs no words, any other point has two numbers", () => {
  expect(readFocus(null)).toEqual({ x: 0.5, y: 0.5 });
  expect(readFocus("0.25 1")).toEqual({ x: 0.25, y: 1 });
  expect(readFocus("left top")).toEqual({ x: 0.5, y: 0.5 });
  expect(asFocus(0.501, 0.5)).toBeNull();
  expect(asFocus(-0.2, 0.333)).toBe("0 0.33");
});
