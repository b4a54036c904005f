// A warning before a link, a key or a closed tab leaves what is typed at the desk and not sent. Nothing is kept here:
// it may be confidential. Forms with data-unsaved are looked after by unsaved.js, which keeps what is typed as well:
// on a computer that is shared, that goes when its person signs out, or when somebody else has signed in.

const QUIET = new Set(["hidden", "submit", "button", "password"]);
const fields = (form) => [...form.elements].filter((field) => field.name && !QUIET.has(field.type));
const typed = (form) => JSON.stringify(fields(form).map((field) => [field.name, ["radio", "checkbox"].includes(field.type) ? field.checked : field.value]));

const forms = [...document.querySelectorAll("main form")].filter((form) => form.method === "post" && !form.hasAttribute("data-unsaved"));
// A form that was refused comes back as it was typed, and is still not saved.
const first = new Map(forms.map((form) => [form, form.querySelector(".govuk-form-group--error") ? null : typed(form)]));
let leaving = false;

for (const form of forms) form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && forms.some((form) => typed(form) !== first.get(form))) event.preventDefault();
});

const script = document.querySelector("script[data-person]");
const forget = (mine) => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("unsaved:") && !(mine && key.startsWith(mine))) sessionStorage.removeItem(key);
};
if (script) {
  forget(`unsaved:${script.dataset.person}:`);
  // Not before the page goes: whoever is warned of unsaved words may stay.
  const signOut = document.querySelector(`header form[action="${script.dataset.signOut}"]`);
  if (signOut) signOut.addEventListener("submit", () => window.addEventListener("pagehide", () => forget(null), { once: true }));
}
