import { expect, test } from "vitest";
import { fromWallClock, relative, toWallClock } from "./moments.svelte";

test("an hour chosen at the desk is the site's hour, in summer and in winter", () => {
  for (const [wall, iso] of [
    ["2026-11-24T18:20", "2026-11-24T18:20:00.000Z"],
    ["2026-07-01T09:00", "2026-07-01T08:00:00.000Z"],
  ] as const) {
    expect(fromWallClock(wall, "Europe/Lisbon")).toBe(iso);
    expect(toWallClock(iso, "Europe/Lisbon")).toBe(wall);
  }
  expect(fromWallClock("2026-11-24T00:30", "Asia/Kathmandu")).toBe("2026-11-23T18:45:00.000Z");
});

test("an hour that does not exist becomes one that does", () => {
  const at = fromWallClock("2026-03-29T01:30", "Europe/Lisbon");
  expect(["2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z"]).toContain(at);
});

test("a moment is told in its largest unit", () => {
  expect(relative(0, 59_000, "en")).toBe("59 seconds ago");
  expect(relative(0, 26 * 3_600_000, "en")).toBe("yesterday");
  expect(relative(3 * 60_000, 0, "de")).toBe("in 3 Minuten");
});
