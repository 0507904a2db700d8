// The cart's drawer opens when something was added; a page that was kept for everybody learns its forms' token then.
(() => {
  "use strict";
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = event.detail;
    const drawer = document.getElementById("cart-drawer");
    if (ctx.target === drawer && ctx.response?.status < 400 && !drawer.open) drawer.showModal();
  });

  // What Back brings from memory does not know what went into the cart meanwhile.
  addEventListener("pageshow", (event) => {
    if (event.persisted) htmx.ajax("GET", "/cart", { target: "#cart-link", swap: "outerHTML" });
  });

  // A touch beside the drawer closes it.
  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog.drawer")) event.target.close();
  });

  document.addEventListener("duka:token", (event) => {
    const token = event.detail.value;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    for (const form of document.querySelectorAll("form[method=post]")) {
      if (form.elements.csrf_token) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token", value: token });
      form.append(field);
    }
  });
})();
