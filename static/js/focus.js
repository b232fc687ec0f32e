// Focus goes to what came back wrong; a link of the summary goes to its control, even one that a combobox replaced.
document.querySelector("[data-focus]")?.focus();

for (const link of document.querySelectorAll(".error-summary a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const id = link.hash.slice(1);
    const control = document.getElementById(`${id}-search`) || document.getElementById(id);
    if (!control) return;
    event.preventDefault();
    control.scrollIntoView({ block: "center" });
    control.focus({ preventScroll: true });
  });
}
