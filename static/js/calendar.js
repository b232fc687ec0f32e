// The month: arrows go from day to day, Home and End to the ends of a week, Page Up and Page Down to another month.
const month = document.querySelector("[data-calendar]");
if (month) {
  const days = [...month.querySelectorAll("[data-day]")];
  const turn = (rel) => document.querySelector(`.calendar__steps a[rel=${rel}]`)?.click();
  month.addEventListener("keydown", (event) => {
    const here = days.indexOf(event.target.closest("[data-day]"));
    if (here < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const week = here - (here % 7);
    const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + 7, ArrowUp: here - 7, Home: week, End: week + 6 };
    if (event.key in steps) {
      event.preventDefault();
      days[steps[event.key]]?.focus();
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      event.preventDefault();
      turn(event.key === "PageDown" ? "next" : "prev");
    }
  });
}
