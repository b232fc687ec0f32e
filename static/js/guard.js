// A form with `data-guard`: leaving it with unsaved changes asks first, in the browser's own words; Ctrl+S saves it,
// Ctrl+Enter saves it and goes on to the next of its list, where it has one; it is sent once; typing keeps the session
// open, and says so when it has ended all the same.
const ALIVE_EVERY_MS = 10 * 60 * 1000; // a session ends after 30 minutes without a request
const SENT_TWICE_MS = 2000;

class Guard {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-guard-state]");
    // What came back with errors, or from an ended session, is unsaved although nothing was typed since.
    this.cameBack = form.querySelector(".error-summary, [data-guard-changed]") !== null;
    this.opened = this.content();
    this.aliveAt = Date.now();
    // On the document: fields may stand outside of their form (`form="…"`).
    for (const name of ["input", "change"]) {
      document.addEventListener(name, ({ target }) => (target.form === form || form.contains(target)) && this.onChange());
    }
    form.addEventListener("submit", (event) => this.onSubmit(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.isChanged && !this.isSending) event.preventDefault();
    });
    window.addEventListener("pageshow", () => (this.sentAt = 0));
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        form.requestSubmit();
      } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-guard-next]"));
      }
    });
    if ("guardFirst" in form.dataset) this.firstEmpty()?.focus();
    // The browser goes to the fragment itself at load, and takes the focus from a combobox that it does not know.
    else window.addEventListener("load", () => this.named()?.focus());
    // It brings the caret of a text of several lines above the bar, and leaves the rest under it.
    form.addEventListener("focusin", ({ target }) => target.tagName === "TEXTAREA" && target.scrollIntoView({ block: "nearest" }));
    this.show();
  }

  content() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  onChange() {
    this.show();
    if (Date.now() - this.aliveAt > ALIVE_EVERY_MS) this.stayAlive();
  }

  show() {
    this.isChanged = this.cameBack || this.content() !== this.opened;
    if (this.state) this.state.textContent = this.isChanged ? (this.hasEnded ? this.form.dataset.guardEnded : this.form.dataset.guard) : "";
  }

  onSubmit(event) {
    if (this.isSending) event.preventDefault(); // a double click creates one row
    else this.sentAt = Date.now();
  }

  get isSending() {
    return Date.now() - this.sentAt < SENT_TWICE_MS;
  }

  async stayAlive() {
    this.aliveAt = Date.now();
    try {
      const answer = await fetch(location.href, { method: "HEAD" });
      this.hasEnded = answer.redirected;
    } catch {
      return; // without network: the form says so when it is sent
    }
    this.show();
  }

  // The field that a link asks to fill in (/edit/7#birth_year), or the combobox in its place.
  named() {
    const id = location.hash.slice(1);
    return id ? (document.getElementById(`${id}-search`) ?? document.getElementById(id)) : null;
  }

  firstEmpty() {
    const fields = this.form.querySelectorAll(".form-section :is(input, select, textarea):not([hidden], [type=checkbox])");
    return [...fields].find((field) => field.value === "");
  }
}

for (const form of document.querySelectorAll("form[data-guard]")) new Guard(form);
