// What every page gains from JavaScript: the theme switch, htmx's announcements, tooltips of charts, forms that
// submit themselves. Without it all pages read and work the same.
(function () {
  "use strict";
  const root = document.documentElement;

  // --- theme ---------------------------------------------------------------------------------------
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const shown = () => root.dataset.theme || (dark.matches ? "dark" : "light");
  const button = document.getElementById("theme");
  function label() {
    if (!button) return;
    const other = shown() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to ${other} colours`);
    button.title = `Switch to ${other} colours`;
    button.hidden = false;
  }
  if (button) {
    button.addEventListener("click", () => {
      const next = shown() === "dark" ? "light" : "dark";
      root.dataset.theme = next;
      try { localStorage.setItem("westphalia-theme", next); } catch (error) { /* it holds for this page */ }
      label();
      document.dispatchEvent(new CustomEvent("themechange"));
    });
    dark.addEventListener("change", () => { label(); document.dispatchEvent(new CustomEvent("themechange")); });
    label();
  }

  // --- loading and announcing ----------------------------------------------------------------------
  const status = document.getElementById("status");
  document.addEventListener("htmx:before:request", () => root.classList.add("loading"));
  document.addEventListener("htmx:finally:request", () => root.classList.remove("loading"));
  document.addEventListener("htmx:error", () => {
    root.classList.remove("loading");
    if (status) status.textContent = "The server did not answer. Reload the page to try again.";
  });
  document.addEventListener("htmx:after:swap", () => {
    const told = document.querySelector("[data-announce]");
    if (status && told) status.textContent = told.dataset.announce;
    tidy(document);
  });

  // --- forms ---------------------------------------------------------------------------------------
  // A form marked data-auto submits when a box is ticked or a choice made; its button stays for everybody else.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !field.matches("input[type=checkbox], input[type=radio], select")) return;
    const form = field.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });
  // Empty fields do not clutter the address, which is what people copy.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get" || form.hasAttribute("hx-get")) return;
    const empty = [...form.elements].filter((field) => field.name && field.value === "" && !field.disabled);
    empty.forEach((field) => { field.disabled = true; });
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }), 0);
  }, true);

  // --- tooltips of the server's drawings -----------------------------------------------------------
  let tip = null;
  function hide() { if (tip) { tip.remove(); tip = null; } }
  document.addEventListener("pointerover", (event) => {
    const mark = event.target instanceof Element ? event.target.closest(".chart [data-tip], .map [data-tip]") : null;
    hide();
    if (!mark) return;
    tip = document.createElement("div");
    tip.className = "tip";
    tip.textContent = mark.dataset.tip;
    document.body.append(tip);
  });
  document.addEventListener("pointermove", (event) => {
    if (!tip) return;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX + 12, window.innerWidth - box.width - 8)}px`;
    tip.style.top = `${event.clientY > window.innerHeight - box.height - 30 ? event.clientY - box.height - 10 : event.clientY + 16}px`;
  });
  document.addEventListener("scroll", hide, { passive: true });

  // A <title> would show the browser's own slow tooltip beside ours.
  function tidy(within) {
    within.querySelectorAll(".chart svg title, svg.map title").forEach((title) => {
      const mark = title.parentElement;
      mark.dataset.tip = title.textContent;
      title.remove();
    });
  }
  tidy(document);

  // --- keyboard ------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]")) return;
    const find = document.getElementById("find");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
  });
})();
