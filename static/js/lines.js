// The lines of an order or of an invoice: one more line on demand, and their sum as one types.
const numberOf = (text) => Number(text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", "."));
const inCents = (value) => (Math.sign(value) * Math.round(Math.abs(value) * 100 + 1e-6)) / 100;

function sum(frame) {
  let before = 0;
  let after = 0;
  for (const row of frame.querySelectorAll("[data-line]")) {
    const value = (name) => row.querySelector(`input[name$="-${name}"]`)?.value.trim() ?? "";
    const price = value("price") || value("amount");
    if (!price) continue;
    const quantity = value("quantity") === "" ? 1 : numberOf(value("quantity"));
    const amount = inCents(numberOf(price) * quantity);
    before += amount;
    after += amount + inCents((amount * numberOf(value("vat_rate") || "0")) / 100);
  }
  return [before, after];
}

function show(frame) {
  const place = frame.parentElement.querySelector("[data-lines-total]");
  const [before, after] = sum(frame);
  const format = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const isKnown = Number.isFinite(before) && Number.isFinite(after) && (before !== 0 || after !== 0);
  const words = place.dataset.linesTotal.replace("{excl}", format.format(before)).replace("{incl}", format.format(after));
  place.textContent = isKnown ? words : "";
}

function add(frame) {
  const rows = frame.querySelectorAll("[data-line]");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const number = rows.length + 1;
  for (const input of row.querySelectorAll("input")) {
    input.name = input.name.replace(/-\d+-/, `-${number - 1}-`);
    const old = input.getAttribute("aria-label");
    if (old) input.setAttribute("aria-label", old.replace(/\d+$/, String(number)));
    if (!/-(quantity|vat_rate)$/.test(input.name)) input.value = "";
  }
  row.querySelector("th").firstChild.textContent = String(number);
  last.after(row);
  row.querySelector("td input").focus();
}

for (const frame of document.querySelectorAll("[data-lines]")) {
  frame.addEventListener("input", () => show(frame));
  show(frame);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-line]");
  if (button) add(document.querySelector(`[data-lines="${button.dataset.addLine}"]`));
});
