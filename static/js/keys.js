// The keys of the desk, listed at /desk/keys/, where single letters can be switched off (WCAG 2.1.4). Which letter leads
// where comes from this element. Nothing here holds the focus: Tab and the browser's own keys go on as ever.

const { goes, list, search } = document.querySelector("script[data-goes]").dataset;
const addresses = new Map(goes.split(" ").map((pair) => pair.split("=", 2)));
const OFF = "keys:off";
const WAIT = 2000; // milliseconds that “g” waits for the letter after it
const TYPED_INTO = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
const ITEMS = "main .govuk-task-list__link, main .dr-entry__title a, main tbody tr > :first-child a";

const isOff = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };

let waits = 0;
const letters = {
  "?": () => location.assign(list),
  "/": () => {
    const box = document.querySelector("main input[type=search], main [role=search] input:not([type=hidden])");
    if (box) box.focus();
    else location.assign(search);
  },
  g: () => { waits = Date.now(); },
  j: () => step(1),
  k: () => step(-1),
};

// To the next or the previous item of the page's lists, from wherever the focus is; it stays at the first and the last.
const step = (by) => {
  const items = [...document.querySelectorAll(ITEMS)].filter((item) => item.checkVisibility());
  const now = document.activeElement;
  const after = (item) => now.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
  const before = (item) => now.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_PRECEDING;
  const next = by > 0 ? items.find((item) => now === document.body || after(item)) : items.filter(before).pop();
  if (next) next.focus();
};

// Up and down in a column of amounts: the boxes of one form whose names differ in their number alone.
const column = (box) => {
  const pattern = (name) => name.replace(/\d+/g, "#");
  return [...box.form.elements].filter((other) => other.inputMode === "decimal" && pattern(other.name) === pattern(box.name));
};
const inColumn = (event) => {
  const box = event.target;
  if (box.inputMode !== "decimal" || !box.form || !["ArrowUp", "ArrowDown"].includes(event.key)) return false;
  const boxes = column(box);
  const next = boxes[boxes.indexOf(box) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { next.focus(); next.select(); }
  return Boolean(next);
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (inColumn(event)) { event.preventDefault(); return; }
  if (isOff() || event.repeat && event.key === "g" || !(event.target instanceof Element) || event.target.closest(TYPED_INTO)) return;
  const second = Date.now() - waits < WAIT && addresses.get(event.key);
  waits = 0;
  if (second) location.assign(second);
  else if (Object.hasOwn(letters, event.key)) letters[event.key]();
  else return;
  event.preventDefault();
});

// The switch on the page of keys: kept in this browser alone, since why somebody switches them off is nobody's business.
const choice = document.querySelector("[data-keys-choice]");
if (choice) {
  choice.hidden = false;
  const button = choice.querySelector("button"), state = choice.querySelector("[role=status]");
  const show = () => {
    state.textContent = isOff() ? "Single letters are switched off in this browser." : "Single letters are switched on in this browser.";
    button.textContent = isOff() ? "Switch single letters on" : "Switch single letters off";
  };
  button.addEventListener("click", () => {
    try { if (isOff()) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "yes"); } catch { state.textContent = "This browser keeps no choices."; return; }
    show();
  });
  show();
}
