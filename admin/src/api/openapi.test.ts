import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { typesOf, type Description } from "./openapi-types";

test("the desk's types are those of the API as it is now", async () => {
  const text = readFileSync(path.join(import.meta.dirname, "../../../docs/openapi.json"), "utf8");
  await expect(typesOf(JSON.parse(text) as Description)).toMatchFileSnapshot("./openapi.ts");
});
