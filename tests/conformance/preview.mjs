// The preview in a browser: edits a record and sees its page change, breaks it and sees the error.
//
//     node tests/conformance/preview.mjs path/to/offprint [folder for screenshots]
//
// Speaks to Chromium over its debugging pipe, so that nothing has to be installed but Node and Chromium. Ends with
// 77 where there is no Chromium.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [command, screenshots] = process.argv.slice(2);
const offprint = resolve(command);
const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome", "chrome"].filter(Boolean);
const chromium = names.find((name) => spawnSync(name, ["--version"]).status === 0);
if (!chromium) {
  console.error("no Chromium is installed");
  process.exit(77);
}

const folder = mkdtempSync(join(tmpdir(), "offprint-preview-"));
const filler = "The board of trade has again put off its answer to a plain question of cost. ".repeat(12);
const body = Array.from({ length: 14 }, (_, at) => `Paragraph ${at + 1}. ${filler}`).join("\n\n");
const record = (number, { date = "2012-02-23", words = body } = {}) =>
  `---\nseries: Harbour Notes\nnumber: ${number}\ntitle: Dues of the harbour, ${number}\ndate: ${date}\n---\n\n${words}\n`;
const path = (name) => join(folder, "records", name);
mkdirSync(join(folder, "records"));
writeFileSync(path("HN1.md"), record("HN1"));
writeFileSync(path("HN2.md"), record("HN2", { words: "Short, with a [link](https://harbour.example/)." }));

const preview = spawn(offprint, ["preview", "records", "--port", "0"], { cwd: folder });
const address = await new Promise((resolve, reject) => {
  preview.stdout.once("data", (data) => resolve(String(data).trim()));
  preview.once("exit", () => reject(new Error("the preview ended")));
});

const arguments_ = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "about:blank"];
const profile = join(folder, "profile");
const browser = spawn(chromium, [`--user-data-dir=${profile}`, ...arguments_], {
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});
const [, , , toBrowser, fromBrowser] = browser.stdio;
const waiting = new Map();
let last = 0;
let rest = "";
fromBrowser.on("data", (data) => {
  const messages = (rest + data).split("\0");
  rest = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error) reject?.(new Error(message.error.message));
    else resolve?.(message.result);
    if (message.method === "Runtime.exceptionThrown") console.error(message.params.exceptionDetails);
  }
});
const send = (method, params = {}, sessionId = undefined) =>
  new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  });

const { targetId } = await send("Target.createTarget", { url: "about:blank" });
const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
const tab = (method, params) => send(method, params, sessionId);
const run = async (expression) => {
  const told = await tab("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (told.exceptionDetails) throw new Error(told.exceptionDetails.exception?.description ?? expression);
  return told.result.value;
};
/** Waits until an expression is true; returns after how many milliseconds it was. */
const until = async (expression) => {
  const start = performance.now();
  while (!(await run(`Boolean(${expression})`))) {
    if (performance.now() - start > 30_000) throw new Error(`never came true: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return Math.round(performance.now() - start);
};
const press = (key) => tab("Input.dispatchKeyEvent", { type: "keyDown", key, text: key });
const width = (pixels, height) =>
  tab("Emulation.setDeviceMetricsOverride", { width: pixels, height, deviceScaleFactor: 1, mobile: false });
const shoot = async (name) => {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  const { data } = await tab("Page.captureScreenshot", { format: "png" });
  writeFileSync(join(screenshots, `${name}.png`), Buffer.from(data, "base64"));
};
const pageWords = `document.querySelector("#sheet-1 .told")?.textContent`;
const status = `document.getElementById("status").textContent`;
const faults = `document.getElementById("faults")`;
const editionWords = `document.querySelector("#edition iframe:not(.is-coming)")?.contentDocument?.body?.textContent`;

try {
  await tab("Page.enable");
  await tab("Runtime.enable");
  await width(1400, 900);
  await tab("Page.navigate", { url: address });

  // The first record is chosen, with its pages and its edition.
  await until(`document.querySelectorAll(".page svg path").length > 10`);
  await until(`${editionWords}?.includes("Paragraph 1.")`);
  await until(`document.getElementById("connection").textContent === "Live"`);
  assert.equal(await run(`document.querySelectorAll("#records a").length`), 2);
  assert.ok(await run(`document.querySelectorAll(".page").length > 1`));

  // A record that is saved shows its new page, and the place is kept.
  await run(`document.getElementById("pages").scrollTop = 400`);
  await run(`document.querySelector("#edition iframe").contentWindow.scrollTo(0, 300)`);
  const untouched = await run(`(window.second = document.querySelector("#sheet-2")).dataset.digest`);
  writeFileSync(path("HN1.md"), record("HN1", { words: body.replace("Paragraph 1.", "Paragraph one.") }));
  console.log(`the new page was shown after ${await until(`${pageWords}.includes("Paragraph one.")`)} ms`);
  assert.equal(await run(`document.getElementById("pages").scrollTop`), 400);
  await until(`${editionWords}?.includes("Paragraph one.")`);
  assert.equal(await run(`document.querySelector("#edition iframe").contentWindow.scrollY`), 300);
  await until(`${status}.startsWith("HN1 is up to date")`);
  assert.ok(untouched);

  // A broken record keeps its last good pages, and the error has its line.
  writeFileSync(path("HN1.md"), record("HN1", { date: "2012-02-30" }));
  await until(`!${faults}.hidden && ${faults}.textContent.includes("records/HN1.md:5:7")`);
  assert.ok(await run(`${pageWords}.includes("Paragraph one.")`));
  assert.ok(await run(`document.getElementById("panes").classList.contains("is-stale")`));
  assert.match(await run(status), /^HN1 has 1 error; the last good pages are kept\. Line 5: /);
  assert.match(await run(`document.querySelector("#records [aria-current]").textContent`), /✕ 1 error/);
  for (const scheme of ["light", "dark"]) {
    await tab("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    for (const pixels of [1400, 400]) {
      await width(pixels, pixels === 400 ? 1500 : 900);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const overflow = `document.scrollingElement.scrollWidth - innerWidth`;
      assert.ok((await run(overflow)) <= 0, `it is wider than ${pixels} pixels`);
      await shoot(`error-${scheme}-${pixels}`);
    }
  }
  await tab("Emulation.setEmulatedMedia", { features: [] });
  await width(1400, 900);

  // Mended, it is shown as it is.
  writeFileSync(path("HN1.md"), record("HN1", { words: body.replace("Paragraph 1.", "Mended.") }));
  await until(`${pageWords}.includes("Mended.") && ${faults}.querySelector(".broken") === null`);
  await shoot("good-light-1400");

  // Keys.
  await press("j");
  await until(`document.getElementById("record-title").textContent.endsWith("HN2")`);
  await until(`document.querySelector(".page a")?.getAttribute("href") === "https://harbour.example/"`);
  await press("k");
  await until(`document.getElementById("record-title").textContent.endsWith("HN1")`);
  await until(`document.querySelectorAll(".page").length > 1`);
  await run(`document.getElementById("pages").scrollTop = 0`);
  await press("n");
  assert.ok((await run(`document.getElementById("pages").scrollTop`)) > 0);
  await press("?");
  assert.ok(await run(`document.getElementById("help").open`));
  await run(`document.getElementById("help").close()`);

  // Records that come and go.
  writeFileSync(path("HN3.md"), record("HN3", { words: "New." }));
  await until(`document.querySelectorAll("#records a").length === 3`);
  rmSync(path("HN3.md"));
  await until(`document.querySelectorAll("#records a").length === 2`);

  // The PDF itself.
  const pdf = await run(`fetch(document.querySelector("#record-links a").href)
    .then((answer) => answer.text()).then((text) => text.slice(0, 8))`);
  assert.equal(pdf, "%PDF-1.7");
  console.log("the preview does in a browser what it says");
} finally {
  browser.kill();
  preview.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 300));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
