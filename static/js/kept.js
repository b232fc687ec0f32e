// What the worker of an attendance page keeps on this device (attendance-worker.js) goes at sign-out, on the sign-in page,
// on any page of another account, and after a day. Marks that wait stay: they name nobody, and leave at the next sign-in.
// Visitors that wait are names: they go with the page, and who signs out is asked first.
const KEPT = "attendance-";
const DAY_MS = 24 * 3600 * 1000;

const erase = async (isOver) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT) || !(await isOver(name))) continue;
    await caches.delete(name);
    for (const kind of ["answered-", "typed-"]) localStorage.removeItem(name.replace(KEPT, kind));
    const [, meeting] = name.split("-");
    for (const worker of await navigator.serviceWorker.getRegistrations()) {
      if (worker.scope.endsWith(`/presences/${meeting}/pointage`)) await worker.unregister();
    }
  }
};

const isOld = async (name) => {
  const pages = await (await caches.open(name)).matchAll();
  return pages.some((page) => page.headers.has("x-kept-at") && Date.now() - page.headers.get("x-kept-at") >= DAY_MS);
};

const { account } = document.body.dataset;
if ("caches" in window) {
  if (account !== undefined) erase(async (name) => !name.endsWith(`-${account}`) || isOld(name));
  const out = document.querySelector("[data-sign-out]");
  const isWaiting = () => Object.keys(localStorage).some((name) => name.startsWith("typed-") && name.endsWith(`-${account}`));
  out?.addEventListener("click", () => {
    const button = out.querySelector("button");
    if (isWaiting()) button.dataset.confirm = out.dataset.signOut;
    else delete button.dataset.confirm;
  }, true);
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    event.preventDefault();
    await erase(() => true).catch(() => {});
    event.target.submit();
  });
}
