// A button that shows or hides a panel (the filters of a list). Escape hides it. Without script the panel is simply open.
for (const button of document.querySelectorAll("[data-toggles]")) {
  const panel = document.getElementById(button.dataset.toggles);
  button.addEventListener("click", () => {
    const isOpen = panel.toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.querySelector("input:not([type=hidden]), select")?.focus();
  });
  // A list of choices that is open in the panel takes the key first.
  const close = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !panel.hasAttribute("data-open")) return;
    button.click();
    button.focus();
  };
  panel.addEventListener("keydown", close);
  button.addEventListener("keydown", close);
}
