// Attendance: each mark is sent by itself, with what its author saw. One that finds no network waits on this device, in
// order, across reloads, and is sent again; the server writes it once. A mark that meets another is decided by a tap.
// On a phone a worker keeps the page itself (attendance-worker.js): what the server answered since is kept beside it.
// At the desk (data-keyboard) letters mark and arrows go from person to person.
const EVERY_MS = 4000;
const PATIENCE_MS = 20000;
const DAY_MS = 24 * 3600 * 1000;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
const lowered = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const momentOf = (ms) => {
  const [moment, { lang }] = [new Date(ms), document.documentElement];
  return {
    hour: moment.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" }),
    day: moment.toLocaleDateString(lang, { weekday: "long", day: "numeric", month: "long" }),
  };
};
const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

class Attendance {
  constructor(page) {
    this.page = page;
    this.words = page.querySelector("[data-attendance-words]").dataset;
    this.queue = new Queue(page.dataset.attendance);
    this.rows = [...page.querySelectorAll("[data-line]")];
    this.answers = new Answers(page);
    this.recall();
    this.stored = new Map(this.rows.map((row) => [row, this.read(row)]));
    this.typed = new Typed(page);
    this.dialog = page.querySelector("[data-stand-in]");
    this.listenToDialog();
    page.addEventListener("submit", (event) => this.onSubmit(event));
    page.addEventListener("click", (event) => this.onDecision(event));
    for (const name of ["online", "offline", "pageshow"]) window.addEventListener(name, () => this.wake());
    window.addEventListener("storage", (event) => event.key === this.queue.name && this.showQueue());
    setInterval(() => this.flush(), EVERY_MS);
    this.listenToSearch();
    if ("keyboard" in page.dataset) this.listenToKeys();
    this.showQueue();
    this.flush();
    if (page.dataset.worker) this.keepPage();
  }

  // ---- The page kept on this device ----

  recall() {
    for (const row of this.rows) {
      const mark = this.answers.of(row.dataset.line);
      if (mark) this.show(row, mark);
    }
    const quorum = this.answers.of("quorum");
    if (quorum) this.showQuorum(quorum);
  }

  async keepPage() {
    const { worker, keptAt } = this.page.dataset;
    if (keptAt) this.tell("kept-page", fill(this.words.keptPage, momentOf(Number(keptAt))));
    try {
      await navigator.serviceWorker.register(worker, { scope: location.pathname });
      await navigator.serviceWorker.ready;
      this.tell("kept-until", fill(this.words.keptUntil, momentOf((Number(keptAt) || Date.now()) + DAY_MS)));
    } catch {
      // Neither https nor this machine, or a browser that keeps nothing.
      if (!keptAt) this.page.querySelector("[data-note=needs-network]").hidden = false;
    }
  }

  tell(name, text) {
    const place = this.page.querySelector(`[data-note=${name}]`);
    (place.querySelector("p") ?? place).textContent = text;
    place.hidden = false;
  }

  // ---- Lines ----

  row(line) {
    return this.rows.find((row) => row.dataset.line === line);
  }

  read(row) {
    return { presence: row.dataset.presence, by: row.dataset.by };
  }

  say(text) {
    const said = this.page.querySelector("[data-said]");
    if (said) said.textContent = text;
  }

  label(row, { presence, by }) {
    if (presence === "represented" && by) {
      const title = document.getElementById("stand-in-title").textContent;
      return `${title.toLowerCase()} ${this.row(by)?.dataset.name ?? ""}`;
    }
    const button = row?.querySelector(`[name=presence][value="${presence}"]`) ?? this.page.querySelector(`[name=presence][value="${presence}"]`);
    return (button?.textContent ?? this.words.unmarked).trim().toLowerCase();
  }

  show(row, mark) {
    row.dataset.presence = mark.presence;
    row.dataset.by = mark.by || "";
    for (const button of row.querySelectorAll("[name=presence]")) {
      button.setAttribute("aria-pressed", String(button.value === mark.presence));
    }
    const form = row.querySelector("[data-marks]");
    if (form) {
      form.elements.seen.value = mark.presence;
      form.elements.seen_by.value = mark.by || "";
    }
    row.classList.remove("is-refused");
    row.querySelector("[data-row-note]").textContent = mark.by ? this.label(row, mark) : "";
  }

  count() {
    const all = this.page.querySelector("[data-all-present]");
    if (all) {
      const [count, button] = [this.toMark.length, all.querySelector("button")];
      all.hidden = !count;
      button.lastChild.data = button.lastChild.data.replace(/\d+/, count);
      button.dataset.confirm = button.dataset.confirm.replace(/\d+/, count);
    }
    for (const item of this.page.querySelectorAll("[data-count]")) {
      const name = item.dataset.count;
      item.textContent = this.rows.filter((row) => name === "total" || this.standing(row) === name).length;
    }
  }

  // As mdo.meetings.attendance.standing_of: a visitor who came is counted among the guests.
  standing(row) {
    return "visitor" in row.dataset && row.dataset.presence === "present" ? "guest" : row.dataset.presence;
  }

  // ---- Marking ----

  async onSubmit(event) {
    const form = event.target;
    if (form.matches("[data-marks]")) {
      event.preventDefault();
      await this.mark(form.closest("[data-line]"), event.submitter.value);
    } else if (form.matches("[data-all-present]")) {
      if (navigator.onLine && !this.queue.all.length) return;
      event.preventDefault();
      this.markAll();
    } else if (form.matches(".attendance-visitor") && this.typed.list && (!navigator.onLine || this.typed.all.length)) {
      event.preventDefault();
      const isKept = this.typed.add(form);
      form.querySelector("[role=alert]").textContent = isKept ? "" : this.words.noNetwork;
      if (!isKept) return;
      form.querySelector(".form-control[name=name]")?.form.reset();
      this.say(this.words.typedKept);
      await this.flush();
    }
  }

  get toMark() {
    return this.rows.filter((row) => "convened" in row.dataset && row.dataset.presence === "expected");
  }

  // « Tous présents » without network: a mark a person, as if each were tapped.
  markAll() {
    for (const row of this.toMark) {
      this.queue.add({ line: row.dataset.line, presence: "present", by: "", seen: { presence: "expected", by: "" } });
    }
    this.wake();
  }

  async mark(row, presence) {
    const by = presence === "represented" ? await this.askWho(row) : "";
    if (by === null) return;
    const { line, name } = row.dataset;
    const [conflict] = this.queue.of(line).filter((mark) => mark.conflict);
    const seen = conflict ? conflict.conflict : this.read(row);
    if (!conflict && seen.presence === presence && (seen.by || "") === by) return;
    if (conflict) this.queue.remove((mark) => mark.line === line);
    this.queue.add({ line, presence, by, seen: { presence: seen.presence, by: seen.by || "" } });
    this.show(row, { presence, by });
    if (!navigator.onLine) this.say(fill(this.words.kept, { name, words: this.label(row, { presence, by }) }));
    this.showQueue();
    await this.flush();
  }

  listenToDialog() {
    this.dialog?.querySelector("[data-stand-in-close]").addEventListener("click", () => this.dialog.close());
    // Enter saves the choice: a select alone sends no form.
    this.dialog?.querySelector("select").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.value) return;
      event.preventDefault();
      this.dialog.close("ok");
    });
  }

  askWho(row) {
    const select = this.dialog.querySelector("select");
    const able = this.rows.filter((other) => other !== row && "convened" in other.dataset && ["present", "expected"].includes(other.dataset.presence));
    select.replaceChildren(new Option("", ""), ...able.map((other) => new Option(other.dataset.name, other.dataset.line)));
    select.value = row.dataset.by;
    this.dialog.querySelector("[data-stand-in-who]").textContent = row.dataset.name;
    this.dialog.returnValue = "";
    this.dialog.showModal();
    select.focus();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue === "ok" && select.value ? select.value : null), { once: true });
    });
  }

  // ---- Sending ----

  wake() {
    this.showQueue();
    this.flush();
  }

  async flush() {
    if (this.isSending || this.hasEnded || !navigator.onLine) return;
    this.isSending = true;
    let sent = 0;
    try {
      for (let mark = this.queue.next; mark; mark = this.queue.next) {
        if (!(await this.send(mark))) break;
        sent += 1;
        this.showQueue();
      }
      if (!this.queue.next && !this.hasEnded && this.typed.list) await this.typed.send(() => this.end());
    } finally {
      this.isSending = false;
      this.showQueue();
    }
    if (sent > 1 && !this.queue.all.length) this.say(this.words.allSent);
  }

  // Whether there is an answer, whatever it is: else the same mark is sent again later.
  async send(mark) {
    const body = new URLSearchParams({
      csrf_token: document.querySelector("[name=csrf_token]").value,
      presence: mark.presence,
      by: mark.by,
      seen: mark.seen.presence,
      seen_by: mark.seen.by,
    });
    let response;
    let answer;
    try {
      const url = this.page.dataset.url.replace(/0$/, mark.line);
      response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      const isOurs = response.headers.get("content-type")?.includes("json");
      answer = isOurs ? await response.json() : null;
    } catch {
      return false;
    }
    if (answer === null) {
      // The sign-in page, or a refusal of the token: what waits stays, until someone signs in on this device again.
      if (response.redirected || [400, 401, 403, 404].includes(response.status)) this.end();
      return false;
    }
    this.take(mark, answer);
    return true;
  }

  take(mark, answer) {
    const row = this.row(mark.line);
    const name = row?.dataset.name ?? this.words.someone;
    const now = { presence: answer.presence, by: answer.by ? String(answer.by) : "" };
    if (answer.status === "gone") {
      this.queue.remove((other) => other.line === mark.line);
      this.tellGone(name);
      return;
    }
    this.answers.keep(mark.line, { ...now, at: answer.at });
    if (answer.quorum) {
      this.answers.keep("quorum", { ...answer.quorum, at: answer.at });
      this.showQuorum(answer.quorum);
    }
    if (answer.status === "conflict") {
      const last = this.queue.of(mark.line).at(-1);
      this.queue.remove((other) => other.line === mark.line && other.key !== mark.key);
      this.queue.change(mark.key, { presence: last.presence, by: last.by, conflict: { ...now, words: answer.words, text: answer.text } });
      return;
    }
    if (row) {
      this.stored.set(row, now);
      row.toggleAttribute("data-convened", Boolean(answer.convened));
    }
    if (answer.status === "refused") {
      this.queue.remove((other) => other.line === mark.line);
      if (!row) return;
      this.show(row, now);
      row.classList.add("is-refused");
      row.querySelector("[data-row-note]").textContent = answer.text;
      this.say(`${name}. ${answer.text}`);
      return;
    }
    this.queue.remove((other) => other.key === mark.key);
    if (row && !this.queue.of(mark.line).length) this.show(row, now);
    this.say(fill(this.words.saved, { name, words: lowered(answer.words) }));
  }

  end() {
    this.hasEnded = true;
    const note = this.page.querySelector("[data-ended]");
    note.querySelector("[data-ended-text]").textContent = fill(this.words.endedWords, { count: this.queue.all.length });
    note.hidden = false;
  }

  tellGone(name) {
    const note = this.page.querySelector("[data-gone]");
    note.querySelector("[data-gone-text]").textContent = fill(this.words.goneWords, { name });
    note.hidden = false;
  }

  // ---- What is shown of what waits ----

  showQueue() {
    const marks = this.queue.all;
    for (const row of this.rows) {
      const own = marks.filter((mark) => mark.line === row.dataset.line);
      const last = own.at(-1);
      if (last && (row.dataset.presence !== last.presence || row.dataset.by !== (last.by || ""))) this.show(row, last);
      const wasPending = row.classList.contains("is-pending");
      row.classList.toggle("is-pending", own.length > 0);
      const note = row.querySelector("[data-row-note]");
      if (own.length) note.textContent = this.words.pending;
      else if (wasPending && note.textContent === this.words.pending) note.textContent = row.dataset.by ? this.label(row, this.read(row)) : "";
      this.showConflict(row, own.find((mark) => mark.conflict));
    }
    this.count();
    const conflicts = marks.filter((mark) => mark.conflict).length;
    const waiting = marks.length - conflicts;
    const parts = [];
    if (!navigator.onLine) parts.push(this.words.offline);
    if (waiting) parts.push(waiting === 1 ? this.words.one : fill(this.words.many, { count: waiting }));
    if (conflicts) parts.push(fill(this.words.toDecide, { count: conflicts }));
    const shown = this.page.querySelector("[data-waiting]");
    if (!shown) return;
    shown.hidden = !parts.length;
    shown.textContent = parts.join(" ");
  }

  showConflict(row, mark) {
    const old = row.querySelector(".attendance-conflict");
    if (!mark) {
      old?.remove();
      return;
    }
    row.querySelector("[data-row-note]").textContent = "";
    if (old?.dataset.key === mark.key) return;
    old?.remove();
    const box = this.page.querySelector("template[data-conflict]").content.firstElementChild.cloneNode(true);
    box.dataset.key = mark.key;
    box.querySelector("[data-conflict-text]").textContent = `${row.dataset.name} – ${mark.conflict.text}`;
    const theirs = box.querySelector("[data-keep=theirs]");
    const mine = box.querySelector("[data-keep=mine]");
    theirs.textContent = fill(theirs.textContent, { words: lowered(mark.conflict.words) });
    mine.textContent = fill(mine.textContent, { words: this.label(row, mark) });
    row.querySelector("[data-row-note]").after(box);
  }

  onDecision(event) {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const row = button.closest("[data-line]");
    const mark = this.queue.of(row.dataset.line).find((other) => other.conflict);
    const { presence, by } = mark.conflict;
    if (button.dataset.keep === "theirs") {
      this.queue.remove((other) => other.key === mark.key);
      this.stored.set(row, { presence, by });
      this.show(row, { presence, by });
    } else {
      this.queue.change(mark.key, { seen: { presence, by }, conflict: undefined });
    }
    this.showQueue();
    row.querySelector('[name=presence][aria-pressed="true"]')?.focus();
    this.flush();
  }

  showQuorum({ text, tone }) {
    const shown = this.page.querySelector("[data-quorum]");
    shown.textContent = text;
    shown.className = `pill pill--${tone}`;
  }

  // ---- Search and keys ----

  listenToSearch() {
    this.search = this.page.querySelector("[data-attendance-search]");
    if (!this.search) return;
    this.search.addEventListener("input", () => this.narrow());
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "ArrowDown") return;
      event.preventDefault();
      const [found] = this.visible;
      if (!found) return;
      // Enter leads to who was found, among all the others: the next key down is of the next person.
      if (event.key === "Enter") {
        this.search.value = "";
        this.narrow();
      }
      this.focusOn(found);
      found.scrollIntoView({ block: "nearest" });
    });
  }

  get visible() {
    return this.rows.filter((row) => !row.hidden);
  }

  narrow() {
    const asked = folded(this.search.value).split(/\s+/).filter(Boolean);
    for (const row of this.rows) row.hidden = !asked.every((word) => row.dataset.search.includes(word));
    for (const group of this.page.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-line]:not([hidden])");
    }
    const count = this.visible.length;
    const text = count === 1 ? this.words.foundOne : fill(this.words.foundMany, { count });
    this.page.querySelector("[data-found]").textContent = asked.length ? text : "";
  }

  buttons(row) {
    return [...row.querySelectorAll("[name=presence]")];
  }

  // One line at a time is in the order of Tab: the arrows go to the others.
  rove(current) {
    for (const row of this.rows) {
      for (const button of this.buttons(row)) button.tabIndex = row === current ? 0 : -1;
    }
  }

  focusOn(row, index = 0) {
    if (!row) return;
    const buttons = this.buttons(row);
    buttons[Math.min(index, buttons.length - 1)]?.focus();
  }

  listenToKeys() {
    this.rove(this.rows[0]);
    this.page.addEventListener("focusin", (event) => {
      const row = event.target.matches("[name=presence]") && event.target.closest("[data-line]");
      if (row) this.rove(row);
    });
    this.page.addEventListener("keydown", (event) => {
      const button = event.target.closest("[name=presence]");
      if (button && !event.ctrlKey && !event.metaKey && !event.altKey) this.onKey(event, button);
    });
  }

  onKey(event, button) {
    const row = button.closest("[data-line]");
    const rows = this.visible;
    const buttons = this.buttons(row);
    const [here, index] = [rows.indexOf(row), buttons.indexOf(button)];
    const step = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
    const aside = { ArrowRight: index + 1, ArrowLeft: index - 1 }[event.key];
    const marked = buttons.find((item) => item.dataset.key === event.key.toUpperCase());
    if (step !== undefined) this.focusOn(rows[step], index);
    else if (aside !== undefined) buttons[aside]?.focus();
    else if (event.key === "Escape") this.search.select();
    else if (event.key === "Delete" || event.key === "Backspace") this.mark(row, "expected");
    else if (marked) this.mark(row, marked.value);
    else return;
    event.preventDefault();
  }
}

const page = document.querySelector("[data-attendance]");
if (page) new Attendance(page);
