// Ticked rows: the bar appears with their number; one box ticks the page, another all the results of the list.
const start = (bar) => {
  const list = bar.closest(".list");
  const boxes = [...list.querySelectorAll("input[name=rowid]")];
  const page = list.querySelector("[data-all-boxes]");
  const results = bar.querySelector("[data-all-results]");
  const words = bar.querySelector("[data-bulk-count]");
  let last = null;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    if (results && count < boxes.length) results.checked = false;
    bar.toggleAttribute("data-open", count > 0);
    if (results?.checked) words.textContent = words.dataset.all;
    else words.textContent = count === 1 ? words.dataset.one : words.dataset.many.replace("{n}", String(count));
    if (page) {
      page.checked = count > 0 && count === boxes.length;
      page.indeterminate = count > 0 && count < boxes.length;
    }
  };
  const tick = (isTicked) => {
    for (const box of boxes) box.checked = isTicked;
    show();
  };

  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      // Shift ticks the rows between the last click and this one.
      if (event.shiftKey && last !== null) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
      }
      last = box;
      show();
    });
  }
  page?.addEventListener("change", () => tick(page.checked));
  // All the results hold those of the page: to untick one of these is to go back to the page.
  results?.addEventListener("change", () => tick(true));
  bar.querySelector("[data-select-all]").addEventListener("click", () => tick(true));
  bar.querySelector("[data-select-none]").addEventListener("click", () => {
    tick(false);
    (page || boxes[0]).focus();
  });
  window.addEventListener("pageshow", show);
};
for (const bar of document.querySelectorAll(".bulk-bar")) start(bar);
document.addEventListener("mdo:live", ({ detail }) => {
  for (const root of detail) root.querySelectorAll(".bulk-bar").forEach(start);
});
