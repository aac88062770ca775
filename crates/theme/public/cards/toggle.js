// A heading that opens and closes what stands under it, by mouse and by keyboard.
for (const card of document.querySelectorAll(".kg-toggle-card")) {
  const button = card.querySelector(".kg-toggle-card-icon");
  const show = (open) => {
    card.dataset.kgToggleState = open ? "open" : "close";
    button?.setAttribute("aria-expanded", String(open));
  };
  show(card.dataset.kgToggleState === "open");
  card.querySelector(".kg-toggle-heading")?.addEventListener("click", () => {
    show(card.dataset.kgToggleState !== "open");
  });
}
