// Light or dark, remembered by the browser; theme.js applies it before the first paint.
const button = document.querySelector("[data-theme-switch]");
if (button) {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.bsTheme === "dark"));
  button.addEventListener("click", () => {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("mdo-theme", root.dataset.bsTheme);
    } catch {
      // storage refused: the choice lasts for this page
    }
    show();
  });
  show();
}
