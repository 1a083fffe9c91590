/* The picture: where the camera looks, what is drawn there, and what lies under the pointer. */

let theme = readTheme();
let hovered = null;
let hoveredLink = null;
const camera = { x: 0, y: 0, scale: 1 };
let whole = 1; // the scale at which all of the view is seen
let top = 1; // the greatest value of the measure among what is shown
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["paper", "canvas", "ink", "soft", "link", "strong", "rule", "land", "border", "sea", "heat"];
  return {
    ...Object.fromEntries(names.map((name) => [name, colour(name)])),
    kinds: Array.from({ length: 8 }, (_, index) => colour(`kind-${index}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/* Places and sizes. */

const BOX = { left: data.outlines.box[0], top: data.outlines.box[1], right: data.outlines.box[2], bottom: data.outlines.box[3] };
const lost = nodes.filter((node) => !node.map.length);
lost.forEach((node, index) => {
  node.lost = { x: BOX.left + 40 + (index % 80) * 26, y: BOX.bottom + 40 + Math.floor(index / 80) * 26 };
});
const onMap = nodes.filter((node) => !node.adrift).length;

function placeOf(node) {
  if (node.spread?.view === state.view) return node.spread;
  if (state.view !== "map") return node;
  if (!node.map.length) return node.isFold ? { x: BOX.left + 60, y: BOX.bottom + 40 } : node.lost;
  return { x: node.map[0], y: node.map[1] };
}

const valueOf = (node) => (node.isFold ? node.size : data.measures[state.measure]?.[node.index] ?? 0);

function rescale() {
  top = shown.nodes.filter((node) => !node.isFold).map(valueOf).reduce(most, 0) || 1;
  topLink = shown.links.map(({ link, weight }) => (link.isFold ? weight : 0)).reduce(most, 1);
  topFold = shown.nodes.filter((node) => node.isFold).map(valueOf).reduce(most, 0) || 1;
}
let topFold = 1;
let topLink = 1;

function radius(node) {
  const zoom = Math.min(2.6, Math.max(0.75, Math.sqrt(camera.scale / whole)));
  if (node.isFold) return (7 + 21 * Math.sqrt(valueOf(node) / topFold)) * Math.min(zoom, 1.3);
  const many = Math.min(state.view === "map" ? 0.95 : 1.25, Math.max(0.5, Math.sqrt(260 / (shown.nodes.length || 1))));
  return (3.4 + 8.6 * Math.sqrt(valueOf(node) / top) + (node.landmark ? 1 : 0)) * many * zoom;
}

function extent() {
  if (state.view === "map") {
    return { x: 0, y: (BOX.top + BOX.bottom) / 2, width: BOX.right - BOX.left, height: BOX.bottom - BOX.top };
  }
  const some = shown.nodes.length ? shown.nodes : [{ x: 0, y: 0 }];
  const side = (key) => some.map((node) => node[key]).reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [[left, right], [above, below]] = [side("x"), side("y")];
  return { x: (left + right) / 2, y: (above + below) / 2, width: right - left, height: below - above };
}

// Room around the network for labels; the map fills the window, and the sea may be cut.
function wholeView(isCore) {
  const box = extent();
  const { clientWidth, clientHeight } = byId("picture");
  if (state.view === "map") {
    const near = nearby(isCore ? 0.025 : 0);
    const scale = Math.min((clientWidth - 24) / near.width, (clientHeight - 24) / near.height);
    return { x: near.x, y: near.y, scale: scale * (isCore && clientWidth < 500 ? 1.3 : 1) };
  }
  const [width, height] = [clientWidth - 2 * Math.min(75, clientWidth * 0.13) - 10, clientHeight - 100];
  const scale = Math.min(1.5, Math.max(120, width) / (box.width || 1), Math.max(120, height) / (box.height || 1));
  return { x: box.x, y: box.y, scale };
}

// What of the map holds something shown, with a margin, and no smaller than a country. At first a
// few far away are left out on each side: they would make all others small.
function nearby(share) {
  const places = shown.nodes.map(placeOf).filter(Boolean);
  if (!places.length) return { x: 0, y: 80, width: 2160, height: 1880 };
  const sorted = { x: places.map(({ x }) => x).sort((a, b) => a - b), y: places.map(({ y }) => y).sort((a, b) => a - b) };
  const skip = Math.floor(places.length * share);
  const low = (key) => sorted[key][skip];
  const high = (key) => sorted[key].at(-1 - skip);
  const [left, right, above, below] = [low("x") - 60, high("x") + 60, low("y") - 40, high("y") + 90];
  return { x: (left + right) / 2, y: (above + below) / 2, width: Math.max(500, right - left), height: Math.max(500, below - above) };
}

const onScreen = ({ x, y }, width, height) =>
  [(x - camera.x) * camera.scale + width / 2, (y - camera.y) * camera.scale + height / 2];

/* Focus: what the selection touches. */

function inFocus() {
  const { selection } = state;
  if (!selection) return null;
  const isIn = selection.pair
    ? (view) => view.edges.some((edge) => viaCountries().get(edge.number)?.has(selection.pair[0])
      && viaCountries().get(edge.number)?.has(selection.pair[1]))
    : selection.link ? ({ link }) => link === selection.link : ({ link }) => touches(link, selection.node);
  const focus = { nodes: new Set(selection.node ? [selection.node] : []), links: new Set() };
  for (const view of shown.links) {
    if (!isIn(view)) continue;
    focus.links.add(view.link);
    focus.nodes.add(view.link.from).add(view.link.to);
  }
  return focus;
}

/* Drawing: one scene for the screen, for PNG and for SVG. */

function drawScene(pen, width, height) {
  const focus = inFocus();
  const [x, y] = onScreen({ x: 0, y: 0 }, width, height);
  if (state.view === "map") {
    const [side, bottom] = [(BOX.right - BOX.left) * camera.scale, (BOX.bottom - BOX.top) * camera.scale];
    pen.rect(x + BOX.left * camera.scale, y + BOX.top * camera.scale, side, bottom, { fill: theme.sea });
    pen.land("land", { x, y, scale: camera.scale }, { fill: theme.land, stroke: theme.land, width: 0.6 });
    pen.land("borders", { x, y, scale: camera.scale }, { stroke: theme.border, width: 1 });
  }
  const sorted = focus ? [...shown.links].sort((a, b) => focus.links.has(a.link) - focus.links.has(b.link)) : shown.links;
  for (const view of sorted) drawLink(pen, view, focus, width, height);
  const rank = (node) => (node.landmark ? 1 : 0) + (focus?.nodes.has(node) ? 2 : 0);
  for (const node of [...shown.nodes].sort((a, b) => rank(a) - rank(b))) drawNode(pen, node, focus, width, height);
  writeLabels(pen, width, height);
}

// Many lines together are darker than few, so each must be lighter.
function faintness(view) {
  if (view.link.isFold && view.weight) return 0.15 + 0.45 * (view.weight / topLink);
  if (view.weight === 0) return state.view === "map" ? 0.3 : 0.5;
  return Math.max(0.13, Math.min(0.75, (state.view === "map" ? 4.5 : 6) / Math.sqrt(shown.links.length))) + Math.min(0.25, view.weight * 0.03);
}

function drawLink(pen, view, focus, width, height) {
  const { link, weight } = view;
  const [from, to] = [placeOf(link.from), placeOf(link.to)];
  const [x1, y1] = onScreen(from, width, height);
  const [x2, y2] = onScreen(to, width, height);
  if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) return;
  const isNear = focus?.links.has(link) || hoveredLink === link;
  const points = [x1, y1, x2, y2];
  if (state.view === "map" && weight) points.push((x1 + x2) / 2 - (y2 - y1) * 0.12, (y1 + y2) / 2 + (x2 - x1) * 0.12);
  const kind = leading(view.edges);
  const thick = !weight ? 0.9 : link.isFold ? 0.6 + 7 * (weight / topLink) ** 0.8 : Math.min(9, 0.5 + 0.8 * weight ** 0.75);
  pen.line(points, {
    stroke: isNear ? theme.strong : theme.link, width: isNear ? Math.max(1.6, thick) : thick, dash: kind.dash,
    opacity: isNear ? 0.9 : focus ? 0.06 : faintness(view),
  });
  if (page.directed && weight) drawArrows(pen, view, [x1, y1, x2, y2], isNear ? theme.strong : theme.link);
}

function drawArrows(pen, { link, edges }, [x1, y1, x2, y2], fill) {
  const heads = [edges.some((edge) => !edge.backwards) && [x1, y1, x2, y2, link.to],
    edges.some((edge) => edge.backwards) && [x2, y2, x1, y1, link.from]].filter(Boolean);
  for (const [ax, ay, bx, by, node] of heads) {
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
    const [tx, ty] = [bx - ux * (radius(node) + 2), by - uy * (radius(node) + 2)];
    pen.line([tx - ux * 7 - uy * 4, ty - uy * 7 + ux * 4, tx, ty], { stroke: fill, width: 1.5 });
    pen.line([tx - ux * 7 + uy * 4, ty - uy * 7 - ux * 4, tx, ty], { stroke: fill, width: 1.5 });
  }
}

function leading(edges) {
  let best = edges[0].kind;
  const counts = new Map();
  for (const { kind } of edges) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (!kind.context && (best.context || counts.get(kind) > counts.get(best))) best = kind;
  }
  return best;
}

function drawNode(pen, node, focus, width, height) {
  const [x, y] = onScreen(placeOf(node), width, height);
  const r = radius(node);
  if (x < -r || y < -r || x > width + r || y > height + r) return;
  const { selection } = state;
  const isChosen = selection?.node === node || (selection?.link && touches(selection.link, node));
  const colour = theme.kinds[node.look % 8];
  const shade = focus && !focus.nodes.has(node) ? mixed(colour, state.view === "map" ? theme.land : theme.canvas, 0.78) : colour;
  const isHollow = state.view === "map" && node.adrift && !node.isFold;
  pen.shape(node.shape, x, y, r, {
    fill: isHollow ? theme.canvas : shade,
    stroke: isChosen ? theme.ink : isHollow ? shade : theme.canvas, width: isChosen ? 2.5 : isHollow ? 2 : 1,
  });
  if (node.isFold && r > 9) pen.text("+", x, y, { size: Math.min(22, r), weight: 650, fill: theme.canvas });
}

// Mixed rather than see-through: lines end at a faint shape and do not shine through it.
function mixed(colour, other, share) {
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const [one, two] = [channels(colour), channels(other)];
  return `#${one.map((value, index) => Math.round(value + (two[index] - value) * share).toString(16).padStart(2, "0")).join("")}`;
}

let isDue = false;

function redraw() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => { isDue = false; paintNow(); });
}

function paintNow() {
  const canvas = byId("canvas");
  const { clientWidth: width, clientHeight: height } = byId("picture");
  if (state.view === "matrix" || !width) return;
  const dots = Math.min(3, devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * dots) || canvas.height !== Math.round(height * dots)) {
    canvas.width = Math.round(width * dots);
    canvas.height = Math.round(height * dots);
  }
  const context = canvas.getContext("2d");
  context.setTransform(dots, 0, 0, dots, 0, 0);
  context.clearRect(0, 0, width, height);
  drawScene(canvasPen(context), width, height);
}
