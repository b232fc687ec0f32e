// Notes saved while one types: a form marked data-notes. Nothing is lost: without network it tries again and keeps the
// text in this tab; when someone else saved the same notes, both are shown and one chooses.
const SAVE_AFTER_MS = 1200;
const TRY_AGAIN_MS = 5000;
const ALIVE = new Set();

class Notes {
  constructor(form, words) {
    this.form = form;
    this.words = words;
    this.area = form.querySelector("textarea");
    this.base = form.elements.base;
    this.state = form.querySelector("[data-notes-state]");
    this.conflict = form.querySelector("[data-notes-conflict]");
    this.key = `notes-${location.pathname}-${form.dataset.notes}`;
    this.area.addEventListener("input", () => this.onInput());
    this.area.addEventListener("blur", () => this.isChanged && !this.isStopped && this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-notes-keep]");
      if (button) this.keep(button.dataset.notesKeep);
    });
    this.takeUp();
  }

  get isChanged() {
    return this.area.value.replaceAll("\r\n", "\n").trim() !== this.base.value.replaceAll("\r\n", "\n").trim();
  }

  get isStopped() {
    return !this.conflict.hidden || this.hasEnded;
  }

  // What this tab kept when the page was left before it could be saved.
  takeUp() {
    const kept = sessionStorage.getItem(this.key);
    if (kept === null || !this.conflict.hidden) return;
    const { base, mine } = JSON.parse(kept);
    if (mine === this.area.value) return;
    this.area.value = mine;
    this.base.value = base;
    this.onInput();
  }

  onInput() {
    this.fit();
    sessionStorage.setItem(this.key, JSON.stringify({ base: this.base.value, mine: this.area.value }));
    if (this.isStopped) return;
    this.say(this.words.unsaved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 2}px`;
  }

  say(words) {
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  save() {
    clearTimeout(this.timer);
    if (this.isSaving) {
      this.isAgain = this.area.value !== this.sent;
      return this.isSaving;
    }
    this.isSaving = this.send();
    return this.isSaving;
  }

  async send() {
    const sent = (this.sent = this.area.value);
    this.say(this.words.saving);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form)),
      });
      const isJson = response.headers.get("Content-Type")?.includes("json");
      if (response.ok && isJson) this.onSaved(sent, await response.json());
      else if (response.status === 409 && isJson) this.onConflict(await response.json());
      else if (response.status >= 500) this.tryLater();
      else this.onRefused(response);
    } catch {
      this.tryLater();
    }
    this.isSaving = null;
    if (!this.isAgain || this.isStopped) return;
    this.isAgain = false;
    await this.save();
  }

  tryLater() {
    this.say(this.words.away);
    this.timer = setTimeout(() => this.save(), TRY_AGAIN_MS);
  }

  onSaved(sent, answer) {
    this.base.value = answer.base;
    this.area.defaultValue = this.area.value;
    this.conflict.hidden = true;
    this.form.classList.remove("notes--conflict");
    if (this.area.value === sent) {
      sessionStorage.removeItem(this.key);
      this.say(this.words.saved);
    } else this.onInput();
  }

  onConflict(answer) {
    this.theirs = answer.theirs;
    this.form.querySelector("[data-notes-theirs]").textContent = answer.theirs;
    this.form.querySelector("[data-notes-who]").textContent = answer.words;
    this.conflict.hidden = false;
    this.form.classList.add("notes--conflict");
    this.base.value = answer.theirs;
    this.say(answer.words);
  }

  // The session ended, or the server refuses: the button of the form shows why, and loses nothing.
  onRefused(response) {
    this.hasEnded = true;
    this.say(response.redirected || response.status === 400 || response.status === 401 ? this.words.ended : this.words.refused);
    const button = this.form.querySelector("[data-notes-save]");
    button.addEventListener("click", () => this.form.submit(), { once: true });
  }

  keep(which) {
    const theirs = this.form.querySelector("[data-notes-theirs]").textContent;
    if (which === "theirs") this.area.value = theirs;
    if (which === "both") this.area.value = `${theirs.trimEnd()}\n\n${this.area.value}`;
    this.conflict.hidden = true;
    this.fit();
    this.save();
    this.area.focus();
  }
}

const words = document.querySelector("[data-notes-words]");
if (words) {
  const all = [];
  const take = (root) => {
    for (const form of root.querySelectorAll("form[data-notes]")) {
      if (!ALIVE.has(form)) {
        ALIVE.add(form);
        all.push(new Notes(form, words.dataset));
      }
    }
  };
  take(document);
  // A part is read again from the server: what was typed must be there first.
  document.addEventListener("parts:before", (event) => {
    for (const notes of all) if (notes.form.isConnected && notes.isChanged && !notes.isStopped) event.detail.push(notes.save());
  });
  document.addEventListener("parts:fresh", (event) => take(event.target));
  window.addEventListener("beforeunload", (event) => {
    if (all.some((notes) => notes.form.isConnected && notes.isChanged && !notes.hasEnded)) event.preventDefault();
  });
  window.addEventListener("online", () => {
    for (const notes of all) if (notes.form.isConnected && notes.isChanged && !notes.isStopped) notes.save();
  });
}
