import "./page.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { begin } from "./lib/words.svelte";

const target = document.getElementById("page");
if (target) {
  await begin();
  mount(App, { target });
}

// Only an address that the browser trusts may keep the page: `localhost`, or anything over TLS.
if ("serviceWorker" in navigator && window.isSecureContext) {
  void navigator.serviceWorker.register("/worker.js");
}
