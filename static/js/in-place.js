// Cells of a list that are changed where they stand (`data-cell` on the head of their column): Enter or a click opens
// one, Enter saves it and goes down, Tab goes to the next, Escape leaves it as it was, arrows go from one to another.
// Each is saved by itself, with what it showed: words that someone changed meanwhile are shown beside one's own. On a
// phone a cell opens the form of its row.
const PATIENCE_MS = 20000;
const SAVED_MS = 4000;
const LOOK_UP_MS = 200;
const phone = matchMedia("(max-width: 47.99em)");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const KEYBOARDS = { email: "email", phone: "tel", integer: "numeric" };

class Cells {
  constructor(table) {
    this.table = table;
    const list = table.closest(".list");
    this.words = list.querySelector("[data-cell-words]").dataset;
    this.said = list.querySelector("[data-cell-said]");
    this.keys = list.querySelector("[data-cell-keys]");
    this.undo = list.querySelector("[data-cell-undo]");
    this.heads = [...table.tHead.rows[0].cells];
    this.names = new Map();
    this.rows = [...table.tBodies[0].rows]
      .filter((row) => row.querySelector(".cell-actions a[href*='/edit/']"))
      .map((row) => [...row.cells].filter((cell) => this.heads[cell.cellIndex].dataset.cell));
    this.all = this.rows.flat();
    if (!this.all.length) return;
    this.waiting = 0;
    if (!phone.matches) table.setAttribute("role", "grid");
    for (const cell of this.all) {
      cell.classList.add("is-in-place");
      if (this.head(cell).matches(".is-date")) cell.classList.add("is-date"); // an empty one too: what is typed is not cut
      cell.tabIndex = -1;
    }
    this.all[0].tabIndex = 0;
    table.addEventListener("click", (event) => this.onClick(event));
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("focusin", (event) => this.onFocus(event));
    if (table.dataset.paste) table.addEventListener("paste", (event) => this.onPaste(event));
    // Not while a button is pressed: what stands below would move from under the pointer, and the press be lost.
    table.addEventListener("focusout", () => {
      if (!table.matches(":active") && !document.querySelector(":active:is(a, button, label, input, summary)")) this.keys.hidden = true;
      else addEventListener("pointerup", () => setTimeout(() => (this.keys.hidden = !table.contains(document.activeElement))), { once: true });
    });
    addEventListener("beforeunload", (event) => {
      if (table.isConnected && (this.waiting || this.isChanged)) event.preventDefault();
    });
  }

  // ---- Where one is ----

  cellOf(target) {
    const cell = target.closest("td.is-in-place");
    return cell && this.table.contains(cell) ? cell : null;
  }

  head(cell) {
    return this.heads[cell.cellIndex];
  }

  idOf(cell) {
    return cell.parentElement.querySelector(".cell-actions a[href*='/edit/']").href.match(/\/edit\/(\d+)/)[1];
  }

  // « Phone, Perrachon Denis »
  called(cell) {
    const head = cell.parentElement.querySelector("th");
    const name = (head?.querySelector("a") ?? head)?.textContent.trim() ?? "";
    return { what: this.head(cell).textContent.trim(), name };
  }

  beside(cell, down, along) {
    const row = this.rows.findIndex((cells) => cells.includes(cell));
    if (down) return this.rows[row + down]?.[this.rows[row].indexOf(cell)];
    return this.all[this.all.indexOf(cell) + along];
  }

  go(cell) {
    if (!cell) return;
    for (const other of this.all) other.tabIndex = other === cell ? 0 : -1;
    cell.focus();
  }

  say(text) {
    this.said.textContent = text;
  }

  onFocus(event) {
    const cell = this.cellOf(event.target);
    this.keys.hidden = !cell || phone.matches;
    if (cell) for (const other of this.all) other.tabIndex = other === cell ? 0 : -1;
  }

  onClick(event) {
    const cell = this.cellOf(event.target);
    const kept = cell && event.target.closest("[data-keep]");
    if (kept) this.keep(cell, kept.dataset.keep);
    if (!cell || event.target.closest("a, button, input, textarea") || String(getSelection()) !== "") return;
    event.preventDefault(); // a click elsewhere on the row opens its record
    if (phone.matches) location.assign(`${cell.parentElement.querySelector(".cell-actions a[href*='/edit/']").href}#${this.head(cell).dataset.cell}`);
    else this.open(cell);
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || phone.matches) return;
    const cell = this.cellOf(event.target);
    if (cell && event.target.matches("input, textarea")) this.onKeyInside(event, cell);
    else if (cell && event.target === cell) this.onKeyOn(event, cell);
    else if (event.key === "ArrowRight" && event.target.matches("tbody th a")) {
      this.go(this.rows.find((cells) => cells[0].parentElement === event.target.closest("tr"))?.[0]);
    }
  }

  onKeyInside(event, cell) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.close(cell);
      this.go(cell);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.commit(cell);
      this.go(this.beside(cell, 1, 0) ?? cell);
    } else if (event.key === "Tab") {
      const next = this.beside(cell, 0, event.shiftKey ? -1 : 1);
      if (next) event.preventDefault();
      this.commit(cell);
      this.go(next);
    }
  }

  onKeyOn(event, cell) {
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (moves) {
      event.preventDefault();
      const next = this.beside(cell, ...moves);
      if (event.key === "ArrowLeft" && next?.parentElement !== cell.parentElement) cell.parentElement.querySelector("th a")?.focus();
      else this.go(next);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      this.open(cell);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.open(cell, "");
    } else if (event.key.length === 1 && event.key !== " ") {
      event.preventDefault();
      this.open(cell, event.key);
    }
  }

  // A block of cells goes to the preview of an import, which says what each row becomes; one cell is typed in.
  onPaste(event) {
    const cell = this.cellOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
    if (!cell || phone.matches || (lines.length === 1 && !text.includes("\t"))) {
      if (cell && event.target === cell && text.trim()) {
        event.preventDefault();
        this.open(cell, text.trim());
      }
      return;
    }
    event.preventDefault();
    if (cell.classList.contains("is-open")) this.close(cell);
    const from = this.rows.findIndex((cells) => cells.includes(cell));
    const first = this.rows[from].indexOf(cell);
    const width = Math.max(...lines.map((line) => line.split("\t").length));
    const fields = [["csrf_token", document.querySelector("[name=csrf_token]").value], ["cells", text], ["query", location.search.slice(1)]];
    for (const cells of this.rows.slice(from)) fields.push(["rowid", this.idOf(cells[0])]);
    for (const one of this.rows[from].slice(first, first + width)) fields.push(["column", this.head(one).dataset.cell]);
    const form = Object.assign(document.createElement("form"), { method: "post", action: this.table.dataset.paste, hidden: true });
    for (const [name, value] of fields) {
      const field = Object.assign(document.createElement("textarea"), { name });
      field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.requestSubmit();
  }

  // ---- Editing ----

  get isChanged() {
    const field = this.table.querySelector("td.is-open .cell-field");
    return field !== null && field.value !== this.shown(field.closest("td"));
  }

  shown(cell) {
    return cell.dataset.shown ?? cell.textContent.trim();
  }

  open(cell, typed) {
    if (cell.classList.contains("is-open") || cell.classList.contains("is-saving")) return;
    const head = this.head(cell);
    const before = cell.dataset.typed ?? this.shown(cell);
    cell.dataset.shown = this.shown(cell);
    cell.kept = cell.kept ?? [...cell.childNodes];
    const isLong = head.dataset.kind === "long_text";
    const field = document.createElement(isLong ? "textarea" : "input");
    field.className = "form-control cell-field";
    field.value = typed ?? before;
    field.autocomplete = "off";
    field.spellcheck = isLong;
    if (KEYBOARDS[head.dataset.kind]) field.inputMode = KEYBOARDS[head.dataset.kind];
    field.setAttribute("aria-label", fill(this.words.of, this.called(cell)));
    const note = cell.querySelector(".cell-note");
    if (note) field.setAttribute("aria-invalid", "true");
    if (head.dataset.lookup) this.offer(field, head.dataset.lookup);
    field.addEventListener("blur", () => cell.classList.contains("is-open") && this.commit(cell));
    cell.replaceChildren(field, ...(note ? [note] : []));
    cell.classList.add("is-open");
    field.focus();
    if (typed === undefined) field.select?.();
  }

  // The names that it may hold, as one types.
  offer(field, address) {
    const known = Object.assign(document.createElement("datalist"), { id: "cell-known" });
    let asked = 0;
    const look = async () => {
      try {
        const response = await fetch(`${address}?q=${encodeURIComponent(field.value)}`, { headers: { Accept: "application/json" } });
        const { results } = await response.json();
        known.replaceChildren(...results.map(({ text }) => new Option(text, text)));
      } catch {
        // One types the name whole.
      }
    };
    field.setAttribute("list", known.id);
    field.addEventListener("input", () => {
      clearTimeout(asked);
      asked = setTimeout(look, LOOK_UP_MS);
    });
    document.getElementById(known.id)?.remove();
    this.table.after(known);
    look();
  }

  close(cell) {
    cell.classList.remove("is-open", "is-wrong");
    cell.replaceChildren(...(cell.kept ?? []));
    delete cell.kept;
    delete cell.dataset.shown;
    delete cell.dataset.typed;
  }

  commit(cell) {
    const value = cell.querySelector(".cell-field").value;
    const seen = cell.dataset.shown;
    cell.classList.remove("is-open");
    if (value.trim() === seen.trim()) this.close(cell);
    else this.send(cell, seen, value);
  }

  async send(cell, seen, value) {
    cell.classList.remove("is-wrong");
    cell.classList.add("is-saving");
    cell.dataset.typed = value;
    cell.dataset.shown = seen;
    cell.kept ??= [...cell.childNodes];
    cell.replaceChildren(value);
    this.waiting += 1;
    const { cell: field } = this.head(cell).dataset;
    const id = this.idOf(cell);
    const body = new URLSearchParams({ csrf_token: document.querySelector("[name=csrf_token]").value, field, seen, value });
    let answer = null;
    let text = this.words.away;
    try {
      const url = this.table.dataset.cellUrl.replace(/0$/, id);
      const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (response.headers.get("content-type")?.includes("json")) answer = await response.json();
      text = this.words.ended;
    } catch {
      // Said below.
    }
    this.waiting -= 1;
    cell.classList.remove("is-saving");
    if (answer?.status === "saved") this.take(cell, answer);
    else if (answer?.status === "conflict") this.ask(cell, answer, value);
    else this.refuse(cell, answer?.text ?? text, value);
  }

  write(cell, { words, url, tone }) {
    const part = url ? Object.assign(document.createElement("a"), { href: url }) : tone ? Object.assign(document.createElement("span"), { className: `pill pill--${tone}` }) : null;
    part?.append(words);
    cell.kept = words ? [part ?? document.createTextNode(words)] : [];
    this.close(cell);
  }

  take(cell, answer) {
    this.write(cell, answer);
    cell.classList.add("is-saved");
    setTimeout(() => cell.classList.remove("is-saved"), SAVED_MS);
    const text = fill(this.words.saved, { ...this.called(cell), value: answer.words || this.words.empty });
    this.say(text);
    this.offer(answer.undo, text);
  }

  // The last cell that was saved may be taken back, for who may.
  offer(address, text) {
    if (!this.undo) return;
    this.undo.hidden = !address;
    if (!address) return;
    const form = Object.assign(document.createElement("form"), { method: "post", action: address });
    const sent = { csrf_token: document.querySelector("[name=csrf_token]").value, next: location.pathname + location.search };
    for (const [name, value] of Object.entries(sent)) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    const button = Object.assign(document.createElement("button"), { className: "btn btn-secondary btn-small", textContent: this.words.undo });
    button.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` – ${text}` }));
    form.dataset.noGuard = "";
    form.append(button);
    this.undo.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }), form);
  }

  note(cell, text) {
    const note = Object.assign(document.createElement("p"), { className: "cell-note", textContent: text });
    cell.replaceChildren(cell.dataset.typed ?? "", note);
    cell.classList.add("is-wrong");
    this.say(fill(this.words.refused, { ...this.called(cell), text }));
    return note;
  }

  refuse(cell, text, value) {
    cell.dataset.typed = value;
    this.note(cell, text);
  }

  // Two people changed the same cell: both values, and a choice.
  ask(cell, answer, value) {
    cell.theirs = answer;
    cell.dataset.typed = value;
    const note = this.note(cell, answer.text);
    const choices = document.createElement("span");
    choices.className = "cell-choices";
    for (const [keep, kept] of [["mine", value], ["theirs", answer.words]]) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary btn-small" });
      button.dataset.keep = keep;
      // A number stays on one line of its button.
      button.textContent = fill(this.words[keep], { value: kept.replace(/(?<=\d) (?=\d)/g, "\u00a0") || this.words.empty });
      choices.append(button);
    }
    note.after(choices);
    if (document.activeElement === cell || document.activeElement === document.body) choices.firstElementChild.focus();
  }

  keep(cell, which) {
    const { theirs } = cell;
    const mine = cell.dataset.typed;
    delete cell.theirs;
    this.write(cell, theirs);
    this.go(cell);
    if (which === "mine") this.send(cell, theirs.words, mine);
  }
}

const start = (root) => {
  for (const table of root.querySelectorAll("table[data-cell-url]")) new Cells(table);
};
start(document);
document.addEventListener("mdo:live", ({ detail }) => detail.forEach(start));
