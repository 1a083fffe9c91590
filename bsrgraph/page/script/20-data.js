/* Data, as Python packed them: columns of numbers that point into one list of texts. */

const page = data.page;
const textOf = (number) => data.texts[number ?? 0];

function iriOf(number) {
  const [, head, tail] = /^(\d+):([^]*)$/.exec(textOf(number)) ?? [null, 0, ""];
  return data.heads[head] + tail;
}

function unpacked(table, wanted) {
  const length = Math.max(0, ...Object.values(table).map((column) => column.length));
  const make = Object.entries(wanted).map(([name, read]) => [name, read, table[name]]);
  return Array.from({ length }, (_, index) => {
    const row = { index };
    for (const [name, read, column] of make) row[name] = read(column?.[index]);
    return row;
  });
}

const numberIn = (value) => value ?? 0;
const listIn = (value) => value ?? [];
const textsIn = (value) => (value ?? []).map(textOf);

const nodes = unpacked(data.nodes, {
  id: iriOf, label: textOf, group: textOf, look: numberIn, shape: textOf, x: numberIn, y: numberIn,
  map: listIn, adrift: numberIn, fold: textOf, country: textOf, countries: textsIn, sectors: textsIn, fields: textsIn, names: textsIn,
});
const nodeOf = new Map(nodes.map((node) => [node.id, node]));
for (const node of nodes) Object.assign(node, { landmark: node.group === page.landmark, name: node.label });

// Names of countries are known in all languages of the interface; other names are as they are.
function nameLandmarks() {
  for (const node of nodes) if (node.landmark) node.label = capital(term(node.name));
  index = null;
}

const vias = unpacked(data.vias, { id: iriOf, name: textOf });
const facts = unpacked(data.facts, {
  iri: iriOf, from: numberIn, subject: textOf, relation: textOf, object: textOf, for: textOf, at: textOf,
  status: textOf, evidence: textOf, saidBy: textOf, conflict: textOf,
});
const sources = unpacked(data.sources, { source: textOf, publisher: textOf, published: textOf, link: textOf });

const relations = new Map();

function relationOf(relation, isContext, link) {
  const key = JSON.stringify([relation, isContext]);
  if (!relations.has(key)) relations.set(key, { key, relation, context: isContext, links: new Set() });
  relations.get(key).links.add(link);
  return relations.get(key);
}

const links = data.links[0].map((from, index) => ({ index, from: nodes[from], to: nodes[data.links[1][index]], edges: [] }));
for (const row of unpacked(data.edges, {
  link: numberIn, relation: textOf, via: numberIn, backwards: numberIn, years: listIn, statements: listIn,
})) {
  const { id, name } = vias[row.via] ?? { id: "", name: "" };
  const kind = relationOf(row.relation, id === "", row.link);
  links[row.link].edges.push({ ...row, number: row.via, via: id, viaName: name, kind });
}

const kinds = [...new Set(nodes.map((node) => node.group))].sort();
const sectored = new Set(nodes.filter((node) => node.fields.length).map((node) => node.group));
const DASHES = [[], [10, 5], [2, 4], [12, 4, 2, 4], [6, 3], [1, 6]];
const legendRelations = [...relations.values()].sort(
  (a, b) => a.context - b.context || (a.relation < b.relation ? -1 : 1));
legendRelations.forEach((relation, index) => {
  relation.dash = relation.context ? [3, 4] : DASHES[index % DASHES.length];
});

function tally(lists) {
  const counts = new Map();
  for (const list of lists) for (const one of new Set(list)) if (one) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

const fieldCounts = tally(nodes.map((node) => node.fields));
const countryCounts = tally(nodes.map((node) => (node.landmark ? [] : node.countries)));
const years = (() => {
  const known = links.flatMap((link) => link.edges.flatMap((edge) => edge.years.slice(0, 2)));
  return known.length ? known.reduce((span, year) => [Math.min(span[0], year), Math.max(span[1], year)], [Infinity, -Infinity]) : null;
})();
const touches = (link, node) => link.from === node || link.to === node;
