// What the first view costs: bytes over the wire, and the time until it is interactive on a slow processor.
//
//   couloir serve my-town --port 7878 --no-open      # in one terminal
//   node tests/budget.mjs ADDRESS                    # in another, with the printed address: it is used up by it
//
// Interactive is the latest of three moments, each counted from the start of the navigation, with nothing in the browser's cache: the
// tiles with their figures are painted; a click on the navigation, sent the moment they are, has changed the view and that is painted;
// the last task that held the page for more than 50 ms is over (watched for five seconds, as Lighthouse does).
//
// The processor is slowed by Chromium itself: four times, which is Lighthouse's standard for a phone and what the bar of a second is
// for, and six times. What else runs on this machine is slowed with it, and counts: so the page's own processor time is told as well.

import { chromium } from "playwright-core";

const [address] = process.argv.slice(2);
const SETTLE = 3000;
const RUNS = Number(process.env.RUNS ?? 5);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
const phone = { viewport: { width: 390, height: 844 }, serviceWorkers: "block" };

/**
 * Runs in the page before anything of it does: writes down what is painted, what holds it up, and when a click is answered. It tells by
 * itself: to be asked, the page would have to take a hundred kilobytes of Playwright's own scripts apart, four times slower as well.
 */
function watch() {
  const seen = (globalThis.seen = { tasks: [], painted: 0, clicked: 0, answered: 0 });
  const tell = (name) => {
    const { x = 0, y = 0 } = document.querySelector("nav a[href='#/post']")?.getBoundingClientRect() ?? {};
    globalThis.tellBudget?.(JSON.stringify({ name, x, y }));
  };
  new PerformanceObserver((list) => list.getEntries().forEach((task) => seen.tasks.push([task.startTime, task.duration]))).observe({ type: "longtask", buffered: true });
  // A frame begins after what was painted before it: two on, the change is on the screen.
  const afterPaint = (name) => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (seen[name]) return;
    seen[name] = performance.now();
    tell(name);
  }));
  const look = new MutationObserver(() => {
    if (!seen.painted && document.querySelectorAll(".tile .figure").length >= 5) afterPaint("painted");
    if (seen.clicked && !seen.answered && location.hash === "#/post" && document.querySelector("main form .kinds")) afterPaint("answered");
  });
  look.observe(document, { subtree: true, childList: true, attributes: true });
  addEventListener("click", () => (seen.clicked ||= performance.now()), true);
}

/** Runs in the page: where nothing has happened yet, has a plan made and adopted, and counts 1,800 people on and 1,500 off. */
async function fill() {
  const { csrf, operation, state } = await (await fetch("/api/v1/first-view")).json();
  if (state.events > 0) return `an operation with ${state.events} events`;
  const send = (path, body, method = "POST") => fetch(path, { method, headers: { "content-type": "application/json", "x-csrf-token": csrf }, body: JSON.stringify(body) });
  await send("/api/v1/plans", { seconds: 2 });
  let plans;
  do {
    await new Promise((done) => setTimeout(done, 200));
    plans = await (await fetch("/api/v1/plans")).json();
  } while (plans.under_way);
  await send(`/api/v1/plans/${plans.plans[0].id}/adoption`, {});
  const now = Math.floor(Date.now() / 1000);
  for (let at = 0; at < 60; at += 1) {
    const ride = { vehicle: operation.vehicles[at % operation.vehicles.length].name, trip: 1 + Math.floor(at / operation.vehicles.length) };
    const [site, shelter] = [operation.sites[at % operation.sites.length].name, operation.shelters[at % operation.shelters.length].name];
    const count = { men: 8, women: 9, children: 13 };
    await send("/api/v1/events", { occurred_at: now - 7000 + at * 60, what: { kind: "boarded", at: { site }, ride, count } });
    if (at < 50) await send("/api/v1/events", { occurred_at: now - 6000 + at * 60, what: { kind: "alighted", at: { shelter }, ride, count } });
  }
  return `${operation.name}: a plan of ${plans.plans[0].trips} trips adopted, 110 events recorded`;
}

// The key signs in once; the runs that count begin signed in, as a shift does.
const door = await browser.newContext(phone);
const first = await door.newPage();
await first.goto(address);
await first.locator(".tile").first().waitFor();
console.log(await first.evaluate(fill));
const storageState = await door.storageState();
await door.close();

async function run(slower, clicks) {
  const context = await browser.newContext({ ...phone, storageState });
  const page = await context.newPage();
  // A new window of this browser fetches two hundred scripts of its own address bar first: that is no part of any page.
  await page.waitForTimeout(SETTLE);
  const session = await context.newCDPSession(page);
  await page.addInitScript(watch);
  let bytes = 0;
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await session.send("Runtime.enable");
  await session.send("Runtime.addBinding", { name: "tellBudget" });
  const told = (name) => new Promise((done) => session.on("Runtime.bindingCalled", ({ payload }) => JSON.parse(payload).name === name && done(JSON.parse(payload))));
  const [painted, answered] = [told("painted"), told("answered")];
  await page.goto(new URL(address).origin, { waitUntil: "commit" });
  const { x, y } = await painted;
  if (clicks) {
    for (const type of ["mousePressed", "mouseReleased"]) await session.send("Input.dispatchMouseEvent", { type, x: x + 8, y: y + 8, button: "left", clickCount: 1 });
    await answered;
  }
  await page.waitForTimeout(5000);
  const seen = await page.evaluate("globalThis.seen");
  await context.close();
  const free = Math.max(0, ...seen.tasks.map(([start, length]) => start + length));
  return { ...seen, bytes, free, interactive: Math.max(seen.painted, seen.answered, free) };
}

/** The page's own processor time until nothing more happens, in milliseconds: hardly moved by what else runs here. */
async function ownTime() {
  const context = await browser.newContext({ ...phone, storageState });
  const page = await context.newPage();
  await page.waitForTimeout(SETTLE);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(new URL(address).origin, { waitUntil: "commit" });
  await page.locator(".tile .figure").nth(4).waitFor();
  await page.waitForTimeout(2000);
  const { metrics } = await session.send("Performance.getMetrics");
  await context.close();
  const of = (name) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return { all: of("TaskDuration"), script: of("ScriptDuration"), layout: of("LayoutDuration") + of("RecalcStyleDuration") };
}

const ms = (value) => value.toFixed(0).padStart(5);
const once = await run(1, false);
console.log(`first view: ${(once.bytes / 1000).toFixed(1)} kB over the wire (bar: below 200 kB before the map)`);
const own = await ownTime();
console.log(`the page's own processor time: ${own.all.toFixed(0)} ms, of it scripts ${own.script.toFixed(0)}, style and layout ${own.layout.toFixed(0)}`);
for (const [slower, bar] of [[4, " (bar: 1,000 ms)"], [6, ""]]) {
  const runs = [];
  for (let at = 0; at < RUNS; at += 1) runs.push(await run(slower, true));
  runs.sort((one, two) => one.interactive - two.interactive);
  console.log(`processor ${slower} times slower, ${RUNS} runs, soonest first${bar}:`);
  for (const { painted, answered, clicked, free, tasks, interactive } of runs) {
    console.log(`  interactive after ${ms(interactive)} ms: figures painted ${ms(painted)}, click answered ${ms(answered)} (${ms(answered - clicked)} after it), last long task over ${ms(free)}, the longest ${ms(Math.max(0, ...tasks.map(([, length]) => length)))}`);
  }
}
await browser.close();
