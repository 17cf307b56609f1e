// The preview: what is chosen, what is known of it, and what happens when files change.

import { Edition } from "./edition.js";
import { showFaults } from "./faults.js";
import { bindKeys } from "./keys.js";
import { List } from "./list.js";
import { Pages } from "./pages.js";

const at = (id) => document.getElementById(id);

const list = new List(at("records"), at("list-count"), at("filter"));
const pages = new Pages(at("pages"));
const edition = new Edition(at("edition"), at("edition-part"));

/** The record that is shown, as the server last told it. */
let shown = null;
/** Counts what is asked for, so that an answer that comes late is not taken for the last. */
let asked = 0;

/** Says something to those who listen. */
function say(words) {
  at("status").textContent = words;
}

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

async function refreshList() {
  const told = await fetchJson("/records");
  list.show(told.records);
  showFaults(at("desk-faults"), told.faults);
  return told.records;
}

/** The file that the address names; records are known by their files, so that an address can be kept. */
function named() {
  return decodeURIComponent(location.hash.slice(1));
}

async function choose(record, { announces = true } = {}) {
  const turn = ++asked;
  const told = await fetchJson(`/records/${record.id}`).catch(() => null);
  if (!told || turn !== asked) return;
  const isOther = shown?.id !== told.id;
  if (isOther && shown) {
    pages.keepPlace(shown.id);
    edition.keepPlace(shown.id);
  }
  const changed = await draw(told, isOther);
  if (turn !== asked) return;
  shown = told;
  list.mark(told.id);
  list.update(told);
  if (announces) say(summary(told, isOther, changed));
}

/** Draws a record; returns how many pages changed. */
async function draw(told, isOther) {
  document.title = `${told.number} – offprint preview`;
  at("record-title").textContent = told.title || told.number;
  const count = told.pages?.length ?? 0;
  const facts = [told.number, told.file];
  if (told.status !== "final") facts.push(told.status);
  if (count) facts.push(count === 1 ? "1 page" : `${count} pages`);
  at("record-facts").textContent = facts.join(" · ");
  at("record-title").lang = told.lang ?? "";
  const links = at("record-links");
  links.replaceChildren();
  if (told.pdf) {
    const link = document.createElement("a");
    link.href = `/records/${told.id}/${encodeURIComponent(told.pdf)}`;
    link.target = "_blank";
    link.textContent = told.pdf;
    links.append(link);
  }
  const lead = told.is_stale ? "The pages below are those of the last good version." : "";
  showFaults(at("faults"), told.faults, lead);
  at("panes").hidden = count === 0;
  at("panes").classList.toggle("is-stale", told.is_stale);
  const nothing = at("nothing");
  nothing.hidden = count > 0;
  nothing.textContent = "There are no pages to show: mend the errors above.";
  if (count === 0) return 0;
  const changed = await pages.show(told, isOther);
  edition.show(told, isOther);
  return changed;
}

function summary(told, isOther, changed) {
  if (told.state === "broken") {
    const errors = told.errors === 1 ? "1 error" : `${told.errors} errors`;
    const kept = told.is_stale ? "; the last good pages are kept" : "";
    const first = told.faults.find((fault) => fault.severity === "error");
    const where = first?.line ? ` Line ${first.line}: ${first.message}.` : "";
    return `${told.number} has ${errors}${kept}.${where}`;
  }
  const count = told.pages.length === 1 ? "1 page" : `${told.pages.length} pages`;
  if (isOther) return `${told.number}: ${count}.`;
  return `${told.number} is up to date: ${count}, ${changed} changed.`;
}

/** Chooses the record that the address names; the first one where it names none. */
async function follow() {
  const record = list.find(named()) ?? (location.hash ? null : list.first());
  if (record) await choose(record);
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("open", async () => {
    at("connection").textContent = "Live";
    // Whatever happened in between was not heard.
    await refreshList();
    if (shown) await choose(shown, { announces: false });
  });
  events.addEventListener("error", () => {
    at("connection").textContent = "Not connected: the preview may have ended";
  });
  events.addEventListener("message", async (event) => {
    const { changed } = JSON.parse(event.data);
    if (shown && changed.includes(shown.id)) await choose(shown);
    await refreshList();
    if (shown) list.mark(shown.id);
  });
}

bindKeys({ list, pages, faults: at("faults"), filter: at("filter"), help: at("help") });
at("help-button").addEventListener("click", () => at("help").showModal());
addEventListener("hashchange", () => {
  // An address within the pages is none of a record.
  if (!pages.follow(location.hash)) follow();
});
if (matchMedia("(max-width: 60rem)").matches) at("list-fold").open = false;

await refreshList();
await follow();
listen();
