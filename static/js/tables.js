// On phones the style sheet lays tables out as cards: each cell gets the name of its column, and explicit roles keep the
// table a table for screen readers. Done here and not in the markup, which would double the weight of a long list.
const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

const dress = (table) => {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody, tfoot, tr, td")) part.setAttribute("role", ROLES[part.tagName]);
  for (const cell of table.querySelectorAll("th")) cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "columnheader");
  for (const cell of table.querySelectorAll("tbody td, tfoot td")) cell.dataset.label = names[cell.cellIndex];
};

// The cards hide the heads that sort: the same links stand in a menu.
const sortMenu = (place) => {
  const links = place.closest(".list").querySelectorAll("thead .sort");
  if (!links.length || !place.hidden) return;
  const menu = Object.assign(document.createElement("details"), { className: "dropdown-box" });
  menu.dataset.closes = "";
  const button = Object.assign(document.createElement("summary"), { className: "btn btn-secondary" });
  button.append(links[0].querySelector("svg").cloneNode(true), place.dataset.sortWords);
  const panel = Object.assign(document.createElement("ul"), { className: "dropdown-box__panel menu-list" });
  for (const link of links) {
    const copy = link.cloneNode(true);
    copy.className = "dropdown-box__item";
    if (link.closest("th").ariaSort !== "none") copy.setAttribute("aria-current", "true");
    const item = document.createElement("li");
    item.append(copy);
    panel.append(item);
  }
  menu.append(button, panel);
  place.append(menu);
  place.hidden = false;
};

// A number is called and an address written to under the thumb. At a desk a click on them opens the cell.
const NUMBER = /^[+\d][\d .()-]{5,}$/;
const callable = (table) => {
  for (const head of table.tHead.querySelectorAll("[data-kind=phone]")) {
    for (const { cells } of table.tBodies[0].rows) {
      const cell = cells[head.cellIndex];
      const text = cell.textContent.trim();
      if (cell.querySelector("a") || !NUMBER.test(text)) continue;
      cell.replaceChildren(Object.assign(document.createElement("a"), { href: `tel:${text.replace(/[^+\d]/g, "")}`, textContent: text }));
    }
  }
};

const phone = matchMedia("(max-width: 47.99em)");
const dressAll = () => {
  // What the cards hide takes no focus.
  for (const control of document.querySelectorAll(".table-box--cards thead :is(a, input)")) control.tabIndex = phone.matches ? -1 : 0;
  if (!phone.matches) return;
  for (const table of document.querySelectorAll(".table-box--cards")) {
    dress(table);
    callable(table);
  }
  for (const place of document.querySelectorAll("[data-sort-words]")) sortMenu(place);
};
dressAll();
phone.addEventListener("change", dressAll);
document.addEventListener("mdo:content", dressAll); // a tab of a record was fetched

// The text of a list is as wide as its place lets it: the widest columns give first, and a cell that is longer than nearly
// all of its column is cut. A table that fits has no scroll of its own: its heads stay in sight while the page scrolls.
// What a row is about is what one reads first: its column takes up to half as much again as the others.
const LEAST_PX = 96, SPARE_PX = 4, NEARLY_ALL = 0.85, HEAD_REACH = 1.5, TWO_LINES = 0.65, TWO_LINES_PX = 36, WORTH_PX = 24;
const widthOf = (cell) => {
  const why = cell?.querySelector(".why");
  return Math.max(cell?.scrollWidth ?? 0, why ? why.scrollWidth + cell.offsetWidth - why.offsetWidth : 0);
};
// A state longer than nearly all of its column takes two lines: its column leaves the rest to the texts.
const fitPills = (rows) => {
  for (const { cellIndex } of rows[0]?.cells ?? []) {
    const pills = rows.map((row) => row.cells[cellIndex]?.querySelector(":scope > .pill")).filter(Boolean);
    const wide = pills.map((pill) => pill.offsetWidth).sort((a, b) => a - b);
    const nearlyAll = Math.max(wide[Math.floor((wide.length - 1) * NEARLY_ALL)], Math.ceil((wide.at(-1) ?? 0) * TWO_LINES));
    for (const pill of pills.filter(({ offsetWidth }) => offsetWidth > nearlyAll + WORTH_PX)) {
      const { style } = pill.parentElement;
      style.setProperty("--pill", `${nearlyAll}px`);
      style.setProperty("--pill-lines", "normal");
      // Of long words, it would take three.
      if (pill.offsetHeight > TWO_LINES_PX) for (const name of ["--pill", "--pill-lines"]) style.removeProperty(name);
    }
  }
};
// Text that is cut takes two lines where two hold it; in close rows there is room for one.
const textHeight = (cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect().height;
};
const fitLines = (rows, columns) => {
  if (rows[0]?.closest("[data-rows=compact]")) return;
  const cut = columns
    .flatMap(({ cellIndex }) => rows.map((row) => row.cells[cellIndex]))
    .filter((cell) => cell && cell.scrollWidth > cell.clientWidth && !cell.matches("[data-more], :has(.why)"));
  for (const { style } of cut) for (const [name, value] of [["--lines", "normal"], ["--least", "var(--cell)"]]) style.setProperty(name, value);
  const long = cut.filter((cell) => textHeight(cell) > TWO_LINES_PX || cell.scrollWidth > cell.clientWidth);
  for (const cell of long) {
    // What names a row keeps two lines, of which the second is cut.
    if (cell.matches("th") && cell.scrollWidth <= cell.clientWidth) cell.classList.add("is-cut");
    else for (const name of ["--lines", "--least"]) cell.style.removeProperty(name);
  }
};
const fit = (frame) => {
  const table = frame.querySelector("table"), rows = [...table.tBodies[0].rows];
  if (phone.matches) return;
  for (const row of rows) {
    row.querySelector(".is-cut")?.classList.remove("is-cut");
    for (const cell of row.cells) for (const name of ["--cell", "--least", "--lines", "--pill", "--pill-lines"]) cell.style.removeProperty(name);
  }
  fitPills(rows);
  table.style.setProperty("--cell", `${LEAST_PX}px`);
  table.style.width = "min-content";
  const columns = [...(rows[0]?.cells ?? [])]
    .filter((cell) => !cell.matches(".cell-box, .cell-actions, .is-date, .is-number, :has(> .pill)"))
    .map(({ cellIndex, offsetWidth }) => {
      const wide = rows.map((row) => widthOf(row.cells[cellIndex])).sort((a, b) => a - b);
      const most = wide.at(-1) + 2, isHead = rows[0].cells[cellIndex].matches("th");
      const wanted = isHead ? most : wide[Math.floor((wide.length - 1) * NEARLY_ALL)] + 2;
      return { cellIndex, least: offsetWidth, wanted, most, reach: isHead ? HEAD_REACH : 1 };
    });
  const free = frame.clientWidth - SPARE_PX - table.offsetWidth + columns.reduce((sum, { least }) => sum + least, 0);
  const shares = new Map(columns.map((column) => [column, column.least]));
  for (const goal of ["wanted", "most"]) {
    // The level under which each has what it asks for, and over which it stops.
    const asks = columns.map((column) => Math.max(shares.get(column), column[goal]));
    const sum = (level) => columns.reduce((all, column, at) => all + Math.max(shares.get(column), Math.min(asks[at], level * column.reach)), 0);
    let [low, high] = [0, Math.max(0, ...asks)];
    while (high - low > 1) sum((low + high) / 2) > free ? (high = (low + high) / 2) : (low = (low + high) / 2);
    const level = sum(high) > free ? low : high;
    columns.forEach((column, at) => shares.set(column, Math.max(shares.get(column), Math.min(asks[at], level * column.reach))));
  }
  for (const [{ cellIndex }, share] of shares) for (const row of rows) row.cells[cellIndex]?.style.setProperty("--cell", `${Math.floor(share)}px`);
  table.style.removeProperty("--cell");
  table.style.removeProperty("width");
  fitLines(rows, columns);
  frame.classList.toggle("is-whole", table.offsetWidth <= frame.clientWidth);
};
const places = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));
const watch = (root) => {
  for (const frame of root.querySelectorAll(".table-frame")) if (frame.closest(".list__results") && frame.querySelector("table")) places.observe(frame);
};
watch(document);

// What a cell cuts is said whole where the pointer rests.
document.addEventListener("pointerover", ({ target }) => {
  const cell = target.closest?.(".list tbody :is(td, th)");
  if (!cell || cell.querySelector(".cell-field")) return;
  if (cell.scrollWidth > cell.clientWidth || cell.matches(".is-cut")) cell.title = cell.innerText.trim();
  else cell.removeAttribute("title");
});
document.addEventListener("mdo:live", ({ detail }) => {
  dressAll();
  detail.forEach(watch);
});
