// The list of records.

const MARKS = { good: "✓", warned: "!", broken: "✕" };

/** What a state is called, with its count. */
function stateWords(record) {
  if (record.state === "broken") return record.errors === 1 ? "1 error" : `${record.errors} errors`;
  if (record.state === "warned") return record.warnings === 1 ? "1 warning" : `${record.warnings} warnings`;
  return "good";
}

export class List {
  constructor(place, count, filter) {
    this.place = place;
    this.count = count;
    this.filter = filter;
    this.records = [];
    this.current = null;
    filter.addEventListener("input", () => this.draw());
  }

  show(records) {
    this.records = records;
    this.draw();
  }

  /** Takes what was learned of one record since the list was made. */
  update(record) {
    const known = this.records.find((other) => other.id === record.id);
    if (known) Object.assign(known, { state: record.state, errors: record.errors, warnings: record.warnings });
    this.draw();
  }

  find(file) {
    return this.records.find((record) => this.name(record) === file || record.file === file);
  }

  first() {
    return this.records[0];
  }

  /** What an address calls a record: its file, and its number where a file has several. */
  name(record) {
    const several = this.records.filter((other) => other.file === record.file).length > 1;
    return several ? `${record.file}#${record.number}` : record.file;
  }

  visible() {
    const wanted = this.filter.value.trim().toLowerCase();
    return this.records.filter((record) =>
      `${record.number} ${record.title} ${record.file} ${record.state}`.toLowerCase().includes(wanted),
    );
  }

  draw() {
    const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const visible = this.visible();
    this.place.replaceChildren(...visible.map((record) => this.entry(record)));
    const broken = this.records.filter((record) => record.state === "broken").length;
    const all = this.records.length === 1 ? "1 record" : `${this.records.length} records`;
    this.count.textContent = broken ? `${all}, ${broken} with errors` : all;
    if (focused) this.place.querySelector(`[data-id="${focused}"]`)?.focus();
    this.mark(this.current);
  }

  entry(record) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${encodeURIComponent(this.name(record))}`;
    link.dataset.id = record.id;
    const number = document.createElement("span");
    number.className = "number";
    number.textContent = record.number;
    const mark = document.createElement("span");
    mark.className = `mark ${record.state}`;
    mark.textContent = ` ${MARKS[record.state]} ${stateWords(record)}`;
    const title = document.createElement("span");
    title.className = "title";
    title.textContent = record.title;
    link.append(number, mark, title);
    item.append(link);
    return item;
  }

  mark(id) {
    this.current = id;
    for (const link of this.place.querySelectorAll("a")) {
      if (Number(link.dataset.id) === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /** Goes to the record so many places further. */
  step(by) {
    const links = [...this.place.querySelectorAll("a")];
    const now = links.findIndex((link) => Number(link.dataset.id) === this.current);
    const next = links[Math.min(Math.max(now + by, 0), links.length - 1)];
    if (!next) return;
    if (this.place.contains(document.activeElement)) next.focus();
    next.scrollIntoView({ block: "nearest" });
    location.hash = next.hash;
  }
}
