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
