// A grid that one types in (`data-grid`): a pasted block fills the cells from where one is, and makes the lines it lacks;
// Enter goes down, and makes a line after the last one.
const MOST_LINES = 100;

for (const grid of document.querySelectorAll("[data-grid]")) {
  const body = grid.tBodies[0];
  const fields = (row) => [...row.querySelectorAll("input")];

  const add = () => {
    if (body.rows.length >= MOST_LINES) return null;
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    const number = String(body.rows.length + 1);
    row.querySelector("th").textContent = number;
    for (const field of fields(row)) {
      field.value = "";
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number));
    }
    body.append(row);
    return row;
  };

  const rowAt = (index) => {
    while (index >= body.rows.length) if (!add()) return null;
    return body.rows[index];
  };

  const place = (field) => {
    const row = field.closest("tr");
    return [row.sectionRowIndex, fields(row).indexOf(field)];
  };

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("input") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [first, along] = place(event.target);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      const row = rowAt(first + down);
      if (!row) return;
      line.split("\t").forEach((cell, right) => {
        const field = fields(row)[along + right];
        if (field) field.value = cell.trim();
      });
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  grid.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input") || event.ctrlKey) return;
    event.preventDefault();
    const [row, column] = place(event.target);
    const next = rowAt(row + 1);
    if (next) fields(next)[column].focus();
  });

  document.querySelector("[data-grid-add]")?.addEventListener("click", () => {
    const row = add();
    if (row) fields(row)[0].focus();
  });
}
