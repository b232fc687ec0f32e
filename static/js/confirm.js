// One native dialog asks before a deletion or any button with data-confirm. Without script, pages ask instead.
const dialog = document.getElementById("confirm");
if (dialog) {
  const form = dialog.querySelector("form");
  const accept = dialog.querySelector("[data-accept]");
  let onAccept = null;

  const close = dialog.querySelector("[data-close]");
  const back = close.textContent;

  const ask = (question, verb, isDanger, action, keep = back) => {
    dialog.querySelector("#confirm-text").textContent = question;
    accept.textContent = verb;
    accept.className = `btn ${isDanger ? "btn-danger-solid" : "btn-primary"}`;
    close.textContent = keep;
    onAccept = action;
    dialog.showModal();
    close.focus();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-delete], .cell-actions a[href*='/delete/']");
    const button = event.target.closest("button[data-confirm]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      // What must stay is not asked about: its own page says why.
      fetch(link.href, { method: "HEAD", redirect: "manual" }).then((answer) => answer.type === "opaqueredirect", () => false).then((isKept) => {
        if (isKept) location.assign(link.href);
        else if (!dialog.open) ask(deletionOf(link), wordOf(link), true, () => {
          form.action = link.href;
          form.submit();
        });
      });
    } else if (button && !button.dataset.confirmed) {
      event.preventDefault();
      ask(questionOf(button), button.textContent.trim(), button.hasAttribute("data-danger"), () => {
        const owner = button.form;
        const answer = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "1" });
        owner.append(answer);
        button.dataset.confirmed = "1";
        owner.requestSubmit(button);
      }, button.dataset.keep);
    }
  });

  // The links of a table's rows say nothing themselves: the sentence is on the table, the name is the row's heading.
  const deletionOf = (link) => {
    if (link.dataset.delete) return link.dataset.delete;
    const row = link.closest("tr"), table = link.closest("table");
    const heading = row.querySelector("th"), also = [...table.querySelectorAll("thead [data-names]")].map((head) => row.cells[head.cellIndex]);
    const name = [(heading.querySelector("a") ?? heading).textContent, ...(heading.querySelector(".visually-hidden") ? [] : also.map((cell) => cell.textContent))];
    const question = table.dataset.deleteQuestion.replace("{}", name.map((text) => text.trim()).join(" – "));
    return link.dataset.warning ? `${question} ${link.dataset.warning}` : question;
  };
  const wordOf = (link) =>
    link.textContent.trim() || document.getElementById(link.getAttribute("aria-labelledby").split(" ")[0]).textContent;

  // A bulk action says how many rows it is about.
  const questionOf = (button) => {
    const count = button.form.querySelector("[data-bulk-count]");
    return count ? `${button.dataset.confirm} ${count.textContent}.` : button.dataset.confirm;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    onAccept?.();
  });
  close.addEventListener("click", () => dialog.close());
}
