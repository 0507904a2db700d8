// What htmx does when an answer is an error or none comes: nothing typed is lost, the page stays, a toast says so.
(() => {
  "use strict";
  let failed = null;

  const say = (id) => {
    const words = document.getElementById(id);
    if (words) document.getElementById("toasts")?.replaceChildren(words.content.cloneNode(true));
  };

  // Suggestions are a courtesy: without them the search still works, so nobody is told.
  const isQuiet = (ctx) => ctx.sourceElement.matches("[data-suggest]");

  // A form with its errors goes where it was asked for (422) or where the answer says; any other error is a toast.
  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    ctx.push = ctx.replace = null;
    if (ctx.response.status === 422 || ctx.hx.redirect || ctx.hx.retarget) return;
    if (isQuiet(ctx)) {
      ctx.status = "refused";
      return;
    }
    failed = ctx.sourceElement;
    if (/<(html|body)/i.test(ctx.text) || !ctx.text.trim()) {
      ctx.status = "refused";
      say("toast-failed");
    } else {
      Object.assign(ctx.hx, { retarget: "#toasts", reswap: "innerHTML" });
    }
  });

  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (!ctx || isQuiet(ctx)) return;
    failed = ctx.sourceElement;
    say("toast-failed");
  });

  // Before the swap, which may bring a toast of its own.
  document.addEventListener("htmx:before:swap", (event) => {
    if (event.detail.ctx.response?.status < 400) document.getElementById("toasts")?.replaceChildren();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-retry], [data-dismiss]");
    if (!button) return;
    button.closest(".toast").remove();
    if (button.hasAttribute("data-retry") && failed?.isConnected) {
      if (failed.matches("form")) failed.requestSubmit();
      else failed.click();
    }
  });

  // A filter sheet that is sent is done; a choice of language or theme comes back to the address as it is now.
  document.addEventListener("submit", (event) => {
    const { next } = event.target.elements;
    if (next) next.value = location.pathname + location.search;
    event.target.querySelector(":popover-open")?.hidePopover();
  });
})();
