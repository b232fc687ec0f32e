// « Mon point »: E says that the line is right, → past its last cell opens the record; a line that was confirmed leaves and
// the next one takes its place, with the focus.
const people = document.querySelector("[data-point]");

if (people) {
  people.addEventListener(
    "keydown",
    (event) => {
      const row = event.target.closest("tbody tr");
      if (!row || event.target.matches("input, textarea, button") || event.ctrlKey || event.metaKey || event.altKey) return;
      const cells = row.querySelectorAll("td.is-in-place");
      const isLast = event.target === cells[cells.length - 1];
      const act = event.key.toLowerCase() === "e" ? row.querySelector(".cell-actions form button") : null;
      const link = event.key === "ArrowRight" && isLast ? row.querySelector("th a") : null;
      if (!act && !link) return;
      event.preventDefault();
      event.stopPropagation(); // the cell would take the letter
      (act ?? link).click();
    },
    true,
  );
  // Once the browser has gone to the part that the address names.
  if (location.hash === "#to-confirm") addEventListener("load", () => (people.querySelector("td.is-in-place") ?? people.querySelector("th a"))?.focus());
}
