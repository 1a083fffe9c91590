/* The address: it holds all choices that differ from the first view, and restores them. */

const firstView = { view: "network", fold: "" };

function remember() {
  const { selection } = state;
  const parts = [];
  const put = (name, value) => parts.push(`${name}=${encodeURIComponent(value)}`);
  if (state.view !== firstView.view) put("view", state.view);
  if (state.measure !== page.measure) put("size", state.measure);
  if (state.fold !== firstView.fold) put("fold", state.fold || "no");
  for (const group of state.open) put("open", group);
  for (const kind of state.kinds) put("hide", kind);
  for (const relation of state.relations) put("without", relation.key);
  for (const field of state.fields) put("field", field);
  for (const country of state.countries) put("country", country);
  if (state.years) put("years", state.years.join("-"));
  if (state.undated) put("undated", "1");
  if (language !== firstView.language) put("lang", language);
  if (selection?.pair) for (const one of selection.pair) put("pair", one);
  else if (selection?.node && !selection.node.isFold) put("node", selection.node.id);
  else if (selection?.link && !selection.link.isFold) { put("from", selection.link.from.id); put("to", selection.link.to.id); }
  try {
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  } catch { /* a page inside a notebook has no address to change */ }
}

// Only what the page knows is taken; all else in an address is passed over.
function recall() {
  const wanted = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const known = (name, values, fallback) => (values.includes(wanted.get(name)) ? wanted.get(name) : fallback);
  const all = (name, values) => new Set(wanted.getAll(name).filter((value) => values.has(value)));
  language = known("lang", LANGUAGES, firstView.language);
  compare = collator();
  state.view = known("view", viewsHere(), firstView.view);
  state.measure = known("size", Object.keys(data.measures), page.measure);
  state.fold = wanted.get("fold") === "no" ? "" : known("fold", foldsHere(), firstView.fold);
  state.open = new Set(state.fold ? wanted.getAll("open").filter((group) => nodes.some((node) => groupOf(node) === group)) : []);
  state.kinds = all("hide", new Set(kinds));
  state.relations = new Set(legendRelations.filter((relation) => wanted.getAll("without").includes(relation.key)));
  state.fields = all("field", fieldCounts);
  state.countries = all("country", countryCounts);
  state.years = yearsIn(wanted.get("years"));
  state.undated = wanted.get("undated") === "1";
  state.selection = selectionIn(wanted);
}

function yearsIn(text) {
  const [, from, to] = /^(\d{1,4})-(\d{1,4})$/.exec(text ?? "") ?? [];
  if (!years || from === undefined) return null;
  const clamped = [from, to].map((year) => Math.max(years[0], Math.min(years[1], Number(year)))).sort((a, b) => a - b);
  return clamped[0] === years[0] && clamped[1] === years[1] ? null : clamped;
}

function selectionIn(wanted) {
  const pair = wanted.getAll("pair").filter((name) => nodes.some((node) => node.countries.includes(name)));
  if (pair.length === 2) return { pair };
  const [from, to] = [nodeOf.get(wanted.get("from")), nodeOf.get(wanted.get("to"))];
  const link = from && to && links.find((one) => touches(one, from) && touches(one, to) && (from !== to || one.from === one.to));
  const node = nodeOf.get(wanted.get("node"));
  if (!node && !link) return null;
  if (state.fold) for (const end of node ? [node] : [link.from, link.to]) if (groupOf(end) !== null) state.open.add(groupOf(end));
  return node ? { node } : { link };
}
