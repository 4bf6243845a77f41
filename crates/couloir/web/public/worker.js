// Keeps the page itself, so that a post's form opens without a network. What is counted is never kept here.
const NAME = "couloir-1";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(["/", "/icon.svg", "/couloir.webmanifest"])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

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
