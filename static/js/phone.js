// A link that leads elsewhere on a phone (`data-phone`): to the page that a thumb uses there, to the desk's on a desk.
const phone = matchMedia("(max-width: 47.99em)");

const lead = (event) => {
  const link = event.target.closest?.("a[data-phone]");
  if (!link) return;
  link.dataset.desk ??= link.getAttribute("href");
  link.setAttribute("href", phone.matches ? link.dataset.phone : link.dataset.desk);
};

// Before the browser follows it, by whatever means.
for (const name of ["pointerdown", "focusin", "click"]) document.addEventListener(name, lead, true);
