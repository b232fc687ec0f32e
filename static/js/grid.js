// A grid that one types in (`data-grid`): a pasted block fills the cells from where one is, and makes the lines it lacks;
// Enter goes down, under the cell where one began to go along by Tab, and makes a line after the last one. Under a line
// that looks like people of the register stands the question who it is, asked of the server as one types (`data-alike`).
const MOST_LINES = 100;
const WAIT_MS = 500;

for (const grid of document.querySelectorAll("[data-grid]")) {
  const body = grid.tBodies[0];
  const rows = () => [...body.querySelectorAll("tr[data-typed]")];
  const fields = (row) => [...row.querySelectorAll("input")];
  const form = grid.closest("form");
  const said = form.querySelector("[data-grid-said]");
  const changed = new Set();
  let timer;
  let isAsking = false;
  let begun = null; // the column from which Tab leads along a line

  const ask = async () => {
    if (isAsking) return (timer = setTimeout(ask, WAIT_MS));
    const sent = new FormData();
    const asked = new Map([...changed].map((row) => [rows().indexOf(row) + 1, row]));
    changed.clear();
    isAsking = true;
    sent.set("csrf_token", form.elements.namedItem("csrf_token").value);
    for (const [number, row] of asked) {
      sent.append("line", number);
      for (const field of fields(row)) sent.append(field.name, field.value);
    }
    const response = await fetch(grid.dataset.alike, { method: "POST", body: sent }).catch(() => null);
    if (response?.ok) show(asked, new DOMParser().parseFromString(await response.text(), "text/html"));
    isAsking = false; // what was not answered is asked in the preview
  };

  const show = (asked, page) => {
    for (const [number, row] of asked) {
      const old = body.querySelector(`[data-who="${number}"]`);
      const fresh = page.querySelector(`[data-who="${number}"]`);
      if (old?.outerHTML === fresh?.outerHTML) continue;
      const answered = old?.querySelector("input:checked")?.value;
      const again = [...(fresh?.querySelectorAll("input") ?? [])].find((input) => input.value === answered);
      if (again) again.checked = true;
      old?.remove();
      if (fresh) row.after(fresh);
    }
    said.textContent = page.querySelector("[data-said]")?.dataset.said ?? "";
  };

  const askSoon = (row) => {
    if (!grid.dataset.alike) return;
    changed.add(row);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };

  const add = () => {
    const last = rows();
    if (last.length >= MOST_LINES) return null;
    const row = last.at(-1).cloneNode(true);
    const number = String(last.length + 1);
    row.querySelector("th").textContent = number;
    for (const field of fields(row)) {
      field.value = "";
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number));
    }
    body.append(row);
    return row;
  };

  const rowAt = (index) => {
    while (index >= rows().length) if (!add()) return null;
    return rows()[index];
  };

  const place = (field) => {
    const row = field.closest("tr");
    return [rows().indexOf(row), fields(row).indexOf(field)];
  };

  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.target.matches("[data-typed] input") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const [first, along] = place(event.target);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      const row = rowAt(first + down);
      if (!row) return;
      line.split("\t").forEach((cell, right) => {
        const field = fields(row)[along + right];
        if (field) field.value = cell.trim();
      });
      fillFromSeat(row);
      askSoon(row);
    });
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // The seat gives the college, and today as the start where someone held it before, unless one typed another.
  const fillFromSeat = (row) => {
    const seat = row.querySelector('[name="seat"]');
    const known = [...(seat?.list?.options ?? [])].find((option) => option.value === seat.value.trim());
    for (const [name, given] of [["college", known?.dataset.college], ["start_on", known?.dataset.start]]) {
      const field = row.querySelector(`[name="${name}"]`);
      if (!seat || !field || (field.value !== "" && field.value !== field.dataset.given)) continue;
      field.value = given ?? "";
      field.dataset.given = field.value;
    }
  };

  grid.addEventListener("input", (event) => {
    const row = event.target.closest("[data-typed]");
    if (row && event.target.name === "seat") fillFromSeat(row);
    if (row && /^(last_name|first_name|email|phone)$/.test(event.target.name)) askSoon(row);
  });

  grid.addEventListener("pointerdown", () => (begun = null));
  grid.addEventListener("keydown", (event) => {
    if (event.isComposing || !event.target.matches("[data-typed] input") || event.ctrlKey) return;
    const [row, column] = place(event.target);
    if (event.key === "Tab") begun = Math.min(begun ?? column, column);
    if (event.key !== "Enter") return;
    event.preventDefault();
    const next = rowAt(row + 1);
    if (next) fields(next)[begun ?? column].focus();
    begun = null;
  });

  document.querySelector("[data-grid-add]")?.addEventListener("click", () => {
    const row = add();
    if (row) fields(row)[0].focus();
  });
}
