// A browser and its system by what it says of itself, well enough to know one's own devices.

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/Chrome\/|CriOS|Chromium/, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

const named = (of: [RegExp, string][], agent: string): string | undefined => of.find(([pattern]) => pattern.test(agent))?.[1];

/** `Firefox · Linux`; what is unknown is shown as it came, shortened. */
export function browserName(agent: string): string {
  const [browser, system] = [named(BROWSERS, agent), named(SYSTEMS, agent)];
  if (browser === undefined) return agent.slice(0, 60) || "?";
  return system === undefined ? browser : `${browser} · ${system}`;
}
