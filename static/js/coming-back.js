// Coming back: a page that one leaves keeps its height for the time of the tab, and has it again when a form leads back
// to it (#back, or #r7 for the line of a list). A record opened from a list has the list in its address; Escape leads
// back to it.
const KEPT = "mdo-heights";
const MOST = 20;
const here = () => location.pathname + location.search;

const heights = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
};

const step = document.querySelector("[data-back]");
if (step?.dataset.address) history.replaceState(history.state, "", step.dataset.address + location.hash);

addEventListener("pagehide", () => {
  const others = heights().filter(([address]) => address !== here());
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...others, [here(), scrollY]].slice(-MOST)));
  } catch {
    // Full or forbidden: one comes back to the line, else to the top.
  }
});

const comeBack = () => {
  const row = /^#r\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!row && location.hash !== "#back") return;
  const height = heights().find(([address]) => address === here())?.[1];
  if (!row) history.replaceState(history.state, "", here());
  if (height !== undefined) scrollTo({ top: height, behavior: "instant" });
  const box = row && row.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) row.scrollIntoView({ block: "center" });
  row?.querySelector?.("a")?.focus({ preventScroll: true });
};
if (document.readyState === "complete") comeBack();
else addEventListener("load", comeBack);

// « Save and next » goes on in the field that one was in.
const FIELD = "mdo-field";
const form = step && document.querySelector("form[data-guard]");
if (form) {
  let last = "";
  form.addEventListener("focusin", ({ target }) => (last = target.id || last));
  try {
    const field = document.getElementById(sessionStorage.getItem(FIELD) ?? "");
    sessionStorage.removeItem(FIELD);
    field?.focus();
    field?.select?.();
    form.addEventListener("submit", ({ submitter }) => {
      if (submitter?.matches("[data-guard-next]")) sessionStorage.setItem(FIELD, last);
    });
  } catch {
    // Without a memory one goes to the field oneself.
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !step || document.querySelector("form[data-guard]")) return;
  if (event.target.closest("input, select, textarea, dialog, [popover]") || document.querySelector("dialog[open], :popover-open, details[open][data-closes]")) return;
  location.assign(step.dataset.back);
});
