// A click anywhere on a row opens it; the link of its first cell does so by keyboard and without script, and the arrows
// go from one to the next.
const opens = (row) => row?.querySelector("th a");

document.addEventListener("click", (event) => {
  const link = opens(event.target.closest("tbody tr"));
  if (!link || event.defaultPrevented || event.target.closest("a, button, input, label, select, summary, .cell-box, .cell-actions")) return;
  if (String(getSelection()) !== "") return; // someone selects text to copy it
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else location.assign(link.href);
});

const STEPS = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };

document.addEventListener("keydown", (event) => {
  const row = event.target.closest("tbody tr");
  if (!(event.key in STEPS) || !row || event.target !== opens(row) || event.altKey || event.ctrlKey) return;
  const next = opens(row[STEPS[event.key]]);
  if (!next) return;
  event.preventDefault();
  next.focus();
});
