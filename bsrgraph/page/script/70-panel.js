/* The panel: an overview, a node, a link or a pair of countries, always with the way back. */

function fillPanel() {
  const { selection } = state;
  const content = !selection ? overview()
    : selection.pair ? pairDetails(selection.pair)
      : selection.node?.isFold ? foldDetails(selection.node)
        : selection.node ? nodeDetails(selection.node) : linkDetails(selection.link);
  byId("panel").replaceChildren(...content.filter(Boolean));
  byId("panel").scrollTop = 0;
}

const weightWord = () => (page.weight ? term(page.weight, 2) : say("weight"));
const linkName = (link) => `${link.from.label} – ${link.to.label}`;
const heaviest = (a, b) => b.weight - a.weight || compare(linkName(a.link), linkName(b.link));
const formatted = (number) => new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(number);

function overview() {
  const summary = page.summary !== page.title ? page.summary : "";
  const top = shown.base.links.filter((view) => view.weight > 1).sort(heaviest).slice(0, 5);
  const pairs = topPairs(countPairs(), 5);
  return [
    element("h2", {}, summary || say("overview")),
    ...ranking(say("topNodes"), measureLine(), mostCentral().map((node) =>
      [[icon(node)], node.label, formatted(valueOf(node)), () => select({ node }, true)])),
    ...ranking(say("topPairs"), say("countedAs", { what: weightWord() }), pairs.map(([[one, other], count]) =>
      [[], `${term(one)} – ${term(other)}`, count, () => select({ pair: [one, other] })])),
    ...ranking(say("strongest"), say("countedAs", { what: weightWord() }), top.map(({ link, weight }) =>
      [[icon(link.from), icon(link.to)], linkName(link), weight, () => select({ link }, true)])),
    ...listOf(say("reading"), hints()),
    ...listOf(say("missing"), missing()),
  ];
}

// Measures are those of all the data: a filter hides nodes and changes nobody's place in the network.
const measureLine = () => [capital(`${measureName(state.measure)}: ${measureMeaning(state.measure)}`),
  isFiltered() ? say("measuredWhole") : ""].join(" ").trim();

function listOf(heading, lines) {
  if (!lines.length) return [];
  return [element("h3", {}, heading), element("ul", { class: "hints" }, ...lines.map((line) => element("li", {}, line)))];
}

function ranking(heading, hint, rows) {
  if (rows.length === 0) return [];
  return [
    element("h3", {}, heading),
    element("p", { class: "soft" }, hint),
    element("ol", { class: "ranking" }, ...rows.map(([icons, text, count, action]) =>
      element("li", {}, ...icons, button(text, action), element("b", {}, String(count))))),
  ];
}

// Countries lead every list that they are in, so clusters and the like come alone where there are some.
function mostCentral() {
  const others = shown.base.nodes.filter((node) => !node.landmark);
  return (others.length ? others : shown.base.nodes).filter((node) => valueOf(node) > 0)
    .sort((a, b) => valueOf(b) - valueOf(a) || compare(a.label, b.label)).slice(0, 5);
}

function hints() {
  const context = legendRelations.filter((relation) => relation.context).map((one) => term(one.relation));
  return [
    say("readKind"), say("readWidth", { weight: weightWord(), measure: measureName(state.measure) }),
    context.length ? say("readContext", { relation: context.join(", ") }) : "",
    state.view === "map" ? say("readMap") : "", say("readSelect"),
  ].filter(Boolean);
}

function missing() {
  const linked = new Set(links.filter(({ edges }) => edges.some((edge) => edge.via)).flatMap((link) => [link.from, link.to]));
  const alone = nodes.filter((node) => !linked.has(node)).length;
  const undated = links.filter(isUndated).length;
  const noPlace = onMap ? nodes.length - onMap : 0;
  return [...page.coverage,
    alone ? say("missingLinks", { count: alone, all: nodes.length }) : "",
    undated && years ? say("missingYears", { count: undated }) : "",
    noPlace ? say("missingPlaces", { count: noPlace }) : ""].filter(Boolean);
}

const wayBack = () => button(`← ${say("back")}`, () => select(null), "plain back");

function nodeDetails(node) {
  const about = [term(node.group), ...(node.landmark ? [] : node.countries.map((name) => term(name))), ...node.sectors.map((name) => term(name))];
  const own = shown.base.links.filter(({ link }) => touches(link, node)).sort(heaviest);
  const others = node.names.filter((name) => name !== node.name && name !== node.label);
  return [
    wayBack(),
    element("h2", {}, node.label),
    element("p", { class: "soft" }, capital(about.filter(Boolean).join(" · "))),
    others.length ? element("p", { class: "soft names" }, say("alsoCalled", { names: others.join(" · ") })) : null,
    ownPage(node),
    state.fold && groupOf(node) !== null && state.open.has(groupOf(node))
      ? button(say("foldAgain"), () => foldBack(groupOf(node))) : null,
    element("p", {}, `${capital(measureName(state.measure))}: ${formatted(valueOf(node))}`),
    element("h3", {}, say("linkedTo", { count: own.length })),
    ...own.slice(0, 400).map((view, index) => neighbour(view, node, index === 0)),
  ];
}

function foldDetails(node) {
  const on = new Set(shown.base.nodes);
  const members = node.members.filter((one) => on.has(one)).sort((a, b) => valueOf(b) - valueOf(a) || compare(a.label, b.label));
  return [
    wayBack(),
    element("h2", {}, node.label),
    element("p", { class: "soft" }, say("foldHolds", { count: members.length })),
    button(say("unfold"), () => unfold(node)),
    ...ranking(say("topNodes"), measureLine(), members.slice(0, 30).map((one) =>
      [[icon(one)], one.label, formatted(valueOf(one)), () => { unfold(node); select({ node: one }, true); }])),
  ];
}

// Filled when opened: a country may have thousands of statements.
function lazily(summary, fill, isOpen) {
  const made = element("details", { class: "neighbour" }, summary);
  made.addEventListener("toggle", () => {
    if (made.open && made.children.length === 1) made.append(...fill().filter(Boolean));
  });
  made.open = isOpen;
  return made;
}

function neighbour({ link, edges, weight }, node, isOpen) {
  const other = link.from === node ? link.to : link.from;
  const note = weight ? `${weightWord()}: ${weight}` : `${term(edges[0].relation)}, ${say("notCounted")}`;
  const summary = element("summary", {}, element("b", {}, other.label), " ", element("span", { class: "soft" }, note));
  return lazily(summary, () => [...byVia(link, edges, "h4"),
    button(say("goto", { name: other.label }), () => select({ node: other }, true))], isOpen);
}

function linkDetails(link) {
  const { edges, weight } = [...shown.base.links, ...shown.links].find((view) => view.link === link);
  const end = (node) => button(node.label, () => select({ node }, true));
  return [
    wayBack(),
    element("h2", {}, end(link.from), " – ", end(link.to)),
    element("p", { class: "soft" }, weight ? `${capital(weightWord())}: ${weight}` : `${capital(say("context"))}, ${say("notCounted")}`),
    ...byVia(link, edges, "h3"),
  ];
}

// All projects that two countries share, whatever links them.
function pairDetails([one, other]) {
  const shared = [...viaCountries()].filter(([, countries]) => countries.has(one) && countries.has(other)).map(([number]) => vias[number]);
  const wanted = new Map(shared.map((via) => [via.index, []]));
  const isOf = (node) => node.countries.includes(one) || node.countries.includes(other);
  for (const { link, edges } of shown.base.links) {
    for (const edge of edges) {
      if ([link.from, link.to].some(isOf)) wanted.get(edge.number)?.push({ link, edge });
    }
  }
  return [
    wayBack(),
    element("h2", {}, `${term(one)} – ${term(other)}`),
    element("p", { class: "soft" }, `${capital(weightWord())}: ${shared.length}`),
    ...shared.sort((a, b) => compare(a.name, b.name)).map((via, index) => {
      const found = wanted.get(via.index);
      const taking = [...new Set(found.flatMap(({ link }) => [link.from, link.to]))]
        .filter((node) => !node.landmark && isOf(node));
      const when = found.find(({ edge }) => edge.years.length)?.edge.years;
      const summary = element("summary", {}, element("b", {}, via.name), when ? element("span", { class: "soft" }, ` · ${span(when)}`) : "");
      return lazily(summary, () => [
        ...taking.sort((a, b) => compare(a.label, b.label)).map((node) =>
          element("p", {}, icon(node), " ", button(node.label, () => select({ node }, true)))),
        ...factsOf(found.map(({ edge }) => edge)),
      ], index === 0);
    }),
  ];
}

function byVia(link, edges, heading) {
  const groups = new Map();
  for (const edge of edges) groups.set(edge.number, [...(groups.get(edge.number) ?? []), edge]);
  return [...groups.values()].slice(0, 200).map((group) => viaDetails(link, group, heading));
}

function viaDetails(link, edges, heading) {
  const when = edges.find((edge) => edge.years.length)?.years;
  return element("section", { class: "via" },
    element(heading, {}, edges[0].viaName || capital(say("context"))),
    ...edges.slice(0, 50).map((edge) =>
      element("p", { class: "soft" }, edgeSentence(link, edge), when ? ` · ${span(when)}` : "")),
    ...factsOf(edges));
}

function edgeSentence(link, edge) {
  if (!page.directed || link.isFold) return term(edge.relation);
  const [start, end] = edge.backwards ? [link.to, link.from] : [link.from, link.to];
  return `${start.label} ${term(edge.relation)} ${end.label}`;
}
