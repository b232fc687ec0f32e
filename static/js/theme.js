// Runs before the first paint. The server has written the theme in the first bytes of the page; it cannot know what
// « system » is, so that one alone is asked here. Without script such a page is light.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const { theme } = root.dataset;
    root.dataset.bsTheme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  };
  apply();
  dark.addEventListener("change", apply);
  root.addEventListener("mdo:theme", apply); // theme-switch.js has written another choice
  root.classList.add("js");
})();
