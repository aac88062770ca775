import { expect, test } from "vitest";
import { isPartOf, Pace } from "./pace";

test("how long it will take is said once something can be said", () => {
  const pace = new Pace();
  expect(pace.left(0, 1_000, 0)).toBeNull();
  expect(pace.left(10, 1_000, 1_000)).toBeNull();
  expect(pace.left(250, 1_000, 5_000)).toBe(15_000);
  expect(pace.left(1_000, 1_000, 20_000)).toBe(0);
});

test("a work that begins anew is measured anew", () => {
  const pace = new Pace();
  pace.left(900, 1_000, 0);
  expect(pace.left(10, 1_000, 60_000)).toBeNull();
  expect(isPartOf(12, 10)).toBe(1);
  expect(isPartOf(1, 0)).toBe(0);
});
