// Answers and sends comments without leaving the page: the same forms to the same addresses, and what comes back is
// the page that a browser without scripts would have shown. Whatever fails is left to the browser.
const THREAD = "#comments", FORM = "form.comment-form", ERRORS = "#comment-errors, #comment-preview";
let busy = false;

// A document rather than text that would have to be made one.
const ask = (method, address, body) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => (request.response ? resolve(request) : reject(request));
    request.onerror = () => reject(request);
    request.send(body);
  });

const show = (element) => {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
};

const known = () => new Set([...document.querySelectorAll(THREAD + " [id]")].map((element) => element.id));

/** Puts the thread of another page in the place of this one's; answers whether there was one. */
const takeThread = (from) => {
  const [here, there] = [document.querySelector(THREAD), from.querySelector(THREAD)];
  if (!here || !there) return false;
  here.replaceWith(document.adoptNode(there));
  return true;
};

const sent = (form, answer) => {
  const before = known();
  const back = answer.response.querySelector(FORM);
  if (answer.status < 300 && takeThread(answer.response)) {
    history.replaceState(null, "", answer.responseURL);
    const fresh = [...document.querySelectorAll(THREAD + " .comment")].find((comment) => !before.has(comment.id));
    show(fresh ?? document.querySelector(THREAD + " .notice"));
  } else if (back) {
    form.replaceWith(document.adoptNode(back));
    show(back.querySelector(ERRORS) ?? back);
  } else return false;
  return true;
};

const send = async (form, button) => {
  busy = true;
  form.setAttribute("aria-busy", "true");
  try {
    // Set by the script that does a site's proof of work.
    await form.proof;
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.append(button.name, button.value);
    if (sent(form, await ask("POST", form.action, fields))) return;
  } catch {
    // Sent once more below, so that the browser says what is wrong.
  } finally {
    busy = false;
    form.removeAttribute("aria-busy");
  }
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
};

const like = async (form) => {
  const id = form.closest(".comment")?.id;
  try {
    const { response } = await ask("POST", form.action, " ");
    const [here, there] = [form.querySelector("button"), response.getElementById(id)?.querySelector(".like button")];
    if (there) {
      here.replaceWith(document.adoptNode(there));
      return there.focus({ preventScroll: true });
    }
  } catch {
    // As below.
  }
  HTMLFormElement.prototype.submit.call(form);
};

const answer = async (link) => {
  const comment = link.closest(".comment");
  const open = comment.querySelector(FORM);
  if (open) {
    open.remove();
    return link.setAttribute("aria-expanded", "false");
  }
  try {
    const { response } = await ask("GET", link.href);
    const form = response.querySelector(FORM);
    if (form) {
      document.querySelectorAll(".comment " + FORM).forEach((other) => other.remove());
      document.querySelectorAll(".answer[aria-expanded=true]").forEach((other) => other.setAttribute("aria-expanded", "false"));
      // Two forms on a page must not share their names for labels.
      form.querySelectorAll("[id]").forEach((element) => (element.id += "-reply"));
      form.querySelectorAll("[for]").forEach((element) => (element.htmlFor += "-reply"));
      form.querySelectorAll("[aria-describedby]").forEach((element) =>
        element.setAttribute("aria-describedby", element.getAttribute("aria-describedby").replace(/\S+/g, "$&-reply")));
      comment.querySelector(".reply").after(document.adoptNode(form));
      link.setAttribute("aria-expanded", "true");
      return show(form.querySelector("input:not([type=hidden])"));
    }
  } catch {
    // As below.
  }
  location.assign(link.href);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  const ours = form.matches(FORM) && form.closest(THREAD);
  if (!ours && !form.matches(THREAD + " form.like")) return;
  event.preventDefault();
  if (busy) return;
  if (ours) send(form, event.submitter);
  else like(form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(THREAD + " a.answer");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  answer(link);
});

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.(".comment " + FORM);
  const link = form && form.closest(".comment").querySelector(".answer");
  if (!link) return;
  form.remove();
  link.setAttribute("aria-expanded", "false");
  link.focus();
});
