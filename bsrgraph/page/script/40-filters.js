/* What the reader has chosen, and what is shown for it: the one place where filters act. */

const state = {
  view: "network", measure: page.measure, fold: "", open: new Set(),
  kinds: new Set(), relations: new Set(), // hidden ones
  fields: new Set(), countries: new Set(), // chosen ones; none chosen means all
  years: null, undated: false, selection: null, // { node }, { link } or { pair: [country, country] }
};
let shown = { nodes: [], links: [], base: { nodes: [], links: [] }, version: 0 };

const inYears = (edge) => !state.years || edge.kind.context
  || (edge.years.length ? edge.years[0] <= state.years[1] && edge.years[1] >= state.years[0] : state.undated);
const inField = (node) => !state.fields.size || !sectored.has(node.group) || node.fields.some((field) => state.fields.has(field));
const inCountry = (node) => node.countries.some((country) => state.countries.has(country));
const mayShow = (node) => !state.kinds.has(node.group) && inField(node);
const weigh = (edges) => new Set(edges.filter((edge) => edge.via).map((edge) => edge.number)).size;

function seen(link) {
  if (!mayShow(link.from) || !mayShow(link.to)) return null;
  if (state.countries.size && !inCountry(link.from) && !inCountry(link.to)) return null;
  const edges = link.edges.filter((edge) => !state.relations.has(edge.kind) && inYears(edge));
  return edges.length ? { link, edges, weight: weigh(edges) } : null;
}

// A node stays if it is what was asked for, or if a link that stays needs it.
function stays(counted, any) {
  return (node) => {
    if (!mayShow(node)) return false;
    if (counted.has(node)) return true;
    if (state.years) return false;
    if (state.countries.size) return inCountry(node);
    return !state.fields.size || sectored.has(node.group) || any.has(node);
  };
}

function sift() {
  const views = links.map(seen).filter(Boolean);
  const ends = (some) => new Set(some.flatMap(({ link }) => [link.from, link.to]));
  const isNarrow = state.years || state.countries.size || state.fields.size;
  const keeps = isNarrow ? stays(ends(views.filter((view) => view.weight)), ends(views)) : mayShow;
  const kept = new Set(nodes.filter(keeps));
  const base = { nodes: [...kept], links: views.filter(({ link }) => kept.has(link.from) && kept.has(link.to)) };
  shown = { ...folded(base), base, version: shown.version + 1 };
  if (state.selection && !isSelectable(state.selection)) state.selection = null;
}

function isSelectable({ node, link, pair }) {
  if (pair) return true;
  if (node) return node.isFold ? shown.nodes.includes(node) : shown.base.nodes.includes(node);
  return shown.links.some((view) => view.link === link) || shown.base.links.some((view) => view.link === link);
}

/* Folding: the members of a country, sector or kind become one node until it is opened. */

const folds = new Map();

function groupOf(node) {
  if (state.fold === page.foldBy) return node.fold;
  if (state.fold === "country") return node.country;
  if (state.fold === "sector") return node.landmark ? null : node.fields[0] ?? "";
  return node.landmark ? null : node.group;
}

function foldOf(group) {
  const key = JSON.stringify([state.fold, group]);
  if (!folds.has(key)) {
    const members = nodes.filter((node) => groupOf(node) === group);
    // A country stands where its own sign does; other groups amid their members.
    const own = members.filter((node) => node.landmark && node.name === group);
    const amid = own.length ? own : members;
    const middle = (read) => amid.reduce((sum, node) => sum + read(node), 0) / (amid.length || 1);
    const placed = members.filter((node) => node.map.length);
    const mean = (axis) => placed.reduce((sum, node) => sum + node.map[axis], 0) / placed.length;
    folds.set(key, {
      isFold: true, id: "", group, members, label: group ? capital(term(group)) : say("foldNone"), shape: "dot", look: 1, landmark: true,
      country: state.fold === "country" ? group : "", sectors: [], fields: [], names: [],
      x: middle((node) => node.x), y: middle((node) => node.y), map: placed.length ? [mean(0), mean(1)] : [],
    });
  }
  return folds.get(key);
}

function folded(base) {
  if (!state.fold) return base;
  const stand = new Map();
  const groups = new Map();
  for (const node of base.nodes) {
    const group = groupOf(node);
    const isAlone = group === null || state.open.has(group);
    stand.set(node, isAlone ? node : groups.get(group) ?? foldOf(group));
    if (!isAlone) {
      if (!groups.has(group)) foldOf(group).size = 0;
      groups.set(group, foldOf(group));
      foldOf(group).size += 1;
    }
  }
  return { nodes: [...new Set(stand.values())], links: bundled(base.links, stand) };
}

function bundled(views, stand) {
  const bundles = new Map();
  const number = new Map();
  const numbered = (node) => number.get(node) ?? number.set(node, number.size).get(node);
  for (const view of views) {
    const [from, to] = [stand.get(view.link.from), stand.get(view.link.to)];
    if (from === to) continue;
    const key = [numbered(from), numbered(to)].sort((a, b) => a - b).join(" ");
    if (!bundles.has(key)) bundles.set(key, { from, to, views: [] });
    bundles.get(key).views.push(view);
  }
  return [...bundles.values()].map(({ from, to, views: parts }) => {
    if (!from.isFold && !to.isFold) return parts[0];
    const edges = parts.flatMap((view) => view.edges);
    return { link: bundleOf(from, to, edges), edges, weight: weigh(edges) };
  });
}

const bundleLinks = new Map();

function bundleOf(from, to, edges) {
  if (!bundleLinks.has(from)) bundleLinks.set(from, new Map());
  const known = bundleLinks.get(from);
  if (!known.has(to)) known.set(to, { index: -1, from, to, isFold: true });
  return Object.assign(known.get(to), { edges });
}

/* The sentence: what is shown and hidden, always true. */

function sentence() {
  const { nodes: someNodes, links: someLinks } = shown.base;
  const all = tally(nodes.map((node) => [node.group]));
  const some = tally(someNodes.map((node) => [node.group]));
  const parts = [...kinds].sort(compare).map((kind) => partOf(some.get(kind) ?? 0, all.get(kind) ?? 0, kind));
  const weighed = links.filter((link) => link.edges.some((edge) => edge.via)).length;
  const weighedShown = someLinks.filter((view) => view.weight > 0).length;
  parts.push(partOf(weighedShown, weighed, "link"));
  const context = someLinks.length - weighedShown;
  if (context) parts.push(counted(context, "context line"));
  return [...parts, ...yearPart(), ...[...state.fields, ...state.countries].map((name) => capital(term(name))),
    state.fold ? say("foldedBy", { what: say(`fold-${state.fold}`) }) : "",
    page.asOf ? say("asOf", { day: page.asOf }) : ""].filter(Boolean).join(" · ");
}

const isUndated = (link) => link.edges.some((edge) => edge.via) && !link.edges.some((edge) => edge.via && edge.years.length);

function yearPart() {
  if (!state.years) return [];
  const undated = links.filter(isUndated).length;
  return [span(state.years), undated ? say(state.undated ? "undatedShown" : "undatedHidden", { what: counted(undated, "link") }) : ""];
}

// What no source ends goes on as far as anything is known, which is no year of its own.
const span = ([from, to, open]) => (open ? `${from}–` : from === to ? String(from) : `${from}–${to}`);
