// The date of a native field in words beside it: the field itself follows the browser's language, not the page's.
const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" });
for (const words of document.querySelectorAll("[data-date-words]")) {
  const field = document.getElementById(words.dataset.dateWords);
  field?.addEventListener("input", () => {
    const day = field.valueAsDate;
    words.textContent = day && day.getUTCFullYear() > 999 ? format.format(day) : "";
  });
}
