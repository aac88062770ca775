// Opens the site's search from a theme's own buttons and from links to #/search. The field leads to the search page,
// so what is found is the server's.
const { search: path = "/search/", label = "Search" } = document.currentScript?.dataset ?? {};
let box;
const make = () => {
  const element = document.createElement("dialog");
  element.setAttribute("aria-label", label);
  element.style.cssText = "inline-size:min(34rem,90vw);margin-block-start:15vh;padding:1rem;border:1px solid;border-radius:6px";
  const form = document.createElement("form");
  form.action = path;
  form.setAttribute("role", "search");
  form.style.cssText = "display:flex;gap:.5rem;margin:0";
  const field = document.createElement("input");
  Object.assign(field, { type: "search", name: "q", maxLength: 200, required: true });
  field.setAttribute("aria-label", label);
  field.style.cssText = "flex:1;min-inline-size:0;padding:.6em;font:inherit";
  const button = document.createElement("button");
  button.textContent = "→";
  button.style.cssText = "padding:.6em 1em;font:inherit;cursor:pointer";
  form.append(field, button);
  element.append(form);
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close();
  });
  document.body.append(element);
  return element;
};
const open = () => {
  box ??= make();
  if (!box.open) box.showModal();
};
const byHash = () => {
  if (location.hash === "#/search" || location.hash === "#/search/") open();
};
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-ghost-search]")) return;
  event.preventDefault();
  open();
});
addEventListener("hashchange", byHash);
byHash();
