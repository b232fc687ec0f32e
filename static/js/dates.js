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
