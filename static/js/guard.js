// Leaving a form with unsaved changes asks first, in the browser's own words. A form that came back is unsaved too.
for (const form of document.querySelectorAll("form[data-guard]")) {
  const state = form.querySelector("[data-guard-state]");
  let isChanged = form.querySelector(".error-summary") !== null;
  const show = () => {
    if (state) state.textContent = isChanged ? form.dataset.guard : "";
  };
  const change = (event) => {
    isChanged = true;
    show();
    return event;
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  show();
}
