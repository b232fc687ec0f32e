// A row of links is one line, which slides; where it holds more than it shows, its button shows them all.
for (const row of document.querySelectorAll("[data-one-line]")) {
  const [line, button] = row.children;
  const isWhole = () => button.getAttribute("aria-expanded") === "true";
  const show = (whole) => {
    button.setAttribute("aria-expanded", String(whole));
    row.classList.toggle("one-line--whole", whole);
  };

  new ResizeObserver(() => {
    if (!isWhole()) button.hidden = line.scrollWidth <= line.clientWidth;
  }).observe(line);
  button.addEventListener("click", () => show(!isWhole()));
  // Before the tab that is chosen is brought to the middle of its line.
  line.addEventListener("click", () => show(false), { capture: true });
}
