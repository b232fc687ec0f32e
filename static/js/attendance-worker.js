// The worker of one attendance page: it keeps that page with its style sheet, scripts and icons on this device, and gives
// it when the network does not. The server comes first whenever it answers. Nothing else passes by here, and what is kept
// is never a day old; static/js/kept.js erases it with its account.
const PAGE = new URL(registration.scope).pathname;
const MEETING = `attendance-${PAGE.split("/").at(-2)}-`;
const KEPT_AT = "x-kept-at";
const DAY_MS = 24 * 3600 * 1000;
const PATIENCE_MS = 5000;

const names = async () => (await caches.keys()).filter((name) => name.startsWith(MEETING));

const forget = async (but = "") => {
  for (const name of await names()) if (name !== but) await caches.delete(name);
};

// The page itself says whose it is: one account has it, the last one that opened it.
const keep = async (answer) => {
  const text = await answer.text();
  const name = text.match(/data-attendance="([^"]+)"/)?.[1];
  if (!name?.startsWith(MEETING)) return;
  await forget(name);
  const cache = await caches.open(name);
  const files = [...new Set(text.match(/(?<=")[^"#]*\/assets\/[^"#]+/g))];
  for (const file of files) if (!(await cache.match(file))) await cache.add(file);
  const now = Date.now();
  const headers = new Headers(answer.headers);
  for (const header of ["content-encoding", "content-length"]) headers.delete(header);
  headers.set(KEPT_AT, now);
  const page = text.replace("data-attendance=", `data-kept-at="${now}" data-attendance=`);
  await cache.put(PAGE, new Response(page, { headers }));
};

const kept = async () => {
  for (const name of await names()) {
    const page = await (await caches.open(name)).match(PAGE);
    if (page && Date.now() - page.headers.get(KEPT_AT) < DAY_MS) return page;
  }
  await forget();
};

// A page that is refused, or that asks to sign in, is kept no longer; a server that fails changes nothing.
const take = (answer) => {
  if (answer.ok && !answer.redirected) return keep(answer);
  if (answer.type === "opaqueredirect" || answer.status < 500) return forget();
};

const page = async (event) => {
  const asked = fetch(event.request).then((answer) => {
    event.waitUntil(take(answer.clone()));
    return answer;
  });
  event.waitUntil(asked.catch(() => {}));
  const found = await kept();
  if (!found) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, found));
  return Promise.race([asked, late]).catch(() => found);
};

const file = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fetch(PAGE, { redirect: "manual" }).then(take));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(event));
  else if (request.mode !== "navigate" && pathname.includes("/assets/")) event.respondWith(file(request));
});
