// Light or dark: what the device prefers, or what was chosen on it.

export const SCHEMES = ["auto", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

const KEPT_AS = "dateline.scheme";

class Appearance {
  scheme = $state<Scheme>("auto");

  constructor() {
    const kept = localStorage.getItem(KEPT_AS);
    this.choose(SCHEMES.find((scheme) => scheme === kept) ?? "auto");
  }

  choose(scheme: Scheme): void {
    this.scheme = scheme;
    localStorage.setItem(KEPT_AS, scheme);
    document.documentElement.dataset["scheme"] = scheme;
  }
}

export const appearance = new Appearance();
