// The pages of the PDF, drawn as pictures. Only those that changed are asked for again, and each is put where the
// old one was, so that the place on the screen stays.

export class Pages {
  constructor(place) {
    this.place = place;
    this.record = null;
    this.places = new Map();
  }

  keepPlace(id) {
    this.places.set(id, this.place.scrollTop);
  }

  /** Shows a record's pages; returns how many of them changed. */
  async show(record, isOther) {
    this.record = record;
    const known = isOther ? [] : [...this.place.children];
    const sheets = await Promise.all(record.pages.map((page, index) => this.sheet(page, record, known[index])));
    if (this.record !== record) return 0;
    const changed = sheets.filter((sheet, index) => sheet !== known[index]).length;
    const top = this.place.scrollTop;
    sheets.forEach((sheet, index) => {
      const old = this.place.children[index];
      if (old === sheet) return;
      if (old) old.replaceWith(sheet);
      else this.place.append(sheet);
      if (!isOther) sheet.classList.add("has-changed");
    });
    while (this.place.children.length > sheets.length) this.place.lastElementChild.remove();
    this.place.scrollTop = isOther ? (this.places.get(record.id) ?? 0) : top;
    return changed;
  }

  async sheet(page, record, known) {
    if (known?.dataset.digest === page.digest) return known;
    const answer = await fetch(`/records/${record.id}/pages/${page.number}.svg?${page.digest}`);
    const picture = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    for (const image of picture.querySelectorAll("image")) {
      image.setAttribute("href", `/records/${record.id}/${image.getAttribute("href")}`);
    }
    const sheet = document.createElement("section");
    sheet.className = "page";
    sheet.id = `sheet-${page.number}`;
    sheet.dataset.digest = page.digest;
    sheet.setAttribute("aria-label", `Page ${page.label} of ${record.pages.length}`);
    // The picture has no letters: what it says is told beside it.
    const words = document.createElement("div");
    words.className = "told";
    words.lang = record.lang;
    for (const line of page.words.split("\n")) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      words.append(paragraph);
    }
    sheet.append(words, document.importNode(picture, true));
    return sheet;
  }

  /** Goes where an address within the pages leads; tells whether it was one. */
  follow(hash) {
    const found = /^#page-(\d+)-(-?\d+)$/.exec(hash);
    if (!found) return false;
    const sheet = this.place.children[Number(found[1]) - 1];
    const page = this.record?.pages[Number(found[1]) - 1];
    if (sheet && page) {
      const within = (Number(found[2]) / page.height) * sheet.clientHeight;
      this.place.scrollTop = sheet.offsetTop - this.place.offsetTop + within - 24;
    }
    // The address is the record's again, without a step in the history.
    history.replaceState(null, "", `#${encodeURIComponent(this.record.file)}`);
    return true;
  }

  /** Goes so many pages further. */
  step(by) {
    const sheets = [...this.place.children];
    const tops = sheets.map((sheet) => sheet.offsetTop - this.place.offsetTop - 12);
    const now = tops.findLastIndex((top) => top <= this.place.scrollTop + 4);
    const next = Math.min(Math.max(now + by, 0), sheets.length - 1);
    if (sheets[next]) this.place.scrollTop = tops[next];
  }
}
