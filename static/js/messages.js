// What was done is said over the page that opens at a part of it. Once there was time to read it, a message that offers
// nothing is kept for screen readers alone, and over the line of a list the others go back to the top of the page.
const READ_MS = 6000;
const messages = document.querySelector(".content > .messages");

// A region is heard when it changes: what the page came with is put in again once there is someone to hear it.
const HEARD_MS = 300;
setTimeout(() => {
  for (const text of messages?.querySelectorAll(".note > p") ?? []) {
    if (!text.contains(document.activeElement)) text.replaceWith(text.cloneNode(true));
  }
}, HEARD_MS);

const pass = () => {
  if (messages.matches(":hover, :focus-within")) {
    setTimeout(pass, READ_MS);
    return;
  }
  messages.classList.add("is-past");
  for (const note of messages.querySelectorAll(".note--success")) {
    if (!note.querySelector("a, button")) note.classList.add("visually-hidden");
  }
};

if (messages?.querySelector(".note") && location.hash.length > 1) setTimeout(pass, READ_MS);
