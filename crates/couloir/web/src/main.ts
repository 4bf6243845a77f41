import "./page.css";
import { wanted, words } from "./lib/languages";

// Begun here, before the rest of the page has come; what the server knows is under way since the page's own first lines.
void words(wanted());
// The first format of a moment takes a browser twenty milliseconds, whichever it is: better now, while it waits, than with the figures.
setTimeout(() => void new Intl.DateTimeFormat(wanted()).format());
const page = await import("./page");
const target = document.getElementById("page");
if (target) await page.open(target);

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
