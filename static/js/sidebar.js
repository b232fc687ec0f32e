// The left menu: sections fold, the whole narrows to icons, both remembered in a cookie that the server reads, so that
// the next page comes as this one was left. On phones it is a drawer.
const sidebar = document.getElementById("menu");
const toggle = document.querySelector("[data-menu-toggle]");

if (sidebar && toggle) {
  const root = document.documentElement;
  const sections = [...sidebar.querySelectorAll("[data-menu-section]")];
  const isRail = () => root.dataset.menu === "rail";
  const YEAR_SECONDS = 365 * 24 * 3600;

  const read = () => {
    const found = document.cookie.split("; ").find((item) => item.startsWith("menu="));
    return new Set(found ? found.slice("menu=".length).split(".").filter(Boolean) : []);
  };
  const remember = (word, isOn) => {
    const words = read();
    if (isOn) words.add(word);
    else words.delete(word);
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `menu=${[...words].join(".")}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
  };

  const show = () => {
    toggle.setAttribute("aria-pressed", String(isRail()));
    // A tooltip where the words are hidden, and nowhere else.
    for (const link of sidebar.querySelectorAll(".menu a")) link.title = isRail() ? link.textContent.trim() : "";
  };

  toggle.addEventListener("click", () => {
    if (isRail()) delete root.dataset.menu;
    else root.dataset.menu = "rail";
    remember("rail", isRail());
    const folded = read();
    // The rail hides the titles: all sections are open in it.
    for (const section of sections) section.open = isRail() || !folded.has(section.dataset.menuSection);
    show();
  });

  for (const section of sections) {
    // Not « toggle »: it also comes when the rail opens them all.
    section.querySelector("summary").addEventListener("click", () => {
      remember(section.dataset.menuSection, section.open); // it was open: it folds now
    });
  }
  show();

  // Focus that leaves the drawer closes it: nothing is focused behind it.
  sidebar.addEventListener("focusout", (event) => {
    const leaves = event.relatedTarget && !sidebar.contains(event.relatedTarget);
    if (leaves && sidebar.matches(":popover-open")) sidebar.hidePopover();
  });
}
