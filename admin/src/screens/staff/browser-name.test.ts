import { expect, test } from "vitest";
import { browserName } from "./browser-name";

test("people know their own devices again", () => {
  expect(browserName("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("Firefox · Linux");
  expect(browserName("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1")).toBe("Safari · iOS");
  expect(browserName("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0")).toBe("Edge · Windows");
  expect([browserName("curl/8.5.0"), browserName("")]).toEqual(["curl/8.5.0", "?"]);
});
