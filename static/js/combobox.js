// A searchable relation: an ARIA combobox with a listbox popup (APG, « editable combobox with list autocomplete ») over
// a native select, which keeps the value and is what the form sends. It asks the server: ?q=words&page=n →
// {results: [{id, text}], more}. Its words are on the page (#combobox-words), in the page's language.
const WAIT_MS = 200;
const PAGE_STEP = 10;
const NEAR_END_PX = 48;
const words = document.getElementById("combobox-words")?.dataset;

const make = (tag, properties = {}, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const fill = (sentence, value) => sentence.replace("{}", value);

// While a button of the mouse or a finger is down nothing may move: what it is aimed at would miss the click.
let isPressed = false;
addEventListener("pointerdown", () => (isPressed = true), true);
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => (isPressed = false), true);
const afterPress = (act) => {
  if (!isPressed) return act();
  const later = () => setTimeout(act);
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, later, { once: true });
};

class Combobox {
  constructor(select) {
    this.select = select;
    this.isMultiple = select.multiple;
    this.options = [];
    this.active = -1;
    this.isOld = false; // the answers shown are to the words before those typed
    this.wanted = null; // the key, Enter or Tab, that waits for them
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
    this.name = label.firstChild.textContent.trim();
    this.input = make(
      "input",
      { className: "form-control combobox__input", id, type: "text", autocomplete: "off", placeholder: words.hint },
      { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`, spellcheck: "false" },
    );
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    if (select.required) this.input.setAttribute("aria-required", "true");
    select.required = false;
    this.list = make("ul", { className: "combobox__list", id: `${id}-list`, hidden: true }, { role: "listbox", "aria-labelledby": label.id });
    this.status = make("p", { className: "combobox__status" }, { role: "status" });
    this.chosen = make("ul", { className: "combobox__chosen", hidden: true }, { "aria-labelledby": label.id });
    this.clear = make("button", { type: "button", className: "btn-icon combobox__clear", hidden: true, textContent: "×" }, { "aria-label": fill(words.clear, this.name) });
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
      this.isMeant = this.isOld = this.input.value.trim() !== "";
      this.wanted = null;
      this.setActive(-1); // what is shown answers other words, and so does what is on its way
      this.request?.abort();
      this.timer = setTimeout(() => this.search(), WAIT_MS);
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("click", () => this.list.hidden && this.search());
    this.input.addEventListener("blur", () => this.onLeave());
    // Pressing in the list must not take the focus from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) this.choose([...this.list.children].indexOf(item));
    });
    this.list.addEventListener("scroll", () => {
      if (this.list.scrollTop + this.list.clientHeight > this.list.scrollHeight - NEAR_END_PX) this.searchMore();
    });
    this.clear.addEventListener("click", () => {
      this.set([]);
      this.input.focus();
    });
    this.chosen.addEventListener("keydown", (event) => this.onTagKey(event));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  onKey(event) {
    const moves = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      PageDown: () => this.moveTo(Math.min(this.active + PAGE_STEP, this.options.length - 1)),
      PageUp: () => this.moveTo(Math.max(this.active - PAGE_STEP, 0)),
      Home: () => this.moveTo(0),
      End: () => this.moveTo(this.options.length - 1),
    };
    const isAtStart = this.input.selectionStart === 0 && this.input.selectionEnd === 0;
    if (event.altKey && event.key === "ArrowUp" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key in moves && this.isOpen && !event.shiftKey) {
      event.preventDefault();
      this.isMeant = true;
      moves[event.key]();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.search();
    } else if (this.isOld && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      event.preventDefault(); // one was faster than the answers: the first of them is taken when they come
      this.wanted = event.key;
      clearTimeout(this.timer);
      this.search();
    } else if (event.key === "Enter" && this.isOpen) {
      event.preventDefault(); // Enter does not send the form while it chooses
      if (this.active >= 0) this.choose(this.active);
    } else if (event.key === "Tab" && this.isOpen && this.isMeant && this.active >= 0 && !event.shiftKey) {
      this.choose(this.active);
      this.clear.hidden = true; // the focus goes on to the next field
      setTimeout(() => (this.clear.hidden = this.isMultiple));
    } else if (event.key === "Escape" && (this.isOpen || this.input.value !== this.shown)) {
      event.preventDefault();
      event.stopPropagation();
      if (!this.isOpen) this.showText();
      this.close();
    } else if (this.isMultiple && isAtStart && event.key === "Backspace" && this.input.value === "") {
      this.remove(this.picked.at(-1));
    } else if (this.isMultiple && isAtStart && event.key === "ArrowLeft" && this.picked.length) {
      event.preventDefault();
      this.chosen.lastElementChild.firstElementChild.focus();
    }
  }

  // Between what was chosen, arrows move; Delete and Backspace take away, as a press of the button does.
  onTagKey(event) {
    const buttons = [...this.chosen.querySelectorAll("button")];
    const index = buttons.indexOf(event.target);
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      (buttons[index + (event.key === "ArrowLeft" ? -1 : 1)] ?? (event.key === "ArrowRight" ? this.input : buttons[0])).focus();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      buttons[index].click();
    }
  }

  onLeave() {
    this.close();
    // Words that were not chosen do not stay, so that nobody takes them for a value; an emptied field is a choice.
    if (!this.isMultiple && this.input.value.trim() === "" && this.select.value) this.set([]);
    else this.showText();
  }

  search() {
    this.page = 0;
    this.hasMore = true;
    this.pending = null;
    this.searchMore();
  }

  // The next page of answers, asked for once however often it is wanted (by scrolling and by arrow).
  searchMore() {
    if (this.hasMore && !this.pending) {
      const pending = this.ask(this.page + 1).finally(() => {
        if (this.pending === pending) this.pending = null;
      });
      this.pending = pending;
    }
    return this.pending;
  }

  async ask(page) {
    const url = new URL(this.select.dataset.lookup, location.href);
    url.searchParams.set("q", this.input.value === this.shown ? "" : this.input.value);
    url.searchParams.set("page", page);
    const within = this.select.form?.elements.namedItem(url.searchParams.get("within"));
    if (within?.value) url.searchParams.set("of", within.value);
    this.request?.abort();
    const { signal } = (this.request = new AbortController());
    try {
      const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (response.status === 403) {
        this.isOld = false;
        return this.say(words.ended);
      }
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (document.activeElement === this.input && !signal.aborted) this.show(answer, page);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.isOld = false;
      this.say(words.failed);
    }
  }

  show({ results, more }, page) {
    const known = page === 1 ? [] : this.options;
    this.options = [...known, ...results];
    this.page = page;
    this.hasMore = more;
    const chosen = new Set(this.picked.map((option) => option.value));
    const items = results.map((option, index) => {
      const item = make(
        "li",
        { id: `${this.list.id}-${known.length + index}`, textContent: option.text },
        { role: "option", "aria-selected": "false", "aria-setsize": more ? -1 : this.options.length, "aria-posinset": known.length + index + 1 },
      );
      item.classList.toggle("is-chosen", chosen.has(String(option.id)));
      return item;
    });
    if (page > 1) this.list.append(...items);
    else this.list.replaceChildren(...items);
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.sayCount();
    if (page === 1) this.setActive(Math.min(0, this.options.length - 1));
    if (page === 1) this.takeWanted();
  }

  // Enter or Tab pressed before the answers came: the first one, then as far as the key goes.
  takeWanted() {
    const key = this.options.length ? this.wanted : null;
    this.wanted = null;
    this.isOld = false;
    if (key) this.choose(0);
    if (key !== "Tab") return;
    const fields = [...this.select.form.elements].filter((field) => field.tabIndex >= 0 && field.checkVisibility());
    fields.slice(fields.indexOf(this.input) + 1).find((field) => field !== this.clear)?.focus();
  }

  sayCount() {
    const total = this.options.length;
    const sentence = total > 1 ? (this.hasMore ? words.more : words.many) : total ? words.one : words.none;
    this.say(fill(sentence, total));
  }

  // Past the last answer comes the next page; past the very last one, the first again.
  async move(step) {
    const last = this.options.length - 1;
    if (step > 0 && this.active === last && this.hasMore) {
      await this.searchMore();
      if (this.options.length - 1 > last) this.moveTo(last + 1);
    } else {
      this.moveTo((this.active + step + last + 1) % (last + 1));
    }
  }

  moveTo(index) {
    this.setActive(index);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  setActive(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const item = this.list.children[index];
    if (!item) return this.input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  choose(index) {
    const { id, text, gives } = this.options[index];
    const item = new Option(text, id, true, true);
    const kept = this.isMultiple ? this.picked.filter((other) => other.value !== item.value) : [];
    this.set([...kept, item]);
    for (const [name, value] of Object.entries(gives ?? {})) this.give(name, value);
    this.close();
    this.say(fill(words.chosen, text));
  }

  // What a choice says of another field goes there, unless one said otherwise.
  give(name, value) {
    const field = this.select.form?.elements.namedItem(name);
    if (!field || (field.value !== "" && field.value !== field.dataset.given)) return;
    const wanted = value === null ? "" : String(value);
    if (field.value === wanted) return;
    field.value = wanted;
    if (field.value !== wanted) field.value = ""; // not on offer
    field.dataset.given = field.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  remove(option) {
    if (!option) return;
    this.set(this.picked.filter((other) => other !== option));
    this.input.focus();
    this.say(fill(words.removed, option.textContent));
  }

  get picked() {
    return [...this.select.selectedOptions].filter((option) => option.value !== "");
  }

  set(options) {
    const empty = this.isMultiple ? [] : [new Option("", "")];
    this.select.replaceChildren(...empty, ...options);
    for (const option of options) option.selected = true;
    this.showChosen();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  showChosen() {
    const chosen = this.picked;
    this.clear.hidden = this.isMultiple || !chosen.length;
    this.chosen.hidden = !chosen.length;
    if (this.isMultiple) this.chosen.replaceChildren(...chosen.map((option) => this.tag(option)));
    this.showText();
  }

  showText() {
    const [first] = this.picked;
    this.shown = this.isMultiple || !first ? "" : first.textContent;
    this.input.value = this.shown;
  }

  tag(option) {
    const text = option.textContent;
    const button = make("button", { type: "button", className: "combobox__tag", textContent: `${text} ×` }, { "aria-label": fill(words.remove, text) });
    button.addEventListener("click", () => this.remove(option));
    const item = make("li");
    item.append(button);
    return item;
  }

  say(text) {
    this.status.textContent = text;
  }

  close() {
    this.isOld = false;
    this.wanted = null;
    this.isMeant = false; // Tab takes an answer that one typed for or moved to, not the first of a list that just opened
    clearTimeout(this.timer);
    this.request?.abort(); // an answer on its way would open the list again
    this.list.hidden = true;
    afterPress(() => this.list.hidden && this.say(""));
    this.setActive(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const select of document.querySelectorAll("select[data-lookup]")) new Combobox(select);
