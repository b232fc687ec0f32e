// The parts of a page that are sent one by one: a form marked data-part-form goes without leaving the page. The answer is
// the whole page; the parts that changed take the place of the old ones, what is being typed elsewhere stays, the focus
// goes back to where it was, and what the server said is said. Any other answer (an error, a page to sign in) is asked
// for again by the form itself, as without a script.
const parts = document.querySelector("[data-parts]");
if (parts) {
  const said = parts.querySelector("[data-said]");
  let isSending = false;

  // A part as the server wrote it: the token of its forms changes at each page.
  const asSent = (part) => part.outerHTML.replaceAll(/name="csrf_token" value="[^"]*"/g, "");
  const received = new Map([...parts.querySelectorAll("[data-part]")].map((part) => [part.id, asSent(part)]));

  const typedIn = (root) =>
    [...root.querySelectorAll("input:not([type=hidden]), textarea, select")].filter((field) => field.id && isTyped(field));
  const isTyped = (field) =>
    field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue;

  // What is open, and what is typed and not sent, goes over to the new part.
  const carryOver = (old, fresh, sent) => {
    for (const opened of old.querySelectorAll("details[open][id]")) {
      const again = fresh.querySelector(`#${CSS.escape(opened.id)}`);
      if (again && opened.id !== sent.dataset.closes) again.open = true;
    }
    for (const field of typedIn(old)) {
      const again = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (again && field.form !== sent) again.value = field.value;
    }
  };

  const show = (page, sent) => {
    const all = [...page.querySelectorAll("[data-part]")];
    const names = new Set(all.map((part) => part.id));
    for (const old of parts.querySelectorAll("[data-part]")) if (!names.has(old.id)) old.remove();
    for (const fresh of all) {
      const old = document.getElementById(fresh.id);
      if (old && asSent(fresh) === received.get(fresh.id)) continue;
      received.set(fresh.id, asSent(fresh));
      if (old) {
        carryOver(old, fresh, sent);
        old.replaceWith(document.adoptNode(fresh));
      } else parts.insertBefore(document.adoptNode(fresh), parts.querySelector("[data-part]"));
      fresh.dispatchEvent(new CustomEvent("parts:fresh", { bubbles: true }));
    }
  };

  const say = (page) => {
    const notes = [...page.querySelectorAll("main > .messages > .note")];
    for (const note of notes) note.removeAttribute("role");
    said.replaceChildren(...notes.map((note) => document.adoptNode(note)));
  };

  const focusAfter = (form, from) => {
    const usable = (id) => {
      const found = id && document.getElementById(id);
      return found && !found.disabled ? found : null;
    };
    const target = usable(form.dataset.then) ?? usable(from?.id) ?? usable(from?.dataset.or) ?? usable(form.closest("[data-part]")?.id + "-title");
    target?.focus();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-part-form]") || event.defaultPrevented) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    const from = event.submitter;
    const before = new CustomEvent("parts:before", { detail: [] });
    document.dispatchEvent(before);
    try {
      await Promise.all(before.detail);
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, from)) });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (!response.ok || !page.querySelector("[data-parts]")) {
        form.submit();
        return;
      }
      show(page, form);
      say(page);
      focusAfter(form, from);
    } catch {
      said.textContent = parts.dataset.failed;
    } finally {
      isSending = false;
    }
  });

  // A link to a form that is on the page, closed, opens it there.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-opens]");
    const box = link && document.getElementById(link.dataset.opens);
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.open = !box.open;
    if (box.open) box.querySelector("input:not([type=hidden]), textarea")?.focus();
  });

  parts.addEventListener("toggle", ({ target }) => {
    if (target.matches("details[open].agenda__more") && target.contains(document.activeElement)) {
      target.querySelector("input:not([type=hidden]), textarea")?.focus();
    }
  }, true);
}
