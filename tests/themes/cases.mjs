// Templates made by chance from the language's rules, the same ones in every run.

/** Numbers between 0 and 1 from a seed (mulberry32). */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const DATA = {
  title: "Tide & <time>", n: 1, zero: 0, yes: true, no: false, nil: null, empty: "", none: [], bare: {},
  tags: ["sea", "port", ""], nested: [[1, 2], [3, null]],
  post: { title: "Bridge", author: { name: "Ana" }, tags: [{ name: "News", n: 1 }, { name: "Port", n: 0 }] },
  people: [{ name: "Ana", on: true }, { name: "Rui", on: false }, { name: "Eva" }],
  map: { b: 1, a: 2 }, "odd key": "odd",
};
const VARS = { site: { title: "Post", menu: [{ label: "A" }, { label: "B" }] }, level: 3 };
const PARTIALS = {
  card: "[{{name}}{{title}}|{{extra}}]",
  "deep/list": "{{#each people}}\n  {{> card extra=../title}}\n{{else}}\nnone\n{{/each}}\n",
  wrap: "<{{> @partial-block}}>",
  lines: "one\n{{#if n}}\ntwo\n{{/if}}\n",
};
const NAMES = ["title", "n", "zero", "yes", "no", "nil", "empty", "none", "bare", "tags", "post", "people", "map", "name", "missing", "on", "nested"];
const PATHS = [
  ...NAMES, "post.title", "post.author.name", "post.tags.[0].name", "post.tags.1.name", "../title", "../../title", "this", ".", "this.name",
  "./name", "tags.length", "@index", "@key", "@first", "@last", "@site.title", "@root.title", "@level", "@../index", "[odd key]", "nested.[0].[1]", "missing.deep",
];
const LITERALS = ['"text"', "'it is'", '"a \\"b\\""', "3", "-2.5", "true", "false", "null", "undefined", '""'];

export function cases(count) {
  const random = chance(20261124);
  const of = (list) => list[Math.floor(random() * list.length)];
  const often = (share) => random() < share;
  const tilde = () => (often(0.06) ? "~" : "");
  const blank = () => of(["", "", " ", "\n", "\n  ", "x", " y\n", "\r\n"]);
  const value = (depth) => {
    if (depth > 0 && often(0.15)) return `(lookup ${value(depth - 1)} ${value(depth - 1)})`;
    return often(0.25) ? of(LITERALS) : of(PATHS);
  };
  const open = (inside) => `{{${tilde()}#${inside}${tilde()}}}`;
  const close = (name) => `{{${tilde()}/${name}${tilde()}}}`;
  const otherwise = (depth) => {
    if (often(0.5)) return "";
    if (often(0.3)) return `{{else if ${value(1)}}}${body(depth)}{{else}}${body(depth)}`;
    return `{{${tilde()}${of(["else", "^"])}${tilde()}}}${body(depth)}`;
  };
  const block = (depth) => {
    const path = of(PATHS.filter((path) => !path.startsWith("@") && !path.startsWith("[")));
    const made = [
      () => open(`if ${value(1)}${often(0.2) ? " includeZero=true" : ""}`) + body(depth) + otherwise(depth) + close("if"),
      () => open(`unless ${value(1)}`) + body(depth) + otherwise(depth) + close("unless"),
      () => open(`each ${value(1)}${often(0.3) ? " as |item at|" : ""}`) + body(depth) + often01("{{item}}{{at}}") + otherwise(depth) + close("each"),
      () => open(`with ${value(1)}${often(0.3) ? " as |it|" : ""}`) + body(depth) + often01("{{it}}") + otherwise(depth) + close("with"),
      () => open(path) + body(depth) + otherwise(depth) + close(path),
      () => `{{^${path}}}${body(depth)}${close(path)}`,
      () => `{{#> wrap}}${body(depth)}{{/wrap}}`,
      () => `{{#> nowhere}}${body(depth)}{{/nowhere}}`,
      () => `{{#*inline "own"}}${body(0)}{{/inline}}{{> own}}`,
    ];
    return of(made)();
  };
  const often01 = (text) => (often(0.3) ? text : "");
  const tag = () => of([
    () => `{{${tilde()}${value(1)}${tilde()}}}`,
    () => `{{{${of(PATHS)}}}}`,
    () => `{{&${of(PATHS)}}}`,
    () => `{{lookup ${value(1)} ${value(1)}}}`,
    () => `{{> ${of(["card", "deep/list", '"lines"', "lines"])}${of(["", " post", " extra=title", ' extra="x" name=n'])}}}`,
    () => `{{!-- a {{comment}} --}}`,
    () => `{{! note }}`,
    () => `\\{{title}}`,
    () => `{{{{raw}}}} {{x}} {{{{/raw}}}}`,
  ])();
  const body = (depth) => {
    let out = "";
    for (let parts = Math.floor(random() * 3) + 1; parts > 0; parts -= 1) {
      out += blank() + (depth > 0 && often(0.5) ? block(depth - 1) : tag()) + blank();
    }
    return out;
  };
  return Array.from({ length: count }, () => ({ template: body(3), partials: PARTIALS, data: DATA, vars: VARS }));
}
