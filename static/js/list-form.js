// Empty fields of a search stay out of the address.
for (const form of document.querySelectorAll("form[data-skip-empty]")) {
  form.addEventListener("formdata", (event) => {
    const names = new Set(event.formData.keys());
    for (const name of names) {
      const values = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      for (const value of values) event.formData.append(name, value);
    }
  });
}
