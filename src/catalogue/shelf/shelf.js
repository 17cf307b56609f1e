// Search and filters over the list that the page already holds. Nothing is fetched; without this file the
// list is whole and every link works.
(() => {
  "use strict";
  const form = document.querySelector("form");
  const count = document.getElementById("count");
  const query = form.elements.q;
  const filters = [...form.querySelectorAll("select")];
  // Case and accents make no difference: "kizekova" finds "Kižeková".
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const records = [...document.querySelectorAll(".records > li")].map((item) => ({
    item,
    text: plain(item.textContent + " " + Object.values(item.dataset).join(" ")),
    values: Object.fromEntries(filters.map(({ name }) => [name, (item.dataset[name] || "").split("\n")])),
  }));

  function apply() {
    const words = plain(query.value).split(/\s+/).filter(Boolean);
    const chosen = filters.filter(({ value }) => value !== "");
    let found = 0;
    for (const { item, text, values } of records) {
      const fits = words.every((word) => text.includes(word))
        && chosen.every(({ name, value }) => values[name].includes(value));
      item.hidden = !fits;
      found += fits ? 1 : 0;
    }
    const all = records.length;
    count.textContent = found === all ? count.dataset.all
      : found === 0 ? "Nothing found. Try fewer words or another filter."
      : `${found} of ${all} ${all === 1 ? "record" : "records"}`;
  }

  // What is looked for is part of the address, so that a list can be linked to and kept.
  function remember() {
    const state = new URLSearchParams();
    if (query.value.trim() !== "") state.set("q", query.value.trim());
    for (const { name, value } of filters) if (value !== "") state.set(name, value);
    const hash = state.toString();
    history.replaceState(null, "", hash === "" ? location.pathname + location.search : "#" + hash);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1));
    query.value = state.get("q") || "";
    for (const filter of filters) {
      const value = state.get(filter.name) || "";
      filter.value = [...filter.options].some((option) => option.value === value) ? value : "";
    }
    apply();
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); remember(); }, 80);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); query.focus(); }));
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();
