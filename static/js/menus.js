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
  const show = () => toggle.setAttribute("aria-pressed", String(root.dataset.menu === "rail"));
  toggle.addEventListener("click", () => {
    const isRail = root.dataset.menu === "rail";
    if (isRail) delete root.dataset.menu;
    else root.dataset.menu = "rail";
    try {
      localStorage.setItem("mdo-menu", isRail ? "wide" : "rail");
    } catch {
      // storage refused: the choice lasts for this page
    }
    show();
  });
  show();
}
