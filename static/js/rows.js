// A click anywhere on a row opens it; the link of its first cell does so by keyboard and without script.
document.addEventListener("click", (event) => {
  const link = event.target.closest("tbody tr")?.querySelector("th a");
  if (!link || event.target.closest("a, button, input, label, select, .cell-box, .cell-actions")) return;
  if (String(getSelection()) !== "") return; // someone selects text to copy it
  if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
  else location.assign(link.href);
});
