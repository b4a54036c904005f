// Shows the OpenAPI document of this site in Swagger UI; nothing is loaded from elsewhere.
const place = document.getElementById("api-explorer");
window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  deepLinking: false,
  validatorUrl: null,
  requestInterceptor(request) {
    // The document names the public address; try this very server.
    const asked = new URL(request.url, window.location.href);
    request.url = window.location.origin + asked.pathname + asked.search;
    return request;
  },
});
