// What the worker of an attendance page keeps on this device (attendance-worker.js) goes at sign-out, on the sign-in page,
// on any page of another account, and after a day. Marks that wait stay: they name nobody, and leave at the next sign-in.
// Visitors that wait are names: they go at sign-out, which asks first, and with another account.
const KEPT = "attendance-";
const DAY_MS = 24 * 3600 * 1000;
const { account } = document.body.dataset;
const isOther = (name) => !name.endsWith(`-${account}`);

const isOld = async (name) => {
  const pages = await (await caches.open(name)).matchAll();
  return pages.some((page) => page.headers.has("x-kept-at") && Date.now() - page.headers.get("x-kept-at") >= DAY_MS);
};

const erase = async (isAll) => {
  for (const name of Object.keys(localStorage)) {
    const isAnswer = name.startsWith("answered-");
    const goes = isAll || (isOther(name) && (isAnswer || account !== ""));
    if (goes && (isAnswer || name.startsWith("typed-"))) localStorage.removeItem(name);
  }
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT) || !(isAll || isOther(name) || (await isOld(name)))) continue;
    await caches.delete(name);
    localStorage.removeItem(name.replace(KEPT, "answered-"));
    const [, meeting] = name.split("-");
    for (const worker of await navigator.serviceWorker.getRegistrations()) {
      if (worker.scope.endsWith(`/presences/${meeting}/pointage`)) await worker.unregister();
    }
  }
};

if (account !== undefined) erase(false).catch(() => {});

const out = document.querySelector("[data-sign-out]");
out?.addEventListener("click", () => {
  const isWaiting = Object.keys(localStorage).some((name) => name.startsWith("typed-") && !isOther(name));
  const button = out.querySelector("button");
  if (isWaiting) button.dataset.confirm = out.dataset.signOut;
  else delete button.dataset.confirm;
}, true);
out?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await erase(true).catch(() => {});
  out.submit();
});
