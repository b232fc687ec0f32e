// After a sign-in that interrupted a form, the page leads back to it by itself; without script its button does.
document.querySelector("form[data-resume]")?.requestSubmit();
