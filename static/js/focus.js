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

// A link from another page to a field of a folded section opens the section.
const wanted = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
const folded = wanted && wanted.closest("details.form-section--folded");
if (folded) folded.open = true;
if (wanted && wanted.closest(".form-section")) {
  const control = document.getElementById(`${wanted.id}-search`) || wanted;
  control.scrollIntoView({ block: "center" });
  control.focus({ preventScroll: true });
}
