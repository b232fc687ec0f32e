// Runs before the first paint, so that neither theme nor menu flashes. The page works without it, in light.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage refused by the browser: the defaults hold
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = read("mdo-theme");
    root.dataset.bsTheme = chosen || (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
  root.classList.add("js");
  if (read("mdo-menu") === "rail") root.dataset.menu = "rail";
})();
