// The date of a native field in words beside it: the field itself follows the browser's language, not the page's.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" });
// The first of a month is an ordinal in French, which the browser's own words leave aside.
const inWords = (date) =>
  format.format(date).replace(/\b1(?= \p{L})/u, document.documentElement.lang === "fr" ? "1er" : "1");
for (const words of document.querySelectorAll("[data-date-words]")) {
  const field = document.getElementById(words.dataset.dateWords);
  field.addEventListener("input", () => {
    const [day, hour] = field.value.split("T");
    const date = /^\d{4,}-\d{2}-\d{2}$/.test(day) ? new Date(day) : null;
    const isReal = date && date.getUTCFullYear() > 999;
    words.textContent = isReal ? [inWords(date), hour?.slice(0, 5)].filter(Boolean).join(" – ") : "";
  });
}

// The end of a meeting follows its start, two hours later, until somebody writes another.
const start = document.querySelector("input[type=datetime-local][name=start_at]");
const end = document.querySelector("input[type=datetime-local][name=end_at]");
if (start && end) {
  let proposed = "";
  start.addEventListener("change", () => {
    const at = new Date(`${start.value}Z`);
    if (Number.isNaN(at.getTime()) || (end.value && end.value !== proposed)) return;
    at.setUTCHours(at.getUTCHours() + 2);
    proposed = at.toISOString().slice(0, 16);
    end.value = proposed;
    end.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
