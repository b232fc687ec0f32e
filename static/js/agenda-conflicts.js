// What speaks against a date is asked again when a field that counts changes; the answer is read out, and stops nothing.
for (const box of document.querySelectorAll("[data-conflicts]")) {
  const found = box.querySelector("[data-conflicts-found]");
  const form = box.closest("form");
  const names = box.dataset.fields.split(" ");
  let waiting = 0;
  let last = "";

  const ask = async () => {
    const url = new URL(box.dataset.conflicts, location.href);
    const values = new FormData(form);
    for (const name of names) for (const value of values.getAll(name)) if (value) url.searchParams.append(name, value);
    if (url.href === last) return;
    last = url.href;
    try {
      const response = await fetch(url, { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) return;
      const text = await response.text();
      if (url.href === last && found.innerHTML !== text) found.innerHTML = text;
    } catch {
      // Without an answer the form works as it does without a script: the page says it once saved.
    }
  };

  form.addEventListener("change", (event) => {
    if (!names.includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });

  // « Take this day »: the same hours on another day, in both fields.
  box.addEventListener("click", (event) => {
    const day = event.target.closest("[data-moves-to]")?.dataset.movesTo;
    if (!day) return;
    const fields = ["start_at", "end_at"].map((name) => form.elements[name]);
    const [start] = fields;
    const [before] = start.value.split("T");
    const moved = fields.map((field) => {
      const [old, hour] = (field?.value ?? "").split("T");
      if (!hour) return "";
      const shift = Math.round((Date.parse(old) - Date.parse(before)) / 86_400_000);
      return `${new Date(Date.parse(day) + shift * 86_400_000).toISOString().slice(0, 10)}T${hour}`;
    });
    // An end that was proposed follows the start by itself: it is there already when its turn comes.
    for (const [index, field] of fields.entries()) {
      if (!moved[index] || field.value === moved[index]) continue;
      field.value = moved[index];
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    start.focus();
  });
}
