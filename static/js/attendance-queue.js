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

// Visitors and the count of people, typed without network: sent as their form would be, each once. They may be names:
// kept.js erases them with the page.
class Typed {
  constructor(page) {
    this.name = page.dataset.attendance.replace("attendance-", "typed-");
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
  }

  // Whether it could be kept.
  add(form) {
    const once = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "once");
    const field = form.querySelector(".form-control");
    const words = field.name === "name" ? field.value : `${field.value} – ${form.querySelector("label").textContent.trim()}`;
    try {
      this.all = [...this.all.filter((other) => other.url !== form.action || field.name === "name"), { url: form.action, once, words, fields }];
      return true;
    } catch {
      return false;
    }
  }

  remove(once) {
    this.all = this.all.filter((form) => form.once !== once);
  }
}
