/* Start: the bar of choices, and one way through which every change goes. */

const viewsHere = () => ["map", "network", "matrix"].filter((view) =>
  view === "network" || (view === "map" ? onMap > 0 : new Set(nodes.map((node) => node.country).filter(Boolean)).size > 1));
const foldsHere = () => [...new Set([page.foldBy, ...(countryCounts.size > 1 ? ["country"] : []), ...(fieldCounts.size > 1 ? ["sector"] : [])])];
const measureName = (name) => (entry(`measure-${name}`) ? say(`measure-${name}`) : name);
const measureMeaning = (name) => (entry(`means-${name}`) ? say(`means-${name}`) : "");

function select(choice, isCentred = false) {
  if (choice && state.fold) openGroups(choice);
  state.selection = choice && isSelectable(choice) ? choice : null;
  const { selection } = state;
  if (state.view !== "matrix" && isCentred) {
    if (selection?.node && shown.nodes.includes(selection.node)) centre(selection.node);
    if (selection?.link && shown.links.some(({ link }) => link === selection.link)) bringIntoView(selection.link);
  }
  remember();
  if (state.view === "matrix") markPair();
  redraw();
  fillPanel();
}

// What is chosen from a list may be folded away: its group opens.
function openGroups({ node, link }) {
  const ends = (node ? [node] : link ? [link.from, link.to] : []).filter((one) =>
    !one.isFold && !shown.nodes.includes(one) && shown.base.nodes.includes(one));
  for (const one of ends) state.open.add(groupOf(one));
  if (ends.length) refresh({ keepLegend: true });
}

function markPair() {
  const chosen = state.selection?.pair ? pairKey(...state.selection.pair) : "";
  for (const cell of byId("matrix").querySelectorAll("button")) cell.setAttribute("aria-pressed", String(cell.dataset.pair === chosen));
}

function refresh({ keepLegend = false, fits = false } = {}) {
  sift();
  rescale();
  byId("sentence").textContent = sentence();
  byId("reset").hidden = !isFiltered();
  if (!keepLegend) fillLegend();
  fillYears();
  fillBar();
  showView(fits);
  fillTable();
  fillPanel();
  remember();
}

function showView(fits) {
  const isMatrix = state.view === "matrix";
  byId("canvas").hidden = isMatrix;
  byId("zoom").hidden = isMatrix;
  byId("matrix").hidden = !isMatrix;
  byId("note").hidden = state.view !== "map";
  if (isMatrix) fillMatrix();
  else if (fits) fit(true, true);
  else redraw();
}

function fillBar() {
  for (const one of document.querySelectorAll("[data-view]")) {
    one.hidden = !viewsHere().includes(one.dataset.view);
    one.setAttribute("aria-pressed", String(one.dataset.view === state.view));
  }
  const options = (select, values, chosen, name) => {
    select.replaceChildren(...values.map((value) => element("option", { value }, name(value))));
    select.value = chosen;
  };
  options(byId("measure"), Object.keys(data.measures), state.measure, measureName);
  options(byId("fold"), ["", ...foldsHere()], state.fold, (name) => say(name ? `fold-${name}` : "foldNot"));
  byId("meaning").textContent = measureMeaning(state.measure);
  options(byId("language"), LANGUAGES, language, (name) => WORDS.get(name).get("language") ?? name);
}

function unfold(node) {
  state.open.add(node.group);
  state.selection = null;
  refresh({ keepLegend: true });
  const members = shown.nodes.filter((one) => !one.isFold && groupOf(one) === node.group).map(placeOf);
  const reach = (key) => members.reduce(([low, high], place) => [Math.min(low, place[key]), Math.max(high, place[key])], [Infinity, -Infinity]);
  if (!members.length || state.view === "matrix") return;
  const [[left, right], [above, below]] = [reach("x"), reach("y")];
  const { clientWidth, clientHeight } = byId("picture");
  const scale = Math.min(whole * 8, clientWidth / (right - left + 160 / whole / 4), clientHeight / (below - above + 160 / whole / 4));
  move({ x: (left + right) / 2, y: (above + below) / 2, scale: Math.max(whole, scale) });
}

function foldBack(group) {
  state.open.delete(group);
  state.selection = null;
  refresh({ keepLegend: true });
}

function speak(name) {
  language = name;
  compare = collator();
  sayWords();
  nameLandmarks();
  refresh();
}

function listen() {
  const choose = (key) => (event) => {
    state[key] = event.target.value;
    if (key === "fold") { state.open.clear(); state.selection = null; }
    refresh({ keepLegend: true, fits: key === "fold" });
  };
  for (const one of document.querySelectorAll("[data-view]")) {
    one.addEventListener("click", () => { state.view = one.dataset.view; refresh({ keepLegend: true, fits: true }); });
  }
  byId("measure").addEventListener("change", choose("measure"));
  byId("fold").addEventListener("change", choose("fold"));
  byId("language").addEventListener("change", (event) => speak(event.target.value));
  byId("reset").addEventListener("click", clearFilters);
  byId("png").addEventListener("click", savePng);
  byId("svg").addEventListener("click", saveSvg);
  byId("csv").addEventListener("click", saveCsv);
  byId("closer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  byId("fit").addEventListener("click", () => fit());
  byId("twin").addEventListener("toggle", fillTable);
  addEventListener("hashchange", () => { recall(); sayWords(); nameLandmarks(); refresh({ fits: true }); show(); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== byId("search") && state.selection) select(null);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { theme = readTheme(); redraw(); });
  new ResizeObserver(() => {
    if (Math.abs(camera.scale - whole) < 1e-9) fit(true, true);
    else redraw();
  }).observe(byId("picture"));
}

// Goes to what an address has selected.
function show() {
  if (state.selection && state.view !== "matrix") select(state.selection, true);
}

firstView.language = language;
firstView.view = viewsHere().includes("map") && onMap >= 0.9 * nodes.length ? "map" : "network";
firstView.fold = nodes.length > page.few ? page.foldBy : "";
if (matchMedia("(max-width: 60rem)").matches) byId("legend").open = false;
recall();
sayWords();
nameLandmarks();
prepareSearch();
prepareYears();
preparePointer();
prepareMatrix();
refresh({ fits: true });
listen();
show();
requestAnimationFrame(() => {
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
});
