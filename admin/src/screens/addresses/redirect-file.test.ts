import { expect, test } from "vitest";
import { asJson, asTable, compareRedirects, merge, readRedirectFile } from "./redirect-file";

const OLD = { from: "/old/", to: "/new/", permanent: true };
const MOVED = { from: "/a, b/", to: "https://gull.example/?q=\"x\"", permanent: false };

test("what is written as a table or as Ghost's file is read as it was", () => {
  for (const file of [asTable([OLD, MOVED]), asJson([OLD, MOVED])]) {
    expect(readRedirectFile(file), file).toEqual({ redirects: [OLD, MOVED], unreadable: [] });
  }
});

test("tables of other programs are understood", () => {
  expect(readRedirectFile("\uFEFF/old/;/new/\r\n").redirects).toEqual([OLD]);
  expect(readRedirectFile("Source\tTarget\tCode\nhttps://bell.example/old/\t/new/\t301\n").redirects).toEqual([OLD]);
  expect(readRedirectFile("^/old/(.*)$,/new/$1").redirects).toEqual([{ from: "^/old/(.*)$", to: "/new/$1", permanent: true }]);
  expect(readRedirectFile("/old/,/new/,302").redirects).toEqual([{ ...OLD, permanent: false }]);
});

test("a line that says nothing is named, and the others are read", () => {
  expect(readRedirectFile("/old/,/new/\n/lost/,\n\n")).toEqual({ redirects: [OLD], unreadable: [2] });
  expect(readRedirectFile('[{"from":"/old/","to":"/new/","permanent":true},{"from":1}]')).toEqual({ redirects: [OLD], unreadable: [2] });
  expect(readRedirectFile("[").unreadable).toEqual([1]);
});

test("a list says what it would change before it does", () => {
  const next = [OLD, { ...MOVED, to: "/b/" }, { from: "/c/", to: "/d/", permanent: true }];
  expect(compareRedirects([OLD, MOVED], next)).toEqual({ added: 1, changed: 1, same: 1 });
  expect(merge([OLD, MOVED], next).map(({ to }) => to)).toEqual(["/new/", "/b/", "/d/"]);
});
