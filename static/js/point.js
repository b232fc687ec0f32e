// « Mon point »: E says that the line is right, → past its last cell opens the record; a line that was confirmed leaves and
// the next one takes its place, with the focus. On a phone one record is shown at a time: those passed over come last.
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

const queue = document.querySelector("[data-queue]");

if (queue) {
  const PASSED = "point-passed";
  const items = [...queue.querySelectorAll("tbody tr, .point__list li")];
  const pass = queue.querySelector("[data-pass]");
  const keyOf = (item) => item.querySelector("[name=record]")?.value;
  const passed = new Set(JSON.parse(sessionStorage.getItem(PASSED) ?? "[]"));
  const show = () => {
    if (items.every((item) => passed.has(keyOf(item)))) passed.clear();
    const current = items.find((item) => !passed.has(keyOf(item)));
    for (const item of items) item.classList.toggle("is-aside", item !== current);
    sessionStorage.setItem(PASSED, JSON.stringify([...passed]));
    return current;
  };
  for (const link of queue.querySelectorAll("tbody .cell-actions > a")) {
    const word = document.createElement("span");
    word.className = "point__word";
    word.textContent = queue.dataset.correct;
    link.append(word);
  }
  if (items.length < 2) pass?.remove();
  pass?.addEventListener("click", () => {
    passed.add(keyOf(items.find((item) => !item.classList.contains("is-aside"))));
    const next = show();
    next?.querySelector("a, button")?.focus({ preventScroll: true });
    document.getElementById("to-confirm")?.scrollIntoView();
  });
  show();
}
