// The desk's own words, from Fluent files. English is part of the app, so that a word missing elsewhere has a fall-back.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { directionOf } from "./direction";
import english from "../locales/en.ftl?raw";

export const LANGUAGES = { en: "English", de: "Deutsch", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT_AS = "dateline.language";
const others = import.meta.glob<string>(["../locales/*.ftl", "!../locales/en.ftl"], { query: "?raw", import: "default" });

function bundle(language: Language, source: string): FluentBundle {
  // Values are fenced off where their direction may differ from the sentence's.
  const made = new FluentBundle(language, { useIsolating: directionOf(language) === "rtl" });
  made.addResource(new FluentResource(source));
  return made;
}

const fallback = bundle("en", english);

class Words {
  language = $state<Language>("en");
  #bundle = $state.raw(fallback);

  /** The sentence `id` with its values. Reading it in a template follows a change of the language. */
  say(id: string, values?: Record<string, FluentVariable>): string {
    for (const from of [this.#bundle, fallback]) {
      const message = from.getMessage(id);
      if (message?.value) return from.formatPattern(message.value, values ?? null, []);
    }
    return id;
  }

  /** Changes the language and remembers the choice on this device. */
  async choose(language: Language): Promise<void> {
    localStorage.setItem(KEPT_AS, language);
    await this.use(language);
  }

  async use(language: Language): Promise<void> {
    const load = others[`../locales/${language}.ftl`];
    this.#bundle = load === undefined ? fallback : bundle(language, await load());
    this.language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }
}

/** What was chosen on this device, else the first of the browser's languages that we speak. */
export function preferredLanguage(): Language {
  const wishes = [localStorage.getItem(KEPT_AS) ?? "", ...navigator.languages];
  const spoken = wishes.map((wish) => wish.slice(0, 2)).find((wish) => wish in LANGUAGES);
  return (spoken ?? "en") as Language;
}

export const words = new Words();

/** Short for [`Words.say`], as nearly every line of a template needs it. */
export const t = (id: string, values?: Record<string, FluentVariable>): string => words.say(id, values);
