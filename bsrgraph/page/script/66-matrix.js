/* The matrix: countries against countries, a cell counts the projects that both take part in. */

let matrixOf = { version: -1 };

// The countries that take part in each project, as far as the links shown tell.
function viaCountries() {
  if (matrixOf.version !== shown.version) {
    const members = new Map();
    for (const { link, edges } of shown.base.links) {
      for (const edge of edges) {
        if (!edge.via) continue;
        if (!members.has(edge.number)) members.set(edge.number, new Set());
        for (const { countries } of [link.from, link.to]) for (const country of countries) members.get(edge.number).add(country);
      }
    }
    matrixOf = { version: shown.version, members };
  }
  return matrixOf.members;
}

const pairKey = (one, other) => JSON.stringify([one, other].sort());

function countPairs() {
  const counts = new Map();
  for (const countries of viaCountries().values()) {
    const some = [...countries].sort();
    some.forEach((one, index) => some.slice(index + 1).forEach((other) => {
      const key = pairKey(one, other);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }));
  }
  return counts;
}

// Those with most shared projects first, so that the full corner is where reading begins.
function matrixCountries(counts) {
  const sums = new Map();
  for (const [key, count] of counts) for (const one of JSON.parse(key)) sums.set(one, (sums.get(one) ?? 0) + count);
  return [...sums.keys()].sort((a, b) => sums.get(b) - sums.get(a) || compare(a, b));
}

const topPairs = (counts, many) => [...counts].map(([key, count]) => [JSON.parse(key), count])
  .sort((a, b) => b[1] - a[1] || compare(a[0].join(), b[0].join())).slice(0, many);

const heatOf = (count, highest) => Math.ceil((5 * count) / highest);

function fillMatrix() {
  const counts = countPairs();
  const countries = matrixCountries(counts);
  const highest = [...counts.values()].reduce(most, 1);
  const head = element("tr", {}, element("td", {}), ...countries.map((country) =>
    element("th", { scope: "col" }, element("span", {}, term(country)))));
  const rows = countries.map((one) => element("tr", {}, element("th", { scope: "row" }, term(one)),
    ...countries.map((other) => matrixCell(one, other, counts.get(pairKey(one, other)) ?? 0, highest))));
  const caption = element("p", { id: "caption" }, countries.length ? say("matrixCaption", { weight: weightWord() }) : say("matrixEmpty"));
  byId("matrix").replaceChildren(caption, element("table", { "aria-labelledby": "caption" }, element("thead", {}, head), element("tbody", {}, ...rows)));
  byId("matrix").querySelector("button")?.setAttribute("tabindex", "0");
}

function matrixCell(one, other, count, highest) {
  if (one === other) return element("td", { class: "self" });
  if (!count) return element("td", {});
  const cell = button(String(count), () => select({ pair: [one, other] }), `heat-${heatOf(count, highest)}`);
  const isChosen = state.selection?.pair && pairKey(...state.selection.pair) === pairKey(one, other);
  cell.setAttribute("aria-label", say("matrixCell", { one: term(one), other: term(other), count, weight: weightWord() }));
  cell.setAttribute("aria-pressed", String(Boolean(isChosen)));
  cell.dataset.pair = pairKey(one, other);
  cell.tabIndex = -1;
  return element("td", {}, cell);
}

// One stop for Tab; arrows go to the next cell that holds a number.
function prepareMatrix() {
  byId("matrix").addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const cell = event.target.closest("td");
    if (!way || !cell) return;
    event.preventDefault();
    let [row, column] = [cell.parentElement, cell.cellIndex];
    for (;;) {
      column += way[0];
      if (way[1]) row = way[1] > 0 ? row.nextElementSibling : row.previousElementSibling;
      const next = row?.cells[column];
      if (!next || next.tagName === "TH") return;
      if (next.firstChild) return rove(event.target, next.firstChild);
    }
  });
}

function rove(from, to) {
  for (const one of byId("matrix").querySelectorAll("button[tabindex='0']")) one.tabIndex = -1;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function matrixPicture() {
  const counts = countPairs();
  const countries = matrixCountries(counts);
  const highest = [...counts.values()].reduce(most, 1);
  const [side, left, above] = [26, 140, 130];
  const size = { width: left + side * countries.length + 20, height: above + side * countries.length + 20 };
  return { ...size, draw: (pen) => {
    countries.forEach((one, row) => {
      const y = above + row * side;
      pen.text(term(one), left - 8, y + side / 2, { fill: theme.ink, align: "right" });
      pen.text(term(one), left + row * side + side / 2, above - 8, { fill: theme.ink, align: "left", turn: -Math.PI / 2 });
      countries.forEach((other, column) => {
        const count = counts.get(pairKey(one, other)) ?? 0;
        const share = count ? heatOf(count, highest) / 5 : 0;
        const fill = one === other ? theme.rule : mixed(theme.canvas, theme.heat, share * 0.9);
        pen.rect(left + column * side, y, side - 1, side - 1, { fill });
        if (count) pen.text(String(count), left + (column + 0.5) * side, y + side / 2, { size: 11, fill: share > 0.5 ? theme.canvas : theme.ink });
      });
    });
  } };
}
