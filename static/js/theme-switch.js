// The theme changes at once, and the server is told: it keeps the choice for the account. Without script the same
// forms are sent, and the page comes back in its new theme.
const root = document.documentElement;
const forms = document.querySelectorAll("[data-theme-form]");
const toggle = document.querySelector("[data-theme-toggle]");

const show = () => {
  const isDark = root.dataset.bsTheme === "dark";
  if (toggle) {
    toggle.value = isDark ? "light" : "dark";
    toggle.setAttribute("aria-pressed", String(isDark));
  }
  for (const button of document.querySelectorAll(".theme-choice [name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === root.dataset.theme));
  }
};

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    root.dataset.theme = body.get("theme");
    root.dispatchEvent(new Event("mdo:theme"));
    show();
    // Kept alive when the page is left at once. Refused or without network, the choice lasts for this page.
    fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(
      () => {},
    );
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
show();
