// What is typed at the desk and not saved yet: kept in this tab for who typed it, and a warning before a link or a key leaves it.

const form = document.querySelector("form[data-unsaved]");
if (form) {
  const { person } = document.querySelector("script[data-person]").dataset;
  const key = `unsaved:${person}:${location.pathname}`;
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "button", "file", "password"].includes(field.type));
  const typed = () => JSON.stringify(fields().map((field) => [field.name, ["radio", "checkbox"].includes(field.type) ? `${field.value}=${field.checked}` : field.value]));
  const first = typed();
  let changed = form.hasAttribute("data-changed");
  let leaving = false;

  const seen = form.elements.seen ? form.elements.seen.value : "";
  const keep = (sent) => sessionStorage.setItem(key, JSON.stringify({ typed: typed(), seen, sent }));
  let kept = JSON.parse(sessionStorage.getItem(key) || "null");
  // It was sent, and the page has a newer version: it was saved. A refused one comes back as what was typed.
  if (kept && ((kept.sent && kept.seen !== seen) || kept.typed === first)) {
    sessionStorage.removeItem(key);
    kept = null;
  }
  if (kept && !changed) {
    const notice = document.createElement("div");
    notice.className = "govuk-inset-text";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.className = "govuk-body";
    words.textContent = "You typed something here and left without saving it.";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = "Put back what I typed";
    button.addEventListener("click", () => {
      const values = JSON.parse(kept.typed);
      fields().forEach((field, place) => {
        const [name, value] = values[place] || [];
        if (name !== field.name) return;
        if (["radio", "checkbox"].includes(field.type)) field.checked = value === `${field.value}=true`;
        else field.value = value;
      });
      changed = true;
      notice.remove();
      form.dispatchEvent(new Event("restored"));
    });
    notice.append(words, button);
    form.before(notice);
  }

  form.addEventListener("input", () => {
    const now = typed();
    changed = now !== first;
    if (changed) keep(false); else sessionStorage.removeItem(key);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    if (changed) keep(true);
  });
  window.addEventListener("beforeunload", (event) => { if (changed && !leaving) event.preventDefault(); });
}
