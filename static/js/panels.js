// A button that shows or hides a panel (the filters of a list). Without script the panel is simply open.
for (const button of document.querySelectorAll("[data-toggles]")) {
  const panel = document.getElementById(button.dataset.toggles);
  button.addEventListener("click", () => {
    const isOpen = panel.toggleAttribute("data-open");
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.querySelector("input:not([type=hidden]), select")?.focus();
  });
}
