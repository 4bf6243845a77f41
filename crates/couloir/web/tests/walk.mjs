// The main ways through the page in Debian's Chromium: a post counts, boards, loses the network and gets it back; a report is read and
// confirmed; a plan is made and adopted; the books are looked at; in three languages, on a phone, in the dark. axe looks at each view.
//
// Called by the test `web` with the address that `couloir serve` printed and a folder for pictures.

import { chromium } from "playwright-core";
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";

const [address, pictures] = process.argv.slice(2);
const origin = new URL(address).origin;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
const page = await context.newPage();
const faults = [];
page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
page.on("console", (message) => message.type() === "error" && !message.text().includes("ERR_INTERNET_DISCONNECTED") && faults.push(`console: ${message.text()}`));
// Whatever the page asks for must come from this machine.
page.on("request", (request) => !request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()) && faults.push(`asked elsewhere: ${request.url()}`));

let step = 0;
async function look(name) {
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${pictures}/${String(++step).padStart(2, "0")}-${name}.png`, fullPage: true });
  const found = await page.evaluate(`${axe}; axe.run({ resultTypes: ["violations"] })`);
  for (const { id, impact, nodes } of found.violations) {
    if (impact === "serious" || impact === "critical") faults.push(`axe, ${name}: ${id} (${impact}): ${nodes.map((node) => node.target).join("; ")}`);
  }
  const width = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  if (width > 1) faults.push(`${name}: the page is ${width} px wider than the screen`);
}

const go = async (path) => {
  await page.evaluate((to) => (location.hash = to), `#/${path}`);
  await page.waitForTimeout(150);
};
const button = (name) => page.getByRole("button", { name, exact: true });
const numbers = page.locator("main input[type=number]:visible");
const sent = (count) => page.locator("li .sent").nth(count - 1).waitFor({ timeout: 20_000 });

// First use.
await page.goto(address);
await page.locator(".tile").first().waitFor();
await page.waitForTimeout(500);
// What the first view took over the wire: the map comes when somebody looks at it.
const first = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((sum, one) => sum + one.transferSize, 0));
if (first > 200_000) faults.push(`the first view takes ${first} bytes`);
await look("first-use");

// A post counts and boards.
await go("post");
await button("Head count").click();
await page.getByLabel("Where").selectOption("site:Place du Marché");
await numbers.first().fill("320");
await button("Record").click();
await button("People got on").click();
await page.getByLabel("Vehicle").fill("car 1");
await page.getByLabel("Trip").selectOption("1");
await button("Men, women, children").click();
for (const [index, people] of [12, 20, 18].entries()) await numbers.nth(index).fill(String(people));
await look("boarding");
assert.match(await page.locator(".sum").innerText(), /50.*0 places left of 50/s);
await button("Record").click();
await sent(2);

// What was recorded by mistake is taken back within ten seconds.
await numbers.nth(0).fill("99");
await button("Record").click();
await button("Undo").click();
assert.equal(await page.locator("main li").count(), 2);

// Without a network it waits; with one again it goes out, once.
await context.setOffline(true);
await button("People got off").click();
await page.getByLabel("Where").selectOption("shelter:Gymnase de Montclair");
for (const [index, people] of [12, 20, 15].entries()) await numbers.nth(index).fill(String(people));
await button("Record").click();
await page.waitForTimeout(11_000);
assert.match(await page.locator("header [role=status]").innerText(), /1 not passed on yet/);
await look("offline");
await page.reload();
await page.getByText("Gymnase de Montclair · 47").waitFor({ timeout: 10_000 });
await look("offline-reloaded");
await context.setOffline(false);
await page.reload();
await sent(3);

// What does not match stands in the books.
await go("books");
await page.getByText("50 in the books, 47 found").first().waitFor();
await look("books");

// A plan is made and adopted.
await go("plans");
await page.locator("main select").selectOption("3");
await button("Have a plan made").click();
await button("Adopt…").first().waitFor({ timeout: 60_000 });
await button("Adopt…").first().click();
await button("Adopt").click();
await page.getByText("✓ adopted").waitFor();
await look("plans");

// Something changes: said in the list, seen as a difference, by keyboard alone.
await page.getByLabel("What", { exact: true }).selectOption("passage");
await page.getByLabel("Which").selectOption("Pont-Vieux");
await page.getByLabel("From", { exact: true }).fill("2025-11-18T08:30");
await page.getByLabel("Until (empty: further notice)").fill("2025-11-18T09:15");
await button("Add").click();
await button("See what changes").click();
await page.getByRole("heading", { name: /answers?, / }).waitFor({ timeout: 60_000 });
await page.locator("pre").first().waitFor();
await look("change");
await button("Remove Pont-Vieux").click();

// The map has the places and the ways of the adopted plan.
await go("map");
await page.locator(".box[data-ready]").waitFor({ timeout: 60_000 });
await page.waitForTimeout(2000);
await look("map");

// A closure is drawn across the bridge with two taps, seen, adopted; the books have it.
await button("Draw a closure").click();
const box = await page.locator(".box").boundingBox();
const bridge = await page.evaluate(() => window.couloirAt([4.9975, 46.703]));
await page.mouse.click(box.x + bridge.x, box.y + bridge.y - 40);
await page.mouse.move(box.x + bridge.x, box.y + bridge.y);
await page.mouse.click(box.x + bridge.x, box.y + bridge.y + 40);
await page.getByText(/1 closure taken into the list/).waitFor();
await page.waitForTimeout(500);
await look("map-closure");
await button("See what changes").click();
await page.getByRole("heading", { name: /answers?, / }).waitFor({ timeout: 60_000 });
await page.locator("pre").first().waitFor();
await look("map-difference");
await button("Adopt…").first().click();
await button("Adopt").click();
await page.getByText("The new plan is adopted; its closures are recorded.").waitFor();
await go("books");
await page.getByText(/Pont-Vieux is closed from/).waitFor();

// A report is read, a claim struck, the rest confirmed; the estimate follows.
await go("reports");
await page.locator("textarea").fill("Officials said on Wednesday that nearly 3,000 people left aboard about ten trucks. A spokesman estimated that thousands were still inside.");
await button("Read").click();
await page.locator("mark").first().waitFor();
await button("keep").first().click();
await look("report");
await page.getByLabel(/Confirmed by/).fill("analysis desk");
await button("Keep these claims").click();
await page.getByText(/claims? kept/).waitFor();
await go("");
await page.getByText("between").first().waitFor();
await look("overview");

// Tables, tokens, who has read what.
await go("data");
await page.getByLabel("What it is for").fill("dashboard");
await button("Make a token").click();
await page.locator("code.token").waitFor();
await look("data");
assert.match(await page.locator("main").innerText(), /\/api\/v1\/plans/);

// French and Arabic, a phone, the dark, the sun.
await page.getByLabel("Language").selectOption("fr");
await page.getByText("Peut-être encore à l’intérieur").waitFor();
await look("french");
await page.locator("header select").first().selectOption("ar");
await page.setViewportSize({ width: 360, height: 740 });
await page.getByText("ربما لا يزالون في الداخل").waitFor();
assert.equal(await page.evaluate("document.documentElement.dir"), "rtl");
await look("arabic-phone");
await go("post");
await look("arabic-post");
await page.locator("header select").nth(1).selectOption("dark");
await look("arabic-dark");
await go("plans");
await look("plans-dark");
await go("data");
await look("data-arabic-dark");
await page.locator("header select").nth(1).selectOption("sun");
await go("");
await look("sun");

// The keyboard alone.
await page.setViewportSize({ width: 1280, height: 900 });
await page.locator("header select").first().selectOption("en");
await page.locator("body").click({ position: { x: 2, y: 2 } });
await page.keyboard.press("4");
await page.getByText("What does not match").waitFor();
await page.keyboard.press("1");
await page.getByText("Needs a decision").waitFor();

// Signed out, nothing is left to see.
await page.getByRole("button", { name: /Sign out/ }).click();
await page.getByLabel("Passphrase").waitFor();
await look("signed-out");

await browser.close();
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`${step} views; the first one took ${first} bytes`);
