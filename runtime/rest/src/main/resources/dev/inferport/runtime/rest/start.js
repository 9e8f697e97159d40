"use strict";

const page = document.getElementById("page");
SwaggerUIBundle({
  domNode: page,
  url: page.dataset.document,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
