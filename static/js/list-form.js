// Empty fields of a search stay out of the address.
for (const form of document.querySelectorAll("form[data-skip-empty]")) {
  form.addEventListener("formdata", (event) => {
    const names = new Set(event.formData.keys());
    for (const name of names) {
      const values = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      for (const value of values) event.formData.append(name, value);
    }
  });
}

// On a phone the tabs scroll sideways: the one that is open is in sight.
document.querySelector(".list__tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// A list follows what is typed and chosen: its address is the one that its form would open, and what stands between the
// marks of the page (`data-live`) is taken from there. The fields stay as they are, with the focus.
const form = document.querySelector(".list:has([data-live=results]) #list-form");
const TYPED_MS = 250;

if (form) {
  const marks = () => [...document.querySelectorAll("[data-live]")];
  const address = () => `${form.action}?${new URLSearchParams(new FormData(form))}`;
  let timer, asking;

  const put = (page) => {
    const fresh = [];
    for (const old of marks()) {
      const now = page.querySelector(`[data-live="${old.dataset.live}"]`);
      if (!now) continue;
      if (old.role === "status" || old.getAttribute("role") === "status") old.textContent = now.textContent;
      else old.replaceWith(now), fresh.push(now);
    }
    document.title = page.title;
    document.dispatchEvent(new CustomEvent("mdo:live", { detail: fresh }));
  };

  const follow = async () => {
    clearTimeout(timer);
    // A cell that waits for its answer, or for a choice, would be lost: the page asks before it is left.
    if (document.querySelector("td:is(.is-open, .is-saving, .is-wrong)")) return form.requestSubmit();
    const url = address();
    if (url === location.href) return;
    asking?.abort();
    asking = new AbortController();
    const list = form.closest(".list");
    list.ariaBusy = "true";
    try {
      const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector('[data-live="results"]')) return location.assign(url);
      history.replaceState(history.state, "", answer.redirected ? answer.url : url);
      put(page);
      list.ariaBusy = null;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    }
  };

  form.addEventListener("input", ({ target }) => {
    clearTimeout(timer);
    if (target.name === "q") timer = setTimeout(follow, TYPED_MS);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.form === form && target.name.startsWith("f_")) follow();
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

// Compact rows: at once on this page, and kept for the account. Without script the form brings the page back.
document.querySelector("[data-rows-form]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const root = document.documentElement;
  const { submitter, currentTarget } = event;
  const isCompact = submitter.value === "compact";
  const body = new FormData(currentTarget, submitter);
  if (isCompact) root.dataset.rows = "compact";
  else delete root.dataset.rows;
  submitter.setAttribute("aria-pressed", String(isCompact));
  submitter.value = isCompact ? "usual" : "compact";
  fetch(currentTarget.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    keepalive: true,
  }).catch(() => {});
});
