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
    const [start, end] = ["start_at", "end_at"].map((name) => form.elements[name]);
    const [before] = start.value.split("T");
    for (const field of [start, end]) {
      const [old, hour] = (field?.value ?? "").split("T");
      if (!hour) continue;
      const shift = Math.round((Date.parse(old) - Date.parse(before)) / 86_400_000);
      const moved = new Date(Date.parse(day) + shift * 86_400_000).toISOString().slice(0, 10);
      field.value = `${moved}T${hour}`;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    start.focus();
  });
}
