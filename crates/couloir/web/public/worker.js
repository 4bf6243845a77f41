// Keeps the page itself, so that a post's form opens without a network. What is counted is never kept here.
const NAME = "couloir-2";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(["/", "/icon.svg", "/couloir.webmanifest"])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), tidy()])));

async function tidy() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
}

// Names of built files, which the page had before it had this worker.
self.addEventListener("message", ({ data }) => {
  const names = (data.keep ?? []).filter((name) => new URL(name).origin === self.location.origin);
  const missing = async (cache, name) => (await cache.match(name, { ignoreVary: true })) ?? cache.add(name);
  caches.open(NAME).then((cache) => Promise.allSettled(names.map((name) => missing(cache, name))));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isPage = event.request.method === "GET" && url.origin === self.location.origin;
  if (!isPage || url.pathname.startsWith("/api") || url.pathname.startsWith("/ogc") || url.pathname.startsWith("/map/")) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request, { ignoreVary: true });
  // Names of built files change with what is in them: what is kept is what was asked for.
  if (kept && new URL(request.url).pathname.startsWith("/assets/")) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const page = kept ?? (request.mode === "navigate" ? await cache.match("/") : undefined);
    if (page) return page;
    throw error;
  }
}
