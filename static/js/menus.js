// Menus made of <details>: Escape and a click elsewhere close them. The left menu narrows to icons, remembered.
const opened = () => document.querySelectorAll("details[data-closes][open]");

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

const toggle = document.querySelector("[data-menu-toggle]");
if (toggle) {
  const root = document.documentElement;
  const show = () => {
    const isRail = root.dataset.menu === "rail";
    toggle.setAttribute("aria-pressed", String(isRail));
    // A tooltip where the words are hidden, and nowhere else.
    for (const link of document.querySelectorAll(".menu__link")) link.title = isRail ? link.textContent.trim() : "";
  };
  toggle.addEventListener("click", () => {
    const wasRail = root.dataset.menu === "rail";
    if (wasRail) delete root.dataset.menu;
    else root.dataset.menu = "rail";
    try {
      localStorage.setItem("mdo-menu", wasRail ? "wide" : "rail");
    } catch {
      // storage refused: the choice lasts for this page
    }
    show();
  });
  show();
}
