// The command palette: Ctrl+K, or « / » outside a field, opens one dialog over everything the reader may see. The
// server answers with ready options; this module moves between them (combobox over a listbox, focus stays in the field).
const dialog = document.getElementById("palette");

if (dialog) {
  const form = dialog.querySelector("[data-palette]");
  const input = form.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const WAIT_MS = 150;
  const FIELDS = "input, textarea, select, [contenteditable]";
  let timer;
  let pending;
  let active;
  let listed; // the words whose answers are listed

  const options = () => [...list.querySelectorAll("[role=option]")];

  const activate = (option) => {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    list.replaceChildren(...answer.children);
    input.setAttribute("aria-expanded", String(list.childElementCount > 0));
    status.textContent = answer.dataset.status;
    activate(options()[0]);
  };

  // From the first key on, what is listed answers other words: the list is busy and an answer under way is let go.
  const awaitAnswer = () => {
    clearTimeout(timer);
    pending?.abort();
    list.setAttribute("aria-busy", "true");
  };

  const search = async () => {
    awaitAnswer();
    pending = new AbortController();
    const url = new URL(form.dataset.palette, location.href);
    const words = input.value;
    url.searchParams.set("q", words);
    try {
      const response = await fetch(url, { signal: pending.signal, headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      show(await response.text());
      listed = words;
      list.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return;
      list.removeAttribute("aria-busy");
      status.textContent = status.dataset.failed;
    }
  };

  const open = () => {
    // Not over another dialog: it has a question to ask first.
    if (dialog.open || document.querySelector("dialog[open]")) return;
    const drawer = document.querySelector("#menu:popover-open");
    drawer?.hidePopover();
    dialog.showModal();
    input.select();
    search();
  };

  const move = (key) => {
    const all = options();
    if (!all.length) return;
    const last = all.length - 1;
    const here = all.indexOf(active);
    const next = { ArrowDown: here === last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1 }[key];
    activate(all[next]);
  };

  for (const button of document.querySelectorAll("[data-palette-open]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      open();
    });
  }

  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const isSlash =
      event.key === "/" &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      "shortcuts" in document.body.dataset &&
      !event.target.closest?.(FIELDS);
    if (!isCommand && !isSlash) return;
    event.preventDefault();
    open();
  });

  input.addEventListener("input", () => {
    awaitAnswer();
    timer = setTimeout(search, WAIT_MS);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key);
    }
  });

  form.addEventListener("submit", (event) => {
    // What is typed may be ahead of what is listed: then the page of results answers.
    if (!active || listed !== input.value) return;
    event.preventDefault();
    active.click();
  });

  dialog.querySelector("[data-palette-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the backdrop
  });
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    pending?.abort();
  });
}
