// On phones the style sheet lays tables out as cards: each cell gets the name of its column, and explicit roles keep the
// table a table for screen readers. Done here and not in the markup, which would double the weight of a long list.
const ROLES = { THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

const dress = (table) => {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  table.setAttribute("role", "table");
  for (const part of table.querySelectorAll("thead, tbody, tr, td")) part.setAttribute("role", ROLES[part.tagName]);
  for (const cell of table.querySelectorAll("th")) cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "columnheader");
  for (const cell of table.querySelectorAll("tbody td")) cell.dataset.label = names[cell.cellIndex];
};

const phone = matchMedia("(max-width: 47.99em)");
const dressAll = () => {
  if (phone.matches) for (const table of document.querySelectorAll(".table-box--cards")) dress(table);
};
dressAll();
phone.addEventListener("change", dressAll);
document.addEventListener("mdo:content", dressAll); // a tab of a record was fetched
