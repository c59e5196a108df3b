// The story reader: what is hovered or focused lights in the text and in the list; j, k, Enter and Escape; the legend's
// switches are remembered. In review, words that are selected fill the form for a missed event. Without JavaScript the
// page reads the same: links go to anchors, and the server lights the event of the address.
(function () {
  "use strict";
  const reader = document.getElementById("reader");
  if (!reader) return;
  const text = document.getElementById("text");
  const items = [...reader.querySelectorAll(".ev")];
  const byNumber = new Map(items.map((item) => [item.dataset.e, item]));
  const status = document.getElementById("status");
  const now = document.getElementById("now");
  const narrow = window.matchMedia("(max-width: 64rem)");
  const ROLES = ["trigger", "actor", "recipient", "said_by", "when", "where", "sentence", "quote"];

  // The pieces of each event with their roles: read once from data-r="3:actor 4:recipient".
  const pieces = new Map();
  for (const piece of text.querySelectorAll("[data-r]")) {
    const starts = new Set((piece.dataset.s || "").split(" "));
    for (const ref of piece.dataset.r.split(" ")) {
      const [number, role] = ref.split(":");
      if (!pieces.has(number)) pieces.set(number, []);
      pieces.get(number).push([piece, role, starts.has(ref)]);
    }
  }

  // --- lighting ------------------------------------------------------------------------------------
  let lit = null; // what is lit now
  let kept = null; // what stays lit when nothing is hovered
  function clear() {
    for (const piece of text.querySelectorAll("[class*='is-'], [class*='at-']")) {
      ROLES.forEach((role) => piece.classList.remove(`is-${role}`, `at-${role}`));
    }
    items.forEach((item) => item.classList.remove("is-lit"));
  }
  function light(number) {
    if (number === lit) return;
    clear();
    lit = number;
    if (!number) return;
    for (const [piece, role, first] of pieces.get(number) || []) {
      piece.classList.add(`is-${role}`);
      if (first) piece.classList.add(`at-${role}`);
    }
    byNumber.get(number)?.classList.add("is-lit");
  }
  const trigger = (number) => (pieces.get(number) || []).find(([, role]) => role === "trigger")?.[0];
  function seen(element) {
    const box = element.getBoundingClientRect();
    return box.top > 70 && box.bottom < window.innerHeight - 20;
  }
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  function bring(element) {
    if (element && !seen(element)) element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  }
  // Keeps an event lit and says it. `from` is where the reader is: the other side is brought into view.
  function keep(number, from) {
    kept = number;
    light(number);
    const item = byNumber.get(number);
    if (!item) return;
    if (from !== "text") bring(trigger(number));
    if (from !== "list" && !narrow.matches) within(item);
    const told = item.dataset.told;
    if (status && from === "key") status.textContent = `Event ${number} of ${items.length}: ${told}`;
    if (now) {
      now.hidden = false;
      document.getElementById("now-text").textContent = `${number}. ${told}`;
    }
  }
  // Scrolls the list alone, not the page.
  function within(item) {
    const list = item.closest(".beside");
    const box = item.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (box.top < frame.top + 8) list.scrollTop += box.top - frame.top - 8;
    else if (box.bottom > frame.bottom - 8) list.scrollTop += Math.min(box.bottom - frame.bottom + 8, box.top - frame.top - 8);
  }
  function letGo() {
    kept = null;
    light(null);
    if (now) now.hidden = true;
  }

  function numberAt(target) {
    if (!(target instanceof Element)) return null;
    const piece = target.closest("a.m-event[data-n], .ev");
    if (piece) return piece.dataset.n || piece.dataset.e;
    const role = target.closest("#text [data-r]");
    if (!role) return null;
    // An actor of the lit event keeps it lit; else the first event that the words fill a role of.
    const refs = role.dataset.r.split(" ").map((ref) => ref.split(":")).filter(([, name]) => name !== "sentence");
    if (refs.some(([number]) => number === lit)) return lit;
    return refs.length ? refs[0][0] : null;
  }
  reader.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    light(numberAt(event.target) || kept);
  });
  reader.addEventListener("pointerleave", () => light(kept));
  reader.addEventListener("focusin", (event) => {
    const number = numberAt(event.target);
    if (number) keep(number, event.target.closest("#text") ? "text" : "list");
  });
  reader.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.m-event[data-n], a.ev-go, a.perma") : null;
    const number = numberAt(event.target);
    if (!number) return;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      history.replaceState(null, "", `#${byNumber.get(number).id}`);
      keep(number, link.closest("#text") ? "text" : "list");
      if (link.matches(".ev-go")) bring(trigger(number));
    } else if (!(event.target instanceof Element && event.target.closest("a, button, input, select, textarea, summary, label"))) {
      keep(number, event.target.closest("#text") ? "text" : "list");
    }
  });

  // --- keyboard ------------------------------------------------------------------------------------
  function step(by) {
    if (!items.length) return;
    const at = items.findIndex((item) => item.dataset.e === (kept || ""));
    const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by));
    keep(items[next].dataset.e, "key");
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target instanceof Element && event.target.closest("input, textarea, select, button, summary, [contenteditable]");
    if (event.key === "Escape" && !field) { letGo(); return; }
    if (field) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    } else if (event.key === "Enter" && kept && !(event.target instanceof Element && event.target.closest("a:not(.ev-go, .m-event)"))) {
      event.preventDefault();
      const details = byNumber.get(kept).querySelector("details.why");
      details.open = !details.open;
      within(byNumber.get(kept));
    }
  });
  document.getElementById("now-back")?.addEventListener("click", () => step(-1));
  document.getElementById("now-on")?.addEventListener("click", () => step(1));

  // --- the address ---------------------------------------------------------------------------------
  function addressed() {
    const item = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!item) return;
    const number = item.dataset.e || item.dataset.n;
    if (number && item.closest("#reader")) keep(number, "address");
  }
  window.addEventListener("hashchange", addressed);
  if (location.hash) addressed();
  else {
    const first = items.find((item) => item.classList.contains("is-lit"));
    if (first) keep(first.dataset.e, "address");
  }

  // --- the legend's switches -----------------------------------------------------------------------
  const KEY = "westphalia-marks";
  const boxes = [...reader.querySelectorAll(".marks input")];
  try {
    const off = (localStorage.getItem(KEY) || "").split(" ");
    boxes.forEach((box) => { if (off.includes(box.id)) box.checked = false; });
  } catch (error) { /* all are shown */ }
  reader.querySelector(".marks").addEventListener("change", () => {
    try { localStorage.setItem(KEY, boxes.filter((box) => !box.checked).map((box) => box.id).join(" ")); } catch (error) { /* for this page */ }
  });

  // --- review: selected words fill the form for a missed event ----------------------------------------
  const form = document.getElementById("add");
  if (form) {
    const bar = document.createElement("div");
    bar.className = "pick";
    bar.hidden = true;
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Use the selected words as");
    for (const [role, told] of [["trigger", "event"], ["actors", "who"], ["recipients", "to whom"], ["said_by", "said by"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = told;
      button.addEventListener("click", () => pick(role));
      bar.append(button);
    }
    document.body.append(bar);
    let picked = null;
    const word = /[\p{L}\p{N}_]/u;
    // A block's text as the record has it: a control character is one character, notes are none.
    function characters(block, until, offset) {
      let out = "";
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".why-not")) continue;
        const own = node.parentElement.closest(".ctl") ? "\u0000" : node.data;
        if (node === until) return out + own.slice(0, offset);
        out += own;
      }
      return out;
    }
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      picked = null;
      bar.hidden = true;
      if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return;
      const range = chosen.getRangeAt(0);
      const block = range.startContainer.parentElement?.closest("#text .b:not(.greyed)");
      if (!block || !block.contains(range.endContainer) || range.startContainer.nodeType !== 3 || range.endContainer.nodeType !== 3) return;
      const whole = characters(block, null, 0);
      let start = characters(block, range.startContainer, range.startOffset).length;
      let end = characters(block, range.endContainer, range.endOffset).length;
      // Whole words: what is half selected is meant whole, spaces at the ends are not.
      while (start < end && /\s/.test(whole[start])) start += 1;
      while (end > start && /\s/.test(whole[end - 1])) end -= 1;
      while (start > 0 && word.test(whole[start - 1]) && word.test(whole[start])) start -= 1;
      while (end < whole.length && word.test(whole[end]) && word.test(whole[end - 1])) end += 1;
      if (start >= end) return;
      const words = whole.slice(start, end);
      let count = 0;
      for (let at = whole.indexOf(words); at >= 0 && at <= start; at = whole.indexOf(words, at + words.length)) {
        const left = !word.test(words[0]) || at === 0 || !word.test(whole[at - 1]);
        const right = !word.test(words[words.length - 1]) || at + words.length >= whole.length || !word.test(whole[at + words.length]);
        if (left && right) count += 1;
      }
      picked = { paragraph: block.dataset.start, words: count > 1 ? `${words}#${count}` : words };
      const box = range.getBoundingClientRect();
      bar.hidden = false;
      bar.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - bar.offsetWidth - 8))}px`;
      bar.style.top = `${box.bottom + 6}px`;
    });
    bar.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
    function pick(role) {
      if (!picked) return;
      document.getElementById("missing").open = true;
      const paragraph = form.elements.paragraph;
      if (paragraph.value !== picked.paragraph) {
        paragraph.value = picked.paragraph;
        form.querySelectorAll("[data-role]").forEach((field) => { field.value = ""; });
      }
      const field = form.querySelector(`[data-role="${role}"]`);
      field.value = role === "trigger" || !field.value ? picked.words : `${field.value}; ${picked.words}`;
      if (status) status.textContent = `${picked.words}: taken into the form for a missing event`;
      document.getSelection().removeAllRanges();
      bring(form);
    }
  }

  // --- print: what is folded away is opened ---------------------------------------------------------
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...reader.querySelectorAll("details:not([open]):not(.review-more)")];
    opened.forEach((details) => { details.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();
