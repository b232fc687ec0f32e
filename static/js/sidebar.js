// The left menu narrows to icons, remembered in a cookie that the server reads, so that the next page comes as this one
// was left. On phones it is a drawer.
const sidebar = document.getElementById("menu");
const toggle = document.querySelector("[data-menu-toggle]");

if (sidebar && toggle) {
  const root = document.documentElement;
  const isRail = () => root.dataset.menu === "rail";
  const YEAR_SECONDS = 365 * 24 * 3600;

  const show = () => {
    toggle.setAttribute("aria-pressed", String(isRail()));
    // A tooltip where the words are hidden, and nowhere else.
    for (const link of sidebar.querySelectorAll(".menu a")) link.title = isRail() ? link.querySelector("span").textContent : "";
  };

  toggle.addEventListener("click", () => {
    if (isRail()) delete root.dataset.menu;
    else root.dataset.menu = "rail";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `menu=${isRail() ? "rail" : ""}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
    show();
  });
  show();

  // Focus that is elsewhere closes the drawer, be it by way of the browser's own buttons: nothing is focused behind it.
  document.addEventListener("focusin", ({ target }) => {
    if (sidebar.matches(":popover-open") && !sidebar.contains(target)) sidebar.hidePopover();
  });
}
