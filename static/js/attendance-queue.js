// What a page of attendance keeps on this device besides itself, put before attendance.js in its file.

// What waits, by line of attendance and state, never by name. Where the browser keeps nothing, the page does.
class Queue {
  constructor(name) {
    this.name = name;
    this.memory = [];
  }

  get all() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? [];
    } catch {
      return this.memory;
    }
  }

  set all(marks) {
    this.memory = marks;
    try {
      if (marks.length) localStorage.setItem(this.name, JSON.stringify(marks));
      else localStorage.removeItem(this.name);
    } catch {
      // Full or forbidden: what waits lasts as long as the page.
    }
  }

  of(line) {
    return this.all.filter((mark) => mark.line === line);
  }

  add(mark) {
    this.all = [...this.all, { ...mark, key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` }];
  }

  change(key, values) {
    this.all = this.all.map((mark) => (mark.key === key ? { ...mark, ...values } : mark));
  }

  remove(wanted) {
    this.all = this.all.filter((mark) => !wanted(mark));
  }

  // The first that may leave: those of a line in conflict wait for its decision.
  get next() {
    const marks = this.all;
    return marks.find((mark) => !marks.some((other) => other.line === mark.line && other.conflict));
  }
}

// What the server answered since the page was made, by line and state: a page kept on this device does not say it.
class Answers {
  constructor(page) {
    this.name = page.dataset.attendance.replace("attendance-", "answered-");
    const made = Number(page.dataset.made);
    this.all = Object.fromEntries(Object.entries(this.read()).filter(([, { at }]) => at > made));
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }

  of(line) {
    return this.all[line];
  }

  keep(line, answer) {
    this.all[line] = answer;
    try {
      localStorage.setItem(this.name, JSON.stringify(this.all));
    } catch {
      // Full or forbidden: a page kept from before shows what it showed.
    }
  }
}

// Visitors and the count of people, typed without network: sent as their form would be, each once. A visitor whose name
// the register knows waits for who typed it to say who it is. They may be names: kept.js erases them at sign-out.
class Typed {
  constructor(page) {
    this.page = page;
    this.name = page.dataset.attendance.replace("attendance-", "typed-");
    this.list = page.querySelector("[data-typed]");
    this.show();
  }

  get all() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? [];
    } catch {
      return [];
    }
  }

  set all(forms) {
    if (forms.length) localStorage.setItem(this.name, JSON.stringify(forms));
    else localStorage.removeItem(this.name);
    this.show();
  }

  // Whether it could be kept. Of the count of people, the last one stays.
  add(form) {
    const once = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "once");
    const { name, value } = form.querySelector(".form-control");
    const words = name === "name" ? value : `${value} – ${form.querySelector("label").textContent.trim()}`;
    const others = this.all.filter((other) => name === "name" || other.url !== form.action);
    try {
      this.all = [...others, { url: form.action, once, words, fields }];
      return true;
    } catch {
      return false;
    }
  }

  remove(once) {
    this.all = this.all.filter((form) => form.once !== once);
  }

  sent({ fields, once }) {
    return [...fields, ["once", once], ["csrf_token", document.querySelector("[name=csrf_token]").value]];
  }

  show() {
    this.list?.replaceChildren(...this.all.map((form) => this.line(form)));
  }

  line(form) {
    const item = this.page.querySelector("template[data-typed-line]").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-typed-words]").textContent = form.words;
    item.querySelector("[data-typed-state]").textContent = form.asks ? this.list.dataset.asks : this.list.dataset.waits;
    const [answer, remove] = item.querySelectorAll("button");
    answer.hidden = !form.asks;
    for (const button of [answer, remove]) button.setAttribute("aria-label", `${button.textContent.trim()} – ${form.words}`);
    answer.addEventListener("click", () => this.answer(form));
    remove.addEventListener("click", () => this.remove(form.once));
    return item;
  }

  // The page that asks who it is.
  answer(form) {
    const page = Object.assign(document.createElement("form"), { method: "post", action: form.url, hidden: true });
    for (const [name, value] of this.sent(form)) page.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(page);
    this.remove(form.once);
    page.submit();
  }

  // The page is read again once all is sent and nothing is being typed: it shows who was added, and what the server said.
  async send(end) {
    for (const form of this.all.filter(({ asks }) => !asks)) {
      const options = { method: "POST", body: new URLSearchParams(this.sent(form)), redirect: "manual" };
      let response;
      try {
        response = await fetch(form.url, { ...options, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      } catch {
        return;
      }
      if ([400, 401, 403, 404].includes(response.status)) return end();
      if (response.status >= 500) return;
      if (response.type === "opaqueredirect") {
        this.isOld = true;
        this.remove(form.once);
      } else {
        this.all = this.all.map((other) => (other.once === form.once ? { ...other, asks: true } : other));
      }
    }
    const isTyping = [...this.page.querySelectorAll("input.form-control")].some(({ value, defaultValue }) => value !== defaultValue);
    if (this.isOld && !isTyping && !document.querySelector("dialog[open]")) location.reload();
  }
}
