// The search field's suggestions: from two characters, walked with the arrow keys, closed with Escape or by leaving.
(() => {
  "use strict";
  const field = () => document.querySelector("[data-suggest]");
  const list = () => document.getElementById("suggestions");
  const clear = () => {
    list()?.replaceChildren();
    document.getElementById("suggestions-count")?.replaceChildren();
  };

  document.addEventListener("htmx:config:request", (event) => {
    if (!event.target.matches("[data-suggest]")) return;
    if (event.target.value.trim().length >= 2) return;
    event.preventDefault();
    clear();
  });

  // An answer that comes after the person has moved on is not shown.
  document.addEventListener("htmx:after:swap", (event) => {
    const { target } = event.detail.ctx;
    if (target?.id === "suggestions" && !target.closest("form").contains(document.activeElement)) clear();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(".search");
    if (!form) return;
    const links = [...list().querySelectorAll("a")];
    if (event.key === "Escape" && links.length) {
      event.preventDefault();
      clear();
      field().focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.length) return;
    event.preventDefault();
    const stops = [field(), ...links];
    const next = stops.indexOf(document.activeElement) + step;
    stops[(next + stops.length) % stops.length].focus();
  });

  document.addEventListener("focusout", (event) => {
    const form = event.target.closest?.(".search");
    if (form && event.relatedTarget && !form.contains(event.relatedTarget)) clear();
  });

  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".search")) clear();
  });
})();
