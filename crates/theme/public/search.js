// Opens the site's search from a theme's own buttons ([data-ghost-search]), from links to #/search and with Ctrl-K, and
// offers stories, tags and authors while a question is typed. Everything leads to pages of the server; where this does
// not run, or the server is slow, the same form leads to the search page.
(() => {
  const { search = "/search/", label = "Search", close = "Close" } = document.currentScript?.dataset ?? {};
  const PAUSE = 120;
  const known = new Map();
  let box, field, list, status, form;
  let options = [];
  let active = -1;
  let waiting, asking;

  const STYLE = `
    dialog { box-sizing: border-box; inline-size: min(608px, calc(100vw - 24px)); max-block-size: 80vh; margin-block: 10vh auto; padding: 0;
      overflow: auto; border: 1px solid color-mix(in srgb, CanvasText 25%, Canvas); border-radius: 6px; background: Canvas; color: CanvasText;
      font: 16px/1.4 system-ui, sans-serif; text-align: start; box-shadow: 0 1em 3em rgb(0 0 0 / .3); }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    form { position: sticky; inset-block-start: 0; display: flex; gap: .5em; padding: .6em; background: Canvas; }
    input { flex: 1; min-inline-size: 0; padding: .6em .7em; border: 1px solid color-mix(in srgb, CanvasText 55%, Canvas); border-radius: 4px; font: inherit;
      background: transparent; color: inherit; }
    input::-webkit-search-cancel-button { display: none; }
    button { min-inline-size: 2.75em; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
    :is(input, button):focus-visible { outline: 2px solid Highlight; outline-offset: 1px; }
    .list:empty { display: none; }
    .list { padding: 0 .6em .6em; }
    .group { padding: .5em .6em .2em; font-size: .8em; font-weight: 600; color: color-mix(in srgb, CanvasText 70%, Canvas); }
    a { display: block; padding: .45em .6em; border-radius: 4px; color: inherit; text-decoration: none; }
    a[aria-selected=true] { background: color-mix(in srgb, CanvasText 12%, Canvas); outline: 2px solid transparent; }
    a b { display: block; font-weight: 600; }
    a span { display: block; font-size: .85em; color: color-mix(in srgb, CanvasText 70%, Canvas); }
    .status { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
    .list:empty + .status:not(:empty) { position: static; inline-size: auto; block-size: auto; margin: 0; padding: 0 1.2em 1em; clip-path: none; }`;

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const make = () => {
    // Apart from the page, so that neither style reaches the other; in pixels, because themes set the root to any size.
    const host = element("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    field = element("input", {
      type: "search", name: "q", maxlength: 200, required: "", autocomplete: "off", enterkeyhint: "search", "aria-label": label, placeholder: label,
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "list",
    });
    const shut = element("button", { type: "button", "aria-label": close }, "✕");
    form = element("form", { action: search, role: "search" }, field, shut);
    list = element("div", { id: "list", class: "list", role: "listbox", "aria-label": label });
    status = element("p", { class: "status", role: "status" });
    box = element("dialog", { "aria-label": label }, form, list, status);
    root.append(box);
    document.body.append(host);
    shut.addEventListener("click", () => box.close());
    // A click beside the box lands on the dialog itself, as none of its parts reaches there.
    box.addEventListener("click", (event) => event.target === box && box.close());
    box.addEventListener("close", () => {
      asking?.abort();
      if (location.hash.startsWith("#/search")) history.replaceState(null, "", location.pathname + location.search);
    });
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", onKey);
  };

  const onKey = (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) {
      event.preventDefault();
      // Between the last and the first stands the field itself.
      const places = options.length + 1;
      choose(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options[active].click();
    }
  };

  const choose = (next) => {
    options[active]?.setAttribute("aria-selected", "false");
    active = next;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const typed = field.value.trim();
    asking?.abort();
    if (typed === "") return show(null);
    if (known.has(typed)) return show(known.get(typed));
    asking = new AbortController();
    try {
      const answer = await fetch(`${search}suggest/?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (!answer.ok) return show(null);
      const found = await answer.json();
      if (known.size > 100) known.clear();
      known.set(typed, found);
      if (field.value.trim() === typed) show(found);
    } catch {
      // Another letter was typed, or the line is down; the form still leads to the search page.
    }
  };

  const show = (found) => {
    choose(-1);
    options = [];
    list.replaceChildren();
    const add = (parent, { title, text, url }) => {
      const option = element("a", { id: `option-${options.length}`, role: "option", "aria-selected": "false", href: url, tabindex: "-1" }, element("b", { dir: "auto" }, title));
      if (text) option.append(element("span", { dir: "auto" }, text));
      options.push(option);
      parent.append(option);
    };
    for (const { name, items } of found?.groups ?? []) {
      const group = element("div", { role: "group", "aria-label": name }, element("div", { class: "group", "aria-hidden": "true" }, name));
      for (const item of items) add(group, item);
      list.append(group);
    }
    if (options.length > 0) add(list, found.all);
    field.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = found?.said ?? "";
  };

  const open = () => {
    if (!box) make();
    if (!box.open) box.showModal();
    field.select();
  };
  const byHash = () => /^#\/search\/?$/.test(location.hash) && open();
  document.addEventListener("click", (event) => {
    // Where the browser is asked for a new window it opens the search page there.
    if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest?.("[data-ghost-search]")) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  addEventListener("hashchange", byHash);
  byHash();
})();
