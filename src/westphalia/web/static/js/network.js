// The network drawn by cytoscape in the places that the server found: it can be moved, zoomed and searched; pointing at
// a node leaves its own ties. Data are those of the two tables; ties beyond the table are in the server's drawing only.
(function () {
  "use strict";
  const place = document.getElementById("network");
  if (!place || !window.cytoscape) return;
  const property = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (quad) => property(`--q${quad}`);
  const nodes = [...document.getElementById("nodes").tBodies[0].rows];
  const edges = [...document.getElementById("edges").tBodies[0].rows];
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const elements = [
    ...nodes.map((row, rank) => ({
      data: {
        id: row.dataset.id,
        name: row.querySelector("a").textContent,
        told: `${row.querySelector("a").textContent}: ${row.cells[1].textContent.trim()} events, mean intensity ${row.cells[2].textContent.trim()}`,
        href: row.querySelector("a").getAttribute("href"),
        size: Number(row.dataset.r) * 2,
        quad: row.dataset.quad,
        rank,
      },
      position: { x: Number(row.dataset.x), y: Number(row.dataset.y) },
    })),
    ...edges.map((row, number) => ({
      data: {
        id: `tie-${number}`,
        source: row.dataset.source,
        target: row.dataset.target,
        width: Number(row.dataset.w),
        quad: row.dataset.quad,
        href: row.querySelector("a").getAttribute("href"),
        told: `${row.cells[0].textContent} → ${row.cells[1].textContent}: ${row.cells[3].textContent.trim()} events, mean intensity ${row.cells[4].textContent.trim()}`,
      },
    })),
  ];

  function looks() {
    const ink = property("--ink"), card = property("--card");
    return [
      { selector: "node", style: {
        width: "data(size)", height: "data(size)", "background-color": (node) => colour(node.data("quad")),
        label: (node) => (node.data("rank") < (nodes.length > 120 ? 20 : 40) ? node.data("name") : ""), color: ink, "font-size": 11, "font-family": "system-ui, sans-serif",
        "text-valign": "bottom", "text-margin-y": 3, "text-outline-color": card, "text-outline-width": 2, "border-width": 1, "border-color": card,
        "min-zoomed-font-size": 7 } },
      { selector: "edge", style: {
        width: "data(width)", "line-color": (edge) => colour(edge.data("quad")), "target-arrow-color": (edge) => colour(edge.data("quad")),
        "target-arrow-shape": "triangle", "arrow-scale": 0.7, "curve-style": "unbundled-bezier", "control-point-distances": 22, "control-point-weights": 0.5, opacity: 0.55 } },
      { selector: ".faint", style: { opacity: 0.1, "text-opacity": 0.2 } },
      { selector: "node.lit", style: { label: "data(name)", "border-width": 2, "border-color": ink } },
      { selector: "edge.lit", style: { opacity: 0.95 } },
    ];
  }

  const drawn = place.querySelector("svg");
  const cy = window.cytoscape({
    container: place, elements, style: looks(), layout: { name: "preset", padding: 24, fit: true },
    minZoom: 0.2, maxZoom: 6, textureOnViewport: nodes.length > 150, boxSelectionEnabled: false,
  });
  drawn.toggleAttribute("hidden", true);
  cy.resize();
  cy.fit(undefined, 24);
  place.network = cy;

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  function light(element) {
    cy.elements().addClass("faint").removeClass("lit");
    const near = element.isNode() ? element.closedNeighborhood() : element.union(element.connectedNodes());
    near.removeClass("faint").addClass("lit");
  }
  const dim = () => cy.elements().removeClass("faint lit");
  cy.on("mouseover", "node, edge", (event) => {
    light(event.target);
    tip.textContent = event.target.data("told");
    tip.hidden = false;
    place.classList.add("over");
  });
  cy.on("mousemove", (event) => {
    const at = event.originalEvent;
    tip.style.left = `${Math.min(at.clientX + 12, window.innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${at.clientY + 16}px`;
  });
  cy.on("mouseout", "node, edge", () => { dim(); tip.hidden = true; place.classList.remove("over"); });
  cy.on("tap", "node, edge", (event) => window.location.assign(event.target.data("href")));

  const tools = document.querySelector(".net-tools");
  const find = document.getElementById("net-find");
  tools.hidden = false;
  document.getElementById("net-fit").addEventListener("click", () => { dim(); cy.animate({ fit: { padding: 24 }, duration: still ? 0 : 250 }); });
  find.addEventListener("change", () => {
    const words = find.value.trim().toLowerCase();
    const found = words ? cy.nodes().filter((node) => node.data("name").toLowerCase().includes(words)) : cy.collection();
    if (!found.length) { dim(); return; }
    light(found[0]);
    cy.animate({ center: { eles: found[0] }, zoom: 1.6, duration: still ? 0 : 250 });
  });
  document.addEventListener("themechange", () => cy.style(looks()));
})();
