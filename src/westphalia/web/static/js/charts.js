// Redraws the server's charts with Vega-Lite, from the numbers of the table beside each: with tooltips, and with a
// window that is chosen by dragging. The libraries are loaded when the first chart comes into view. Expressions are
// interpreted (ast), since the pages' policy forbids evaluating text as code.
(function () {
  "use strict";
  const LIBRARIES = ["vega.min.js", "vega-lite.min.js", "vega-interpreter.min.js"];
  let loading = null;

  function load() {
    loading = loading || LIBRARIES.reduce((before, name) => before.then(() => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `/static/vendor/${name}`;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    })), Promise.resolve());
    return loading;
  }

  const property = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function rows(table, meta) {
    const order = Object.keys(meta.colours);
    const made = [];
    for (const row of table.tBodies[0].rows) {
      const label = row.cells[0].textContent.trim();
      if (row.dataset.turn) made.push({ x: row.dataset.x, series: "turn", value: 10, tip: row.dataset.turn });
      for (const cell of row.cells) {
        const series = cell.dataset.series;
        if (!series || cell.dataset.value === "None" || cell.dataset.value === "") continue;
        const value = Number(cell.dataset.value);
        const at = order.indexOf(series);
        const link = cell.querySelector("a");
        made.push({
          x: row.dataset.x,
          series,
          value,
          signed: meta.down.includes(series) ? -value : value,
          order: at,
          drawn: at >= 0 && value !== 0,
          href: link ? link.getAttribute("href") : null,
          tip: series === "mean" ? `${label}: mean intensity ${cell.textContent.trim()}` : `${label}: ${cell.textContent.trim()} ${series}`,
        });
      }
    }
    return made;
  }

  function largest(values, meta) {
    const up = {}, down = {};
    for (const row of values) {
      if (!row.drawn) continue;
      const side = row.signed < 0 ? down : up;
      side[row.x] = (side[row.x] || 0) + row.value;
    }
    return [Math.max(1, ...Object.values(up)), Math.max(meta.symmetric ? 1 : 0, ...Object.values(down))];
  }

  function config() {
    const ink = property("--ink"), soft = property("--soft"), line = property("--line");
    return {
      background: "transparent",
      font: property("--ui"),
      padding: { left: 2, right: 6, top: 6, bottom: 2 },
      view: { stroke: null },
      axis: { labelColor: soft, gridColor: line, domainColor: property("--line-strong"), labelFontSize: 11, labelPadding: 5 },
      line: { color: ink },
      point: { color: ink, filled: true },
    };
  }

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  function tooltip(handler, event, item, value) {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    tip.textContent = typeof value === "object" ? value.tip || "" : value;
    tip.hidden = false;
    tip.style.left = `${Math.min(event.clientX + 12, window.innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  }

  async function draw(figure) {
    const table = document.getElementById(figure.dataset.table);
    if (!table || !table.tBodies[0] || table.tBodies[0].rows.length < 2) return;
    await load();
    const answer = await fetch(figure.dataset.chart);
    if (!answer.ok) return;
    const spec = await answer.json();
    const meta = spec.usermeta;
    const values = rows(table, meta);
    const plot = figure.querySelector(".plot");
    const place = document.createElement("div");
    place.className = "vega";
    place.setAttribute("aria-hidden", "true");
    spec.data = { name: "table", values };
    spec.autosize = { type: "fit-x", contains: "padding" };
    spec.width = plot.clientWidth;
    const [up, down] = largest(values, meta);
    const bars = spec.layer[0].encoding;
    const most = Math.max(up, down);
    bars.y.scale = { domain: meta.symmetric ? [-most, most] : [-down, up], nice: true };
    const times = [...table.tBodies[0].rows].map((row) => row.dataset.x);
    spec.layer.forEach((layer) => { layer.encoding.x.scale = { domain: times }; });
    spec.layer[0].mark.width = { band: times.length < 10 ? 0.5 : 0.86 };
    bars.color.scale = { domain: Object.keys(meta.colours), range: Object.values(meta.colours).map(property) };
    const compiled = window.vegaLite.compile(spec, { config: config() }).spec;
    const view = new window.vega.View(window.vega.parse(compiled, null, { ast: true }), {
      expr: window.vegaInterpreter.expressionInterpreter,
      renderer: "canvas",
      container: place,
      hover: true,
    });
    view.tooltip(tooltip);
    view.addEventListener("click", (event, item) => {
      if (item && item.datum && item.datum.href) window.location.assign(item.datum.href);
    });
    choose(figure, view, table);
    await view.runAsync();
    const old = plot.querySelector(".vega");
    plot.querySelector("svg:not(.map)")?.toggleAttribute("hidden", true);
    if (old) old.remove();
    plot.append(place);
    document.body.append(tip);
    if (figure.vegaView) figure.vegaView.finalize();
    figure.vegaView = view;
  }

  // A dragged window becomes a link, so that nothing moves under the pointer by itself.
  function choose(figure, view, table) {
    const link = figure.querySelector("[data-window]");
    if (!link) return;
    try {
      view.addSignalListener("window", (name, value) => {
        const picked = value && value.x ? [...value.x].sort() : [];
        link.hidden = picked.length < 2;
        if (link.hidden) return;
        const told = (x) => table.querySelector(`tr[data-x="${CSS.escape(x)}"] th`).textContent.trim();
        const to = new URL(link.dataset.window, window.location.href);
        to.searchParams.set("since", picked[0]);
        to.searchParams.set("until", picked[picked.length - 1]);
        link.href = to.pathname + to.search;
        link.textContent = `Show ${told(picked[0])} to ${told(picked[picked.length - 1])}`;
      });
    } catch (error) { /* a chart without a window */ }
  }

  const figures = () => [...document.querySelectorAll("figure[data-chart]")];
  const redraw = (figure) => draw(figure).catch(() => { /* the server's drawing stays */ });
  function watch() {
    for (const figure of figures()) {
      if (figure.watched) continue;
      figure.watched = true;
      new IntersectionObserver((entries, observer) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        redraw(figure);
      }, { rootMargin: "200px" }).observe(figure);
    }
  }
  watch();
  document.addEventListener("htmx:after:swap", watch);
  document.addEventListener("themechange", () => figures().forEach((figure) => figure.vegaView && redraw(figure)));
  let timer = null, width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(timer);
    timer = setTimeout(() => figures().forEach((figure) => figure.vegaView && redraw(figure)), 200);
  });
})();
