// The paper that was just made is handed over at once; without script its link stands first in the list. Reloading the
// page does not hand it over again.
const made = document.querySelector("[data-download-now]");
if (made) {
  const address = new URL(location.href);
  address.searchParams.delete("made");
  history.replaceState(history.state, "", address);
  made.click();
}
