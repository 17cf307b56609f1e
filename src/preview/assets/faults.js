// Faults, each with its place, as the command line tells them.

const WEIGHTS = ["error", "warning", "note"];
const CLASSES = { error: "broken", warning: "warned", note: "quiet" };

/** Shows faults, the gravest first; hides the place where there are none. */
export function showFaults(place, faults, lead = "") {
  place.hidden = faults.length === 0;
  place.replaceChildren();
  if (faults.length === 0) return;
  if (lead) {
    const sentence = document.createElement("p");
    sentence.textContent = lead;
    place.append(sentence);
  }
  const weight = (fault) => WEIGHTS.indexOf(fault.severity);
  const sorted = [...faults].sort((one, other) => weight(one) - weight(other));
  const list = document.createElement("ul");
  list.append(...sorted.map(entry));
  place.append(list);
}

function entry(fault) {
  const item = document.createElement("li");
  const head = document.createElement("strong");
  head.className = CLASSES[fault.severity];
  head.textContent = `${fault.severity} ${fault.code}`;
  const where = document.createElement("code");
  where.textContent = fault.file ? `${fault.file}:${fault.line}:${fault.column}` : "";
  item.append(head, " ", where, " ", fault.message);
  for (const hint of fault.hints) {
    const line = document.createElement("span");
    line.className = "hint";
    line.textContent = `hint: ${hint}`;
    item.append(line);
  }
  return item;
}
