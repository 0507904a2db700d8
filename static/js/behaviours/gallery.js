// A product's pictures: the small ones move the strip without moving the page; the one in view is marked.
(() => {
  "use strict";
  const mark = (gallery) => {
    const strip = gallery.querySelector(".gallery-strip");
    const frames = [...strip.querySelectorAll(".frame")];
    const links = gallery.querySelectorAll(".thumbs a");
    const start = strip.getBoundingClientRect().left;
    const offsets = frames.map((frame) => Math.abs(frame.getBoundingClientRect().left - start));
    const atEnd = Math.abs(strip.scrollLeft) + strip.clientWidth >= strip.scrollWidth - 2 && strip.scrollLeft;
    const shown = atEnd ? frames.length - 1 : offsets.indexOf(Math.min(...offsets));
    links.forEach((link, index) => {
      if (index === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };

  let waiting = 0;
  document.addEventListener("scroll", (event) => {
    const gallery = event.target.closest?.("[data-gallery]");
    if (!gallery) return;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => mark(gallery));
  }, { capture: true, passive: true });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".thumbs a");
    const frame = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!frame) return;
    event.preventDefault();
    const strip = frame.closest(".gallery-strip");
    const inset = parseFloat(getComputedStyle(strip).paddingInlineStart);
    const way = getComputedStyle(strip).direction === "rtl" ? -1 : 1;
    const move = frame.getBoundingClientRect().left - strip.getBoundingClientRect().left - inset * way;
    strip.scrollBy({ left: move });
  });

  document.addEventListener("htmx:after:swap", () => {
    document.querySelectorAll("[data-gallery]").forEach(mark);
  });
})();
