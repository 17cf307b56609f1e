// Keys. None is taken from a field that is written in, nor with a modifier, which belong to the browser.

export function bindKeys({ list, pages, faults, filter, help }) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const target = event.target;
    if (target === filter && event.key === "Escape") {
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
      filter.blur();
      return;
    }
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const isInList = list.place.contains(target);
    const action = {
      j: () => list.step(1),
      k: () => list.step(-1),
      n: () => pages.step(1),
      p: () => pages.step(-1),
      e: () => {
        if (faults.hidden) return;
        faults.tabIndex = -1;
        faults.focus();
      },
      "/": () => filter.focus(),
      "?": () => help.showModal(),
      ...(isInList && { ArrowDown: () => list.step(1), ArrowUp: () => list.step(-1) }),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
