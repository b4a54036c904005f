// Small helps for browsers that run scripts; every page works without them.
// The address of GOV.UK Frontend's script comes from this element, so that its name may carry a digest.

const here = document.querySelector("script[data-components]");

// A link of the contents to a part that is closed opens it.
const openPart = () => {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part instanceof HTMLDetailsElement) part.open = true;
};
addEventListener("hashchange", openPart);
openPart();

if (here && "noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  import(here.dataset.components).then(({ initAll }) => initAll());
}
