// What the "Share" of Ghost's themes does, a link to #/share: the sheet of the system where there is one for fingers, else a box with
// the address to copy and ways to send it on. Nothing is asked of anybody before a reader chooses.
(() => {
  const { share = "Share", copy = "Copy link", copied = "Link copied", mail = "E-mail", close = "Close" } = document.currentScript?.dataset ?? {};
  const HASH = /^#\/share\/?$/;
  let box, status;

  const STYLE = `
    dialog { box-sizing: border-box; inline-size: min(400px, calc(100vw - 24px)); padding: 16px; border: 1px solid color-mix(in srgb, CanvasText 25%, Canvas);
      border-radius: 6px; background: Canvas; color: CanvasText; font: 16px/1.4 system-ui, sans-serif; text-align: start; box-shadow: 0 1em 3em rgb(0 0 0 / .3); }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    header { display: flex; align-items: start; gap: .5em; }
    h2 { flex: 1; margin: 0 0 .6em; font-size: 1em; overflow-wrap: anywhere; }
    .ways { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; margin: 0; padding: 0; list-style: none; }
    .ways :is(a, button) { display: block; box-sizing: border-box; inline-size: 100%; padding: .6em .7em; border: 1px solid color-mix(in srgb, CanvasText 40%, Canvas);
      border-radius: 4px; background: none; color: inherit; font: inherit; text-align: start; text-decoration: none; cursor: pointer; }
    .close { min-inline-size: 2.75em; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
    :is(a, button):focus-visible { outline: 2px solid Highlight; outline-offset: 1px; }
    p { margin: .6em 0 0; min-block-size: 1.4em; }`;

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const content = (selector) => document.querySelector(selector)?.content;
  const page = () => ({
    url: document.querySelector('link[rel="canonical"]')?.href ?? location.href.split("#")[0],
    title: content('meta[property="og:title"]') ?? document.title,
  });

  const make = () => {
    const { url, title } = page();
    const [link, words] = [encodeURIComponent(url), encodeURIComponent(title)];
    const host = element("div");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const shut = element("button", { type: "button", class: "close", "aria-label": close }, "✕");
    const take = element("button", { type: "button" }, copy);
    const way = (name, href) => element("li", {}, element("a", { href, target: "_blank", rel: "noopener" }, name));
    status = element("p", { role: "status" });
    box = element("dialog", { "aria-label": share },
      element("header", {}, element("h2", { dir: "auto" }, title), shut),
      element("ul", { class: "ways" },
        element("li", {}, take),
        way(mail, `mailto:?subject=${words}&body=${link}`),
        way("X", `https://x.com/intent/post?text=${words}&url=${link}`),
        way("Facebook", `https://www.facebook.com/sharer/sharer.php?u=${link}`),
        way("Bluesky", `https://bsky.app/intent/compose?text=${encodeURIComponent(`${title} ${url}`)}`),
        way("LinkedIn", `https://www.linkedin.com/sharing/share-offsite/?url=${link}`)),
      status);
    root.append(box);
    document.body.append(host);
    shut.addEventListener("click", () => box.close());
    box.addEventListener("click", (event) => event.target === box && box.close());
    box.addEventListener("close", leave);
    take.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(url);
        status.textContent = copied;
      } catch {
        // Not allowed here: the address itself can still be taken.
        status.textContent = url;
      }
    });
  };

  const leave = () => HASH.test(location.hash) && history.replaceState(null, "", location.pathname + location.search);

  const open = async () => {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      try {
        await navigator.share(page());
        return leave();
      } catch (refusal) {
        // Whoever closed the sheet has chosen.
        if (refusal.name === "AbortError") return leave();
      }
    }
    if (!box) make();
    status.textContent = "";
    if (!box.open) box.showModal();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href$="#/share"], a[href$="#/share/"], [data-portal="share"]');
    if (!link) return;
    event.preventDefault();
    void open();
  });
  const byHash = () => HASH.test(location.hash) && void open();
  addEventListener("hashchange", byHash);
  byHash();
})();
