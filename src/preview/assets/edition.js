// The edition: the very documents of the EPUB, in a frame where no script runs. A changed document is loaded behind
// the old one and takes its place when it stands where the old one stood.

export class Edition {
  constructor(place, parts) {
    this.place = place;
    this.parts = parts;
    this.record = null;
    this.frame = null;
    this.coming = null;
    /** By record: the part and how far it was read. */
    this.places = new Map();
    parts.addEventListener("change", () => this.load(0));
  }

  keepPlace(id) {
    this.places.set(id, { part: this.parts.value, top: this.top() });
  }

  top() {
    return this.frame?.contentWindow?.scrollY ?? 0;
  }

  show(record, isOther) {
    const before = this.record;
    this.record = record;
    const isSame = !isOther && before?.edition_digest === record.edition_digest;
    if (isSame) return;
    const kept = isOther ? this.places.get(record.id) : { part: this.parts.value, top: this.top() };
    this.parts.replaceChildren(
      ...record.edition.map(({ name, title }) => {
        const option = document.createElement("option");
        option.value = name;
        option.textContent = title;
        return option;
      }),
    );
    const names = record.edition.map((part) => part.name);
    const usual = names.includes("text.xhtml") ? "text.xhtml" : names[0];
    this.parts.value = names.includes(kept?.part) ? kept.part : usual;
    this.load(kept?.top ?? 0);
  }

  load(top) {
    const { id, edition_digest: digest, lang } = this.record;
    const frame = document.createElement("iframe");
    // No script may run; of the same origin, so that the place can be kept.
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.title = `EPUB: ${this.parts.selectedOptions[0]?.textContent ?? ""}`;
    frame.lang = lang;
    frame.className = "is-coming";
    frame.src = `/records/${id}/edition/${this.parts.value}?${digest}`;
    frame.addEventListener(
      "load",
      () => {
        if (this.coming !== frame) return frame.remove();
        frame.contentWindow?.scrollTo(0, top);
        frame.classList.remove("is-coming");
        this.frame?.remove();
        this.frame = frame;
        this.coming = null;
      },
      { once: true },
    );
    this.coming?.remove();
    this.coming = frame;
    this.place.append(frame);
  }
}
