// A warning before a link, a key or a closed tab leaves what is typed at the desk and not sent. Nothing is kept here:
// it may be confidential. Forms with data-unsaved are looked after by unsaved.js, which keeps what is typed as well.

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
