// The cells of an import's preview: each is judged by itself once it was changed, which keeps nothing; Enter goes to the
// next (with Shift, to the next line of a long cell); « the same correction for the others » is offered once there is one. The button of the form checks them all.
const form = document.querySelector("form[data-cells]");

class CellField {
  constructor(frame) {
    this.frame = frame;
    this.input = frame.querySelector(".form-control");
    this.came = frame.querySelector("[data-cell-said]");
    this.judged = frame.querySelector("[data-cell-judged]");
    this.same = frame.querySelector("[data-cell-same]");
    this.wasInvalid = this.input.hasAttribute("aria-invalid");
    this.show();
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("change", () => this.judge());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
  }

  get isChanged() {
    return this.input.value !== this.input.defaultValue;
  }

  // As it came, a cell says again what was wrong with it.
  show() {
    if (this.same) this.same.hidden = !this.isChanged;
    if (!this.isChanged) this.say("", this.wasInvalid);
  }

  say(text, isWrong, isRight = false) {
    this.judged.textContent = text;
    this.judged.classList.toggle("is-right", isRight);
    this.judged.classList.toggle("is-read", !isWrong && !isRight);
    this.came.hidden = this.isChanged && text !== "";
    this.input.setAttribute("aria-invalid", String(isWrong));
    this.input.setAttribute("aria-describedby", this.came.hidden ? this.judged.id : this.came.id);
    this.frame.classList.toggle("field--error", isWrong);
  }

  async judge() {
    if (!this.isChanged) return;
    const text = this.input.value;
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, cell: this.input.name, text });
    let answer = null;
    try {
      const response = await fetch(form.dataset.cells, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.headers.get("Content-Type")?.includes("json")) answer = await response.json();
    } catch {
      // Without network the cell is judged with the others.
    }
    if (text !== this.input.value) return; // it was changed meanwhile, and is judged again
    if (answer) this.say(answer.text, !answer.ok, answer.sure);
    else this.say(form.dataset.cellsAway, this.wasInvalid);
  }

  onKey(event) {
    if (event.key !== "Enter" || event.isComposing || (event.shiftKey && this.input.tagName === "TEXTAREA")) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll("[data-cell] .form-control, [data-cells-check]")];
    fields[fields.indexOf(this.input) + 1]?.focus();
  }
}

if (form) for (const frame of form.querySelectorAll("[data-cell]")) new CellField(frame);
