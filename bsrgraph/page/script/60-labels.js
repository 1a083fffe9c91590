/* Labels: placed by us, in the pixels of the screen, most important first; none over another. */

const LINE = 15;
const LABEL_ROOM = 9000; // square pixels of picture per label, so that far away only some speak
const ruler = document.createElement("canvas").getContext("2d");
const least = (a, b) => Math.min(a, b);
const most = (a, b) => Math.max(a, b);

function wrapped(name) {
  const short = (text) => (text.length > 26 ? text.slice(0, 25).trimEnd() + "…" : text);
  if (name.length <= 20) return [name];
  const gaps = [...name.matchAll(/\s+/g)].map((gap) => gap.index);
  if (gaps.length === 0) return [short(name)];
  const middle = gaps.reduce((best, gap) =>
    Math.abs(gap - name.length / 2) < Math.abs(best - name.length / 2) ? gap : best);
  return [short(name.slice(0, middle)), short(name.slice(middle).trim())];
}

function measured(node) {
  if (node.measure?.font !== theme.font || node.measure.label !== labelOf(node)) {
    const style = { size: node.landmark ? 14 : 12, weight: node.landmark ? 650 : 400 };
    ruler.font = `${style.weight} ${style.size}px ${theme.font}`;
    const lines = wrapped(labelOf(node));
    const width = lines.map((line) => ruler.measureText(line).width).reduce(most, 0);
    node.measure = { font: theme.font, label: labelOf(node), lines, width, height: lines.length * LINE, style };
  }
  return node.measure;
}

const labelOf = (node) => (node.isFold ? `${node.label} (${node.size})` : node.label);

function importance(focus) {
  const rank = (node) => (focus?.nodes.has(node) ? 0 : node.isFold ? 1 : node.landmark ? 2 : 3);
  return (a, b) => rank(a) - rank(b) || valueOf(b) - valueOf(a) || compare(a.label, b.label);
}

function spots(node, scale) {
  const { width, height } = measured(node);
  const { x: wx, y: wy } = placeOf(node);
  const [x, y, gap] = [wx * scale, wy * scale, radius(node) + 4];
  const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
  const [middle, half] = [x - width / 2, y - height / 2];
  const near = gap * 0.7;
  return [
    box(middle, y + gap), box(middle, y - gap - height), box(x + gap, half), box(x - gap - width, half),
    box(x + near, y + near), box(x - near - width, y + near),
    box(x + near, y - near - height), box(x - near - width, y - near - height),
  ];
}

// Boxes lie in a grid of squares, so that a new one meets only those near it.
function emptyGrid(side = 80) {
  const squares = new Map();
  const around = function* (box, pad) {
    for (let i = Math.floor((box.left - pad) / side); i <= Math.floor((box.right + pad) / side); i++) {
      for (let j = Math.floor((box.top - pad) / side); j <= Math.floor((box.bottom + pad) / side); j++) yield `${i} ${j}`;
    }
  };
  const meets = (a, b, pad) => a.left < b.right + pad && b.left < a.right + pad
    && a.top < b.bottom + pad && b.top < a.bottom + pad;
  return {
    add(box) {
      for (const key of around(box, 0)) {
        if (!squares.has(key)) squares.set(key, []);
        squares.get(key).push(box);
      }
    },
    isFree(box, pad) {
      for (const key of around(box, pad)) if (squares.get(key)?.some((other) => meets(box, other, pad))) return false;
      return true;
    },
  };
}

// Landmarks and what is selected are named even where that covers another small node,
// so `firm` holds only what no label may cover.
function placeLabels(scale, width, height) {
  const focus = inFocus();
  const [cx, cy] = [camera.x * scale, camera.y * scale];
  const window = { left: cx - width / 2 + 4, right: cx + width / 2 - 4, top: cy - height / 2 + 4, bottom: cy + height / 2 - (state.view === "map" ? 24 : 4) };
  const isIn = (box) => box.left >= window.left && box.right <= window.right && box.top >= window.top && box.bottom <= window.bottom;
  const isSeen = ({ x, y }) => x * scale > window.left && x * scale < window.right && y * scale > window.top && y * scale < window.bottom;
  const [all, firm] = [emptyGrid(), emptyGrid()];
  const on = shown.nodes.filter((node) => isSeen(placeOf(node)));
  for (const node of on) {
    const { x, y } = placeOf(node);
    const r = radius(node);
    const square = { left: x * scale - r, right: x * scale + r, top: y * scale - r, bottom: y * scale + r };
    all.add(square);
    if (node.landmark || focus?.nodes.has(node)) firm.add(square);
  }
  let left = Math.max(12, (width * height) / LABEL_ROOM);
  const labels = [];
  for (const node of on.sort(importance(focus))) {
    const isNear = focus?.nodes.has(node);
    if (left <= 0 || (focus && !isNear && !node.landmark)) break;
    const possible = spots(node, scale).filter(isIn);
    const spot = possible.find((one) => all.isFree(one, 2))
      ?? (node.landmark || isNear ? possible.find((one) => firm.isFree(one, 2)) : null);
    if (!spot) continue;
    const taken = { ...spot, left: spot.left - 6, right: spot.right + 6 };
    all.add(taken);
    firm.add(taken);
    labels.push({ node, spot, faint: focus && !isNear });
    left -= 1;
  }
  return labels;
}

let labelled = { key: "", labels: [] };

// Placed anew when the camera has gone a little way, not at each step: else they would flicker.
function labelsNow() {
  const chosen = state.selection?.node ?? state.selection?.link;
  const { clientWidth: width, clientHeight: height } = byId("picture");
  const way = ["x", "y"].map((axis) => Math.round((camera[axis] * camera.scale) / 50));
  const key = [camera.scale, ...way, width, height, shown.version, state.view, state.measure, language, theme.font, chosen?.index, chosen?.label].join(" ");
  if (labelled.key !== key) labelled = { key, labels: placeLabels(camera.scale, width, height) };
  return labelled.labels;
}

function writeLabels(pen, width, height) {
  const [dx, dy] = [width / 2 - camera.x * camera.scale, height / 2 - camera.y * camera.scale];
  const labels = labelsNow();
  for (const { node, spot, faint } of labels) {
    if (spot.right + dx < 0 || spot.left + dx > width || spot.bottom + dy < 0 || spot.top + dy > height) continue;
    writeLabel(pen, node, { x: (spot.left + spot.right) / 2 + dx, y: spot.top + dy }, faint ? 0.45 : 1);
  }
  if (!hovered || !shown.nodes.includes(hovered) || labels.some(({ node }) => node === hovered)) return;
  const [spot] = spots(hovered, camera.scale);
  pen.rect(spot.left + dx - 4, spot.top + dy - 4, spot.right - spot.left + 8, spot.bottom - spot.top + 8,
    { fill: theme.paper, stroke: theme.rule, width: 1 });
  writeLabel(pen, hovered, { x: (spot.left + spot.right) / 2 + dx, y: spot.top + dy }, 1);
}

function writeLabel(pen, node, { x, y }, opacity) {
  const { lines, style } = measured(node);
  lines.forEach((line, index) =>
    pen.text(line, x, y + LINE * (index + 0.5), { ...style, fill: theme.ink, halo: theme.canvas, opacity }));
}

function labelAt(x, y) {
  const { clientWidth: width, clientHeight: height } = byId("picture");
  const [px, py] = [x - width / 2 + camera.x * camera.scale, y - height / 2 + camera.y * camera.scale];
  return labelsNow().find(({ spot }) =>
    px >= spot.left && px <= spot.right && py >= spot.top && py <= spot.bottom)?.node;
}
