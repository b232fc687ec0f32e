// Printing: what is folded is opened for the paper, and folded again after.
const unfolded = [];

window.addEventListener("beforeprint", () => {
  for (const item of document.querySelectorAll("main details:not([open], [data-closes])")) {
    item.open = true;
    unfolded.push(item);
  }
});
window.addEventListener("afterprint", () => {
  for (const item of unfolded.splice(0)) item.open = false;
});

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
