// Counts in the menu, on what waits for the reader alone: asked once the page has come, so that no page waits for them.
// Those of the last minute do, unless something was just saved; where nobody is signed in, they are forgotten.
const WAITING = "waiting";
const waitingMenu = document.querySelector("[data-counts]");

const showWaiting = (found) => {
  for (const [url, number, words] of found) {
    const link = [...waitingMenu.querySelectorAll(".menu a")].find((item) => item.getAttribute("href") === url);
    if (!link) continue;
    const count = document.createElement("b");
    const said = document.createElement("i");
    count.setAttribute("aria-hidden", "true");
    count.title = words;
    count.textContent = number;
    said.className = "visually-hidden";
    said.textContent = ` (${words})`;
    link.append(count, said);
  }
};

const askWaiting = async () => {
  const answer = await fetch(waitingMenu.dataset.counts, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const found = await answer.json();
  sessionStorage.setItem(WAITING, JSON.stringify({ at: Date.now(), found }));
  showWaiting(found);
};

if (!waitingMenu) sessionStorage.removeItem(WAITING);
else {
  const kept = JSON.parse(sessionStorage.getItem(WAITING) ?? "null");
  const isFresh = kept && Date.now() - kept.at < 60_000 && !document.querySelector(".messages > *");
  if (isFresh) showWaiting(kept.found);
  else if (navigator.onLine) askWaiting().catch(() => {}); // without the network, a menu without counts
}
