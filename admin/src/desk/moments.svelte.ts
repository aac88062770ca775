// Moments as people say them: "3 minutes ago", with the full date in the site's zone beside it.
import { account } from "./account.svelte";
import { words } from "./words.svelte";

const MINUTE = 60_000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 24 * 60 * MINUTE],
  ["month", 30 * 24 * 60 * MINUTE],
  ["week", 7 * 24 * 60 * MINUTE],
  ["day", 24 * 60 * MINUTE],
  ["hour", 60 * MINUTE],
  ["minute", MINUTE],
  ["second", 1_000],
];

/** The time of now, which moves on so that what is shown relative to it stays true. */
class Now {
  at = $state(Date.now());

  constructor() {
    setInterval(() => (this.at = Date.now()), 15_000);
  }
}

export const now = new Now();

/** `at` relative to `from`, both in milliseconds: "2 days ago", "in 5 minutes". */
export function relative(at: number, from: number, language: string): string {
  const gap = at - from;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const [unit, size] = UNITS.find(([, size]) => Math.abs(gap) >= size) ?? ["second", 1_000];
  return format.format(Math.trunc(gap / size), unit);
}

export function ago(iso: string): string {
  return relative(Date.parse(iso), Math.max(now.at, Date.now()), words.language);
}

/** The whole date with the site's zone named: "24 November 2026 at 18:20 WET". */
export function absolute(iso: string): string {
  const timeZone = account.site?.timezone ?? "UTC";
  const format = new Intl.DateTimeFormat(words.language, {
    timeZone,
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return format.format(new Date(iso));
}

/** The parts of a moment in a zone as an `<input type="datetime-local">` has them: `2026-11-24T18:20`. */
export function toWallClock(iso: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return format.format(new Date(iso)).replace(" ", "T");
}

/**
 * The moment at which clocks in `timeZone` show `wall` (`2026-11-24T18:20`), in ISO 8601 UTC.
 * An hour that a zone skips in spring becomes the hour after it.
 */
export function fromWallClock(wall: string, timeZone: string): string {
  const wished = Date.parse(`${wall}:00Z`);
  let at = wished;
  // The offset depends on the moment, so it is looked up twice: once near, once at the answer.
  for (let round = 0; round < 2; round += 1) {
    const shown = Date.parse(`${toWallClock(new Date(at).toISOString(), timeZone)}:00Z`);
    at += wished - shown;
  }
  return new Date(at).toISOString();
}
