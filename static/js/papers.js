// The paper that was just made is handed over at once; without script its link stands first in the list. Reloading the
// page does not hand it over again.
const made = document.querySelector("[data-download-now]");
if (made) {
  const address = new URL(location.href);
  address.searchParams.delete("made");
  history.replaceState(history.state, "", address);
  made.click();
}

// Addresses to copy: one click takes them all, and the page says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  const state = button.parentElement.querySelector("[data-copy-state]");
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    state.textContent = button.dataset.copied;
  });
}
