import "./page.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { start } from "./lib/centre.svelte";
import { begin } from "./lib/words.svelte";

/** How long the page waits for its figures before it shows itself without them, in milliseconds. */
const PATIENCE_MS = 300;

// Drawn once, with its figures, where they come at once: drawing it without them first takes a slow phone longer than they do.
async function open(target: HTMLElement): Promise<void> {
  const figures = start();
  await begin();
  await Promise.race([figures, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  mount(App, { target });
}
void open(document.getElementById("page")!);

// Only an address that the browser trusts may keep the page: `localhost`, or anything over TLS. It waits until the page is there.
if ("serviceWorker" in navigator && window.isSecureContext) {
  setTimeout(() => void keep(), 2000);
}

async function keep(): Promise<void> {
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  // What was fetched before there was a worker is kept too, so that the next visit needs no network.
  const built = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith("/assets/"));
  active?.postMessage({ keep: built });
}
