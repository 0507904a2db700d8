// Less and more beside a number: counts here, and says "change" so that a form may send itself.
(() => {
  "use strict";
  const shown = (number) => number.toLocaleString(document.documentElement.lang, { useGrouping: false, maximumFractionDigits: 3 });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".stepper button");
    if (!button) return;
    const box = button.closest(".stepper");
    const field = box.querySelector("input");
    const step = Number(box.dataset.stepper);
    const now = Number(field.value.trim().replace(",", "."));
    if (!Number.isFinite(now)) return;
    event.preventDefault();
    const next = now + (button.name === "plus" ? step : -step);
    field.value = shown(Math.min(Math.max(next, step), Number(box.dataset.most)));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
