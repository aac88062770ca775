import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";

const keysOf = (language: string): string[] => {
  const resource = new FluentResource(readFileSync(path.join(import.meta.dirname, `${language}.ftl`), "utf8"));
  return resource.body.map((message) => message.id).sort();
};

/** Every source file of the desk. */
const sources = readdirSync(path.join(import.meta.dirname, ".."), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(path.join(import.meta.dirname, "..", name), "utf8"));

test.each(["de", "ar"])("everything the desk says it says in %s", (language) => {
  expect(keysOf(language)).toEqual(keysOf("en"));
});

test("no word is asked for that is not there, and none is there that nobody asks for", () => {
  const keys = keysOf("en");
  const text = sources.join("\n");
  const asked = [...text.matchAll(/\bt\(\s*"([a-z0-9-]+)"/g)].map((match) => match[1] ?? "");
  expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
  // Some are put together: `status-${status}`.
  const stems = [...text.matchAll(/`([a-z-]+-)\$\{/g)].map((match) => match[1] ?? "");
  const isUsed = (key: string): boolean => text.includes(`"${key}"`) || stems.some((stem) => key.startsWith(stem));
  expect(keys.filter((key) => !isUsed(key))).toEqual([]);
});
