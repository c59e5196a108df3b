// Renews src/westphalia/web/static/vendor from the packages named in package.json:
//
//     npm install --ignore-scripts --no-package-lock && node renew.mjs
//
// Files are copied as the packages ship them. Two are made here: vega-interpreter has no build for a plain
// <script>, so its module is bundled with the vega that is loaded beside it; and the map is world-atlas's
// 1:50m countries, simplified, projected once, and keyed by the country codes that the record uses.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { geoEqualEarth, geoPath } from "d3-geo";
import { build } from "esbuild";
import iso from "i18n-iso-countries";
import { feature } from "topojson-client";
import { filter, presimplify, simplify } from "topojson-simplify";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const to = join(here, "../../src/westphalia/web/static/vendor");
const tests = join(here, "../../tests/web/browser/vendor");

const COPIED = [
  ["htmx.org", "dist/htmx.min.js", "htmx.min.js"],
  ["vega", "build/vega.min.js", "vega.min.js"],
  ["vega-lite", "build/vega-lite.min.js", "vega-lite.min.js"],
  ["cytoscape", "dist/cytoscape.min.js", "cytoscape.min.js"],
];
const LICENCES = ["htmx.org", "vega", "vega-lite", "vega-interpreter", "cytoscape", "world-atlas"];
// Territories that world-atlas draws without a number of ISO 3166-1.
const NO_NUMBER = { Kosovo: "KOS", Somaliland: "SOM", "N. Cyprus": "CYP", "Siachen Glacier": null, "Indian Ocean Ter.": null, "Ashmore and Cartier Is.": null };
const WIDTH = 960;
const TINY = 6; // square pixels: below it a country gets a dot to be seen and clicked

const manifest = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
const rows = [];

function note(file, from, how) {
  const { name, version, license } = manifest(from);
  const sha = createHash("sha256").update(readFileSync(join(to, file))).digest("hex");
  rows.push(`| \`${file}\` | ${name} ${version} | ${license} | ${how} | \`${sha}\` |`);
}

mkdirSync(join(to, "licences"), { recursive: true });
mkdirSync(tests, { recursive: true });
for (const [name, from, file] of COPIED) {
  copyFileSync(join(modules, name, from), join(to, file));
  note(file, name, "as shipped");
}

await build({
  stdin: { contents: 'export { expressionInterpreter } from "vega-interpreter";', resolveDir: here },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "vegaInterpreter",
  outfile: join(to, "vega-interpreter.min.js"),
  plugins: [{
    name: "vega-util-of-the-loaded-vega",
    setup(made) {
      made.onResolve({ filter: /^vega-util$/ }, () => ({ path: "vega-util", namespace: "loaded" }));
      made.onLoad({ filter: /.*/, namespace: "loaded" }, () => ({ contents: "module.exports = window.vega;" }));
    },
  }],
});
note("vega-interpreter.min.js", "vega-interpreter", "bundled by esbuild");

const atlas = JSON.parse(readFileSync(join(modules, "world-atlas/countries-50m.json"), "utf8"));
delete atlas.objects.land;
const weighed = presimplify(atlas);
const light = filter(simplify(weighed, 0.25), () => true);
const shapes = feature(light, light.objects.countries).features.filter((shape) => shape.properties.name !== "Antarctica");
const projection = geoEqualEarth().fitWidth(WIDTH, { type: "FeatureCollection", features: shapes });
const path = geoPath(projection).digits(1);
const bounds = geoPath(projection).bounds({ type: "FeatureCollection", features: shapes });
const countries = {};
for (const shape of shapes) {
  const name = shape.properties.name;
  const code = shape.id ? iso.numericToAlpha3(shape.id) : NO_NUMBER[name];
  if (code === undefined) throw new Error(`no country code for ${name}`);
  if (code === null) continue;
  const drawn = path(shape);
  if (!drawn) continue;
  const before = countries[code] ?? { path: "", area: 0, dot: null };
  const area = path.area(shape);
  const dot = area >= before.area ? path.centroid(shape).map((value) => Math.round(value * 10) / 10) : before.dot;
  countries[code] = { path: before.path + drawn, area: before.area + area, dot };
}
const sorted = Object.fromEntries(
  Object.keys(countries).sort().map((code) => {
    const { path: drawn, area, dot } = countries[code];
    return [code, area < TINY ? { path: drawn, dot } : { path: drawn }];
  }),
);
const world = { width: WIDTH, height: Math.ceil(bounds[1][1]), projection: "equal earth", countries: sorted };
writeFileSync(join(to, "world.json"), JSON.stringify(world) + "\n");
note("world.json", "world-atlas", "countries-50m.json, simplified and projected");

for (const name of LICENCES) {
  const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
  copyFileSync(join(modules, name, file), join(to, "licences", `${name}.txt`));
}
copyFileSync(join(modules, "axe-core/axe.min.js"), join(tests, "axe.min.js"));
copyFileSync(join(modules, "axe-core/LICENSE"), join(tests, "axe-core.LICENSE.txt"));

writeFileSync(join(to, "VENDORED.md"), `# Vendored files

What the web application serves that others made. Made by \`tools/vendor_js/renew.mjs\`, which names the versions;
the licences stand in \`licences/\`. The shapes of the map are Natural Earth's (public domain), as packed by world-atlas;
they draw boundaries as held in fact and take no side.

| file | package | licence | how | sha256 |
|---|---|---|---|---|
${rows.join("\n")}
`);
