// A button that copies the value of a field, and says whether it could.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const state = button.parentElement.querySelector("[data-copy-state]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = state.dataset.done;
    } catch {
      field.focus();
      field.select();
      state.textContent = state.dataset.failed;
    }
  });
}
