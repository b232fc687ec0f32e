// A button that copies the value of a field or the text of an element, and says whether it could.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const state = button.parentElement.querySelector("[data-copy-state]");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
      state.textContent = state.dataset.done;
    } catch {
      field.focus();
      if (field.select) field.select();
      else getSelection().selectAllChildren(field);
      state.textContent = state.dataset.failed;
    }
  });
}
