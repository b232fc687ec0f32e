// A link to a file that may take time to make: the page says that it is being made, how much of it is here and when it
// is whole, and one click asks for one file. Without script the browser takes it as it takes any other.
const SHOWN_EVERY_MS = 200;
const SAID_FOR_MS = 10_000;

class FileLink {
  constructor(link, status) {
    this.link = link;
    this.status = status;
    link.addEventListener("click", (event) => this.onClick(event));
    window.addEventListener("beforeunload", (event) => this.isBusy && event.preventDefault());
  }

  onClick(event) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.link.closest("[popover]")?.hidePopover(); // the menu that holds it would hide what is said
    if (!this.isBusy) this.take();
  }

  get isBusy() {
    return this.link.ariaDisabled === "true";
  }

  set isBusy(isBusy) {
    this.link.ariaDisabled = isBusy ? "true" : null;
  }

  say(words) {
    clearTimeout(this.timer);
    this.status.textContent = words;
  }

  async take() {
    this.isBusy = true;
    this.say(this.status.dataset.preparing);
    try {
      const answer = await fetch(this.link.href);
      const [, name] = /^attachment;.*filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
      if (name) await this.receive(answer, name);
      else this.leaveFor(answer.redirected ? answer.url : this.link.href); // a sign-in, or an error that has its page
    } catch {
      this.say(this.status.dataset.failed);
    }
    this.isBusy = false;
  }

  async receive(answer, name) {
    const parts = [];
    let [size, shownAt] = [0, Date.now()];
    const shown = Object.assign(document.createElement("span"), { ariaHidden: "true" }); // seen, not read out each time
    this.status.append(shown);
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
      if (Date.now() - shownAt < SHOWN_EVERY_MS) continue;
      shownAt = Date.now();
      shown.textContent = ` ${inWords(size)}`;
    }
    this.keep(new Blob(parts, { type: answer.headers.get("Content-Type") }), name);
    this.say(this.status.dataset.received.replace("{name}", name).replace("{size}", inWords(size)));
    this.timer = setTimeout(() => this.say(""), SAID_FOR_MS);
  }

  keep(file, name) {
    const url = URL.createObjectURL(file);
    const link = Object.assign(document.createElement("a"), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // once the browser has it
  }

  leaveFor(url) {
    this.isBusy = false;
    location.assign(url);
  }
}

function inWords(bytes) {
  const [value, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1e3), "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

const start = (root) => {
  for (const link of root.querySelectorAll("a[data-file]")) {
    const status = link.closest(":has(> .actions__file)")?.querySelector(":scope > .actions__file");
    if (status) new FileLink(link, status); // a page with no place to say it leaves the file to the browser
  }
};
start(document);
document.addEventListener("mdo:live", ({ detail }) => detail.forEach(start));
