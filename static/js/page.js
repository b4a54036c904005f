// Small helps for browsers that run scripts; every page works without them.
// The address of GOV.UK Frontend's script comes from this element, so that its name may carry a digest.

const here = document.querySelector("script[data-components]");

if (here && "noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  import(here.dataset.components).then(({ initAll }) => initAll());
}
