// The main ways through the page in Debian's Chromium: a post counts, boards, loses the network and gets it back; a plan is made and
// adopted; a closure is drawn, its difference read, the plan around it adopted; a report is read and confirmed; the books are looked at.
// The whole way in one language, by the words of its file; in English then also a phone, the dark, the sun. axe looks at each view.
//
// Called by the test `web` with the address that `couloir serve` printed, a folder for pictures and a language.

import { FluentBundle, FluentResource } from "@fluent/bundle";
import { chromium } from "playwright-core";
import symbol from "qr";
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";

const [address, pictures, language = "en"] = process.argv.slice(2);
const origin = new URL(address).origin;
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The words of the page, from the same files: what a button is called is no business of this walk.
const bundle = new FluentBundle(language, { useIsolating: language === "ar" });
bundle.addResource(new FluentResource(fs.readFileSync(new URL(`../locales/${language}.ftl`, import.meta.url), "utf8")));
// Where English has a form for one and one for many, every language has its own: Arabic more of them.
const forms = (code) => {
  const { body } = new FluentResource(fs.readFileSync(new URL(`../locales/${code}.ftl`, import.meta.url), "utf8"));
  const variants = (value) => [value].flat().flatMap((part) => (part?.type === "select" ? part.variants.map(({ key }) => key.value) : []));
  return new Map(body.map(({ id, value }) => [id, variants(value)]));
};
const own = forms(language);
for (const [id, variants] of forms("en")) {
  if (variants.length === 0) continue;
  assert.ok(own.get(id).includes("other"), `${id} has one form alone in ${language}`);
  if (language === "ar") assert.ok(own.get(id).includes("few"), `${id} has no form for three to ten in Arabic`);
}
const say = (id, values) => bundle.formatPattern(bundle.getMessage(id).value, values);
const some = (id, count) => say(id, { count, number: String(count) });

const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"];
// What the camera sees: the card of a group, in a film of one picture.
const CARD = "G 7K3F-Q2MX M1 F1 E3 #9";
quiet.push("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film(CARD)}`);
function film(text) {
  const [width, height, scale] = [640, 480, 12];
  const rows = symbol(text, "raw", { border: 4 });
  const picture = Buffer.alloc((width * height * 3) / 2, 128).fill(235, 0, width * height);
  const [left, top] = [width, height].map((side) => Math.floor((side - rows.length * scale) / 2));
  rows.forEach((row, y) => row.forEach((dark, x) => {
    for (let line = 0; dark && line < scale; line += 1) {
      const at = (top + y * scale + line) * width + left + x * scale;
      picture.fill(16, at, at + scale);
    }
  }));
  const path = `${pictures}/${language}-card.y4m`;
  fs.writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\nFRAME\n`), picture]));
  return path;
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: { en: "en-GB", fr: "fr-FR", ar: "ar-SY" }[language] });
const page = await context.newPage();
// The machine may be busy with other tests.
page.setDefaultTimeout(120_000);
const faults = [];
page.on("pageerror", (error) => faults.push(`page error: ${error.message}`));
// What was asked for in the moment of signing out is refused, and the browser says so.
let isLeaving = false;
let isFailing = false;
const isExpected = (words) => (isFailing && words.includes("500")) || words.includes("ERR_INTERNET_DISCONNECTED") || (isLeaving && words.includes("401"));
page.on("console", (message) => message.type() === "error" && !isExpected(message.text()) && faults.push(`console: ${message.text()}`));
// Whatever the page asks for must come from this machine.
page.on("request", (request) => !request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()) && faults.push(`asked elsewhere: ${request.url()}`));

let step = 0;
async function look(name) {
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${pictures}/${language}-${String(++step).padStart(2, "0")}-${name}.png`, fullPage: true });
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
const named = (name) => page.getByRole("button", { name, exact: true });
// In Arabic two buttons of different groups have one name: the first is meant.
const button = (id) => named(say(id)).first();
const field = (id) => page.locator("main label").filter({ has: page.getByText(say(id), { exact: true }) }).locator("select, input, textarea").first();
const text = (words) => page.getByText(words).first();
const numbers = page.locator("main input[type=number]:visible");
const sent = (count) => page.locator("li .sent").nth(count - 1).waitFor();
const answered = () => page.locator("pre").first().waitFor();

// First use.
await page.goto(address);
await page.locator(".tile").first().waitFor();
await page.waitForTimeout(500);
assert.equal(await page.evaluate("document.documentElement.lang"), language);
assert.equal(await page.evaluate("document.documentElement.dir"), language === "ar" ? "rtl" : "ltr");
// What the first view took over the wire: the map comes when somebody looks at it.
const first = await page.evaluate(() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((sum, one) => sum + one.transferSize, 0));
if (first > 200_000) faults.push(`the first view takes ${first} bytes`);
await look("first-use");

// A report is read, a claim struck, the rest confirmed; the estimate follows.
await go("reports");
await page.locator("textarea").fill("Officials said on Wednesday that nearly 3,000 people left aboard about ten trucks. A spokesman estimated that thousands were still inside.");
await button("report-read").click();
await page.locator("mark").first().waitFor();
await button("claim-keep").first().click();
await look("report");
await field("confirm-by").fill("analysis desk");
await button("confirm").click();
await page.locator("p.good").first().waitFor();
await go("");
await text(say("estimated")).waitFor();
await look("estimate");

// A plan is made and adopted.
await go("plans");
await page.locator("main select").first().selectOption("3");
await button("propose").click();
await named(`${say("adopt")}…`).first().waitFor();
await named(`${say("adopt")}…`).first().click();
await button("adopt").click();
await text(`✓ ${say("adopted")}`).waitFor();
await look("plans");

// Before anything is recorded the curve has the plan and what may go wrong with it. (What is recorded below is of today, the plan is not.)
await go("");
await page.locator(".key.band").waitFor();
await look("band");

// A post counts and boards.
await go("post");
await button("post-count").click();
await field("post-where").selectOption("site:Place du Marché");
await numbers.first().fill("320");
await button("record").click();
await button("post-boarded").click();
await field("post-vehicle").fill("car 1");
await field("post-trip").selectOption("1");
await button("kinds").click();
for (const [index, people] of [12, 20, 18].entries()) await numbers.nth(index).fill(String(people));
await look("boarding");
assert.ok((await page.locator(".sum").innerText()).includes(say("post-seats", { count: 0, number: "0", capacity: "50" })));
await button("record").click();
await sent(2);

// What was recorded by mistake is taken back within ten seconds.
await numbers.nth(0).fill("99");
await button("record").click();
await button("undo").click();
assert.equal(await page.locator("main li").count(), 2);

// The card of a group is read by the camera and typed, counted once, and boards once; a card is made.
await text(say("groups")).click();
await button("camera-open").click();
await text(say("group-read", { code: "7K3F-Q2MX", count: 5, number: "5" })).waitFor();
assert.deepEqual(await numbers.evaluateAll((fields) => fields.slice(0, 3).map((field) => field.value)), ["1", "1", "3"]);
const code = page.locator(".code input");
await code.fill("g 9qzt04hb n4 w1 v");
await code.press("Enter");
await text(say("group-read", { code: "9QZT-04HB", count: 4, number: "4" })).waitFor();
await code.fill("r3zt 9vhw");
await code.press("Enter");
await text(say("group-read", { code: "R3ZT-9VHW", count: 5, number: "5" })).waitFor();
await named(`${say("group-remove")} R3ZT-9VHW`).click();
await code.fill("G 9QZT-04HB N4 W1 #W");
await code.press("Enter");
await text(say("group-misread")).waitFor();
await look("group-cards");
await named(`${say("group-remove")} 9QZT-04HB`).click();
await named(`${say("group-remove")} 7K3F-Q2MX`).click();
assert.equal(await numbers.first().inputValue(), "0");
await code.fill(CARD);
await code.press("Enter");
await text(`${say("post-total")}: 5`).waitFor();
await button("group-give").click();
await page.locator(".paper svg").waitFor();
await look("group-card");
await button("group-done").click();
await field("post-vehicle").fill("car 2");
await button("record").click();
await code.fill(CARD);
await code.press("Enter");
await page.getByText("7K3F-Q2MX").and(page.locator("p.danger")).waitFor();
await sent(3);

// What was recorded is corrected in place: five became six. What it replaces is struck out, and the card has boarded all the same.
await page.locator("main li").first().getByRole("button").click();
await page.getByRole("heading", { name: say("correcting") }).waitFor();
assert.equal(await field("post-vehicle").inputValue(), "car 2");
await numbers.nth(1).fill("2");
await look("correcting");
await button("correct-this").click();
await sent(4);
await page.locator("main li.gone").waitFor();

// Without a network it waits; with one again it goes out, once.
await context.setOffline(true);
await button("post-alighted").click();
await field("post-where").selectOption("shelter:Gymnase de Montclair");
await field("post-vehicle").fill("car 1");
for (const [index, people] of [12, 20, 15].entries()) await numbers.nth(index).fill(String(people));
await button("record").click();
await page.waitForTimeout(11_000);
assert.ok((await page.locator("header [role=status]").innerText()).includes(some("queue-waiting", 1)));
await look("offline");
await page.reload();
await text("Gymnase de Montclair · 47").waitFor();
await look("offline-reloaded");
await context.setOffline(false);
await page.reload();
await sent(5);

// What does not match stands in the books; a correction makes them balance.
await go("books");
await text("50").waitFor();
await page.locator("article.danger").first().waitFor();
await look("books");
await page.locator("li[data-kind=alighted]").first().getByRole("button").click();
await field("why").fill("counted again");
await button("withdraw").click();
await page.locator("li.gone").first().waitFor();
await go("post");
await button("post-alighted").click();
await field("post-where").selectOption("shelter:Gymnase de Montclair");
await field("post-vehicle").fill("car 1");
await field("post-trip").selectOption("1");
await button("heads").click();
await numbers.first().fill("50");
await button("record").click();
await sent(6);
await go("books");
await text(`✓ ${say("discrepancies-none")}`).waitFor();
await look("books-balance");

// Something changes: said in the list, seen as a difference.
await go("plans");
await field("change-what").selectOption("passage");
await field("change-which").selectOption("Pont-Vieux");
await field("from").fill("2025-11-18T08:30");
await field("until").fill("2025-11-18T09:15");
await button("change-add").click();
await button("change-see").click();
await answered();
await look("change");
await named(`${say("change-remove")} Pont-Vieux`).click();

// The map has the places and the ways of the adopted plan.
await go("map");
await page.locator(".box[data-ready]").waitFor();
await page.waitForTimeout(2000);
await look("map");
// A name in Arabic letters is joined, by what the map fetches for it and from here alone.
await page.locator(".box[data-joins=loaded]").waitFor();
const home = await page.evaluate(() => window.couloirAt([5.016, 46.7065]));
const shown = await page.locator(".box").boundingBox();
await page.mouse.move(shown.x + home.x, shown.y + home.y);
for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -300);
await page.waitForTimeout(1500);
await look("map-near");
for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, 300);
await page.waitForTimeout(1000);

// A closure is drawn across the bridge with two taps, seen, adopted; the books have it.
await button("draw").click();
await page.locator(".box").scrollIntoViewIfNeeded();
const box = await page.locator(".box").boundingBox();
const bridge = await page.evaluate(() => window.couloirAt([4.9975, 46.703]));
await page.mouse.click(box.x + bridge.x, box.y + bridge.y - 40);
await page.mouse.move(box.x + bridge.x, box.y + bridge.y);
await page.mouse.click(box.x + bridge.x, box.y + bridge.y + 40);
await text(some("draw-found", 1)).waitFor();
await page.waitForTimeout(500);
await look("map-closure");
await button("change-see").click();
await page.waitForTimeout(1000);
await answered();
await look("map-difference");
await named(`${say("adopt")}…`).first().click();
await button("adopt").click();
await text(say("change-adopted")).waitFor();
await go("books");
await page.locator("li[data-kind=closure]", { hasText: "Pont-Vieux" }).first().waitFor();
await go("");
await look("overview");

// Tables, tokens, who has read what.
await go("data");
await field("token-name").fill("dashboard");
await button("token-make").click();
await page.locator("code.token").waitFor();
await look("data");
assert.match(await page.locator("main").innerText(), /\/api\/v1\/plans/);
await page.getByRole("cell", { name: say("session-yours"), exact: true }).waitFor();
await button("token-noted").click();

// A phone, the dark, the sun.
await page.setViewportSize({ width: 360, height: 740 });
for (const path of ["", "plans", "books", "post", "data", "map", "reports"]) {
  await go(path);
  // Its tiles come after it.
  if (path === "map") await page.locator(".box[data-joins]").waitFor();
  await look(`phone-${path || "overview"}`);
}
await page.locator("header select").nth(1).selectOption("dark");
for (const path of ["", "plans", "post"]) {
  await go(path);
  await look(`dark-${path || "overview"}`);
}
await page.locator("header select").nth(1).selectOption("sun");
for (const path of ["", "post"]) {
  await go(path);
  await look(`sun-${path || "overview"}`);
}

// What is three hours old looks old.
await page.locator("header select").nth(1).selectOption("");
const later = Date.now() + 3 * 3_600_000;
await page.route("**/api/v1/**", async (route) => {
  if (route.request().url().endsWith("/live")) return route.continue();
  const response = await route.fetch();
  await route.fulfill({ response, headers: { ...response.headers(), date: new Date(later).toUTCString() } });
});
await go("");
await page.reload();
await page.locator(".tile.stale").nth(2).waitFor();
await look("stale");
await page.unroute("**/api/v1/**");
await page.reload();

// The server fails: what happened is said, and nothing is lost.
await page.route("**/api/v1/plans", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ type: "couloir::serve::failed", status: 500, detail: "it went wrong here", help: "what was recorded before is safe; try again" }) }) : route.continue()));
isFailing = true;
await go("plans");
await button("propose").click();
await page.locator("p.danger").first().waitFor();
await look("error");
await page.unroute("**/api/v1/plans");
isFailing = false;

// The keyboard alone.
await page.setViewportSize({ width: 1280, height: 900 });
await page.locator("body").click({ position: { x: 2, y: 2 } });
await page.keyboard.press("4");
await text(say("discrepancies")).waitFor();
await page.keyboard.press("1");
await text(say("decide")).waitFor();

// The server is gone: what is wrong is said, and what was there stays.
await context.setOffline(true);
await go("plans");
await look("server-gone");
await context.setOffline(false);
await page.reload();

// Signed out, nothing is left to see.
isLeaving = true;
await page.getByRole("button", { name: say("sign-out") }).first().click();
await field("passphrase").waitFor();
await look("signed-out");

await browser.close();
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`${step} views; the first one took ${first} bytes`);
