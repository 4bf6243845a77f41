// What the first view costs: bytes over the wire, and the time until it shows figures and answers a key, on a processor six times slower.
//
//   couloir serve my-town --port 7878 --no-open      # in one terminal
//   node tests/budget.mjs ADDRESS                    # in another, with the printed address: it is used up by it
//
// A measurement and no test: times depend on the machine. Bars: 200 kB compressed before the map, 1 s.

import { chromium } from "playwright-core";

const [address] = process.argv.slice(2);
const slower = Number(process.env.SLOWER ?? 6);
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: "block" });
const first = await context.newPage();
// The key signs in once; the runs that count begin signed in, as a shift does.
await first.goto(address);
await first.locator(".tile").first().waitFor();
await first.close();

const times = [];
let bytes = 0;
for (let run = 0; run < 5; run += 1) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  const began = performance.now();
  await page.goto(new URL(address).origin, { waitUntil: "commit" });
  await page.locator(".tile").first().waitFor();
  await page.keyboard.press("4");
  await page.locator("nav a[aria-current]").nth(0).waitFor();
  await page.waitForFunction(() => location.hash === "#/books");
  times.push(performance.now() - began);
  await page.waitForTimeout(300);
  await page.close();
}
await browser.close();
times.sort((one, two) => one - two);
console.log(`first view: ${(bytes / 1000).toFixed(1)} kB over the wire (bar: below 200 kB before the map)`);
console.log(`answers a key after: ${times.map((time) => time.toFixed(0)).join(", ")} ms in five runs, processor ${slower} times slower (bar: 1,000 ms)`);
