// A searchable relation (ARIA combobox with a listbox popup) over a native select that keeps the value and is what the
// form sends. It asks the server: ?q=words&page=n → {results: [{id, text}], more}.
const WAIT_MS = 200;
const isFrench = document.documentElement.lang.startsWith("fr");
const WORDS = isFrench
  ? { clear: "Effacer", remove: "Retirer", none: "Aucun résultat", more: "Afficher la suite…", count: "résultats", failed: "La recherche ne répond pas : réessayez.", hint: "Tapez quelques lettres" }
  : { clear: "Clear", remove: "Remove", none: "No result", more: "Show more…", count: "results", failed: "The search does not answer: try again.", hint: "Type a few letters" };

const make = (tag, properties = {}, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

class Combobox {
  constructor(select) {
    this.select = select;
    this.isMultiple = select.multiple;
    this.options = [];
    this.active = -1;
    this.page = 1;
    this.build();
    this.listen();
    this.showChosen();
  }

  build() {
    const { select } = this;
    const id = `${select.id}-search`;
    const label = document.querySelector(`label[for="${select.id}"]`);
    label.id ||= `${select.id}-label`;
    label.htmlFor = id;
    this.label = label;
    this.input = make(
      "input",
      { className: "form-control", id, type: "text", autocomplete: "off", placeholder: WORDS.hint },
      { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` },
    );
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    if (select.required) this.input.setAttribute("aria-required", "true");
    select.required = false;
    this.list = make("ul", { className: "combobox__list", id: `${id}-list`, hidden: true }, { role: "listbox", "aria-labelledby": label.id });
    this.status = make("p", { className: "combobox__status" }, { role: "status" });
    this.chosen = make("ul", { className: "combobox__chosen" });
    this.clear = make("button", { type: "button", className: "btn-icon combobox__clear", hidden: true, textContent: "×" }, { "aria-label": `${WORDS.clear} – ${label.firstChild.textContent.trim()}` });
    const field = make("div", { className: "combobox__field" });
    field.append(this.input, this.clear, this.list);
    const box = make("div", { className: "combobox" });
    if (this.isMultiple) box.append(this.chosen);
    box.append(field, this.status);
    select.hidden = true;
    select.after(box);
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // typing to search changes nothing yet
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(1), WAIT_MS);
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("click", () => this.list.hidden && this.search(1));
    this.input.addEventListener("blur", () => this.onLeave());
    // Pressing in the list must not take the focus from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
    this.clear.addEventListener("click", () => {
      this.set([]);
      this.input.focus();
    });
  }

  onKey(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.search(1);
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      if (this.active >= 0) this.choose(this.active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Backspace" && this.isMultiple && this.input.value === "") {
      this.set([...this.select.selectedOptions].slice(0, -1));
    }
  }

  onLeave() {
    clearTimeout(this.timer);
    this.close();
    // Words that were not chosen do not stay, so that nobody takes them for a value; an emptied field is a choice.
    if (!this.isMultiple && this.input.value.trim() === "" && this.select.value) this.set([]);
    else this.showChosen();
  }

  async search(page) {
    const query = this.input.value === this.shown ? "" : this.input.value;
    const url = new URL(this.select.dataset.lookup, location.href);
    url.searchParams.set("q", query);
    url.searchParams.set("page", page);
    this.request?.abort();
    this.request = new AbortController();
    try {
      const response = await fetch(url, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (document.activeElement === this.input) this.show(answer, page);
    } catch (error) {
      if (error.name !== "AbortError") this.say(WORDS.failed);
    }
  }

  show({ results, more }, page) {
    this.page = page;
    const before = page > 1 ? this.options.filter((option) => !option.isMore) : [];
    this.options = [...before, ...results];
    if (more) this.options.push({ isMore: true, text: WORDS.more });
    this.list.replaceChildren(
      ...this.options.map((option, index) =>
        make("li", { id: `${this.list.id}-${index}`, textContent: option.text }, { role: "option", "aria-selected": "false" }),
      ),
    );
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.say(this.options.length ? "" : WORDS.none);
    this.setActive(this.options.length ? Math.min(before.length, this.options.length - 1) : -1);
  }

  move(step) {
    this.setActive((this.active + step + this.options.length) % this.options.length);
  }

  setActive(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const item = this.list.children[index];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  choose(index) {
    const option = this.options[index];
    if (option.isMore) return this.search(this.page + 1);
    const item = new Option(option.text, option.id, true, true);
    const kept = this.isMultiple ? [...this.select.selectedOptions].filter((other) => other.value !== item.value) : [];
    this.set([...kept, item]);
    this.close();
  }

  set(options) {
    const empty = this.isMultiple ? [] : [new Option("", "")];
    this.select.replaceChildren(...empty, ...options);
    for (const option of options) option.selected = true;
    this.showChosen();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  showChosen() {
    const chosen = [...this.select.selectedOptions].filter((option) => option.value !== "");
    this.shown = this.isMultiple || !chosen.length ? "" : chosen[0].textContent;
    this.input.value = this.shown;
    this.clear.hidden = this.isMultiple || !chosen.length;
    if (this.isMultiple) this.chosen.replaceChildren(...chosen.map((option) => this.tag(option)));
  }

  tag(option) {
    const button = make("button", { type: "button", className: "combobox__tag", textContent: `${option.textContent} ×` }, { "aria-label": `${WORDS.remove} ${option.textContent}` });
    button.addEventListener("click", () => {
      this.set([...this.select.selectedOptions].filter((other) => other !== option));
      this.input.focus();
    });
    const item = make("li");
    item.append(button);
    return item;
  }

  say(text) {
    this.status.textContent = text;
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.say("");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const select of document.querySelectorAll("select[data-lookup]")) new Combobox(select);
