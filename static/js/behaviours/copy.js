// "Copy link": puts an address on the clipboard and says so in the button itself for two seconds.
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const label = button.querySelector("span");
    const words = label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return;
    }
    label.textContent = button.dataset.copied;
    label.setAttribute("role", "status");
    setTimeout(() => { label.textContent = words; }, 2000);
  });
})();
