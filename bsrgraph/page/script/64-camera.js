/* Moving the camera: by wheel, pointer, two fingers and keys; and what a click means. */

let journey = 0;

function move(target, isQuick = calm.matches) {
  const start = { ...camera };
  const end = { ...start, ...target };
  const began = performance.now();
  const mine = ++journey;
  const step = (now) => {
    if (mine !== journey) return;
    const share = isQuick ? 1 : Math.min(1, (now - began) / 300);
    const eased = share * share * (3 - 2 * share);
    for (const key of ["x", "y"]) camera[key] = start[key] + (end[key] - start[key]) * eased;
    camera.scale = start.scale * (end.scale / start.scale) ** eased;
    paintNow();
    if (share < 1) requestAnimationFrame(step);
  };
  step(began);
}

function fit(isQuick, isCore) {
  whole = wholeView(isCore).scale;
  spreadFolds();
  const view = wholeView(isCore);
  whole = view.scale;
  move(view, isQuick);
}

// Groups are pushed apart until none covers another or a country, each time from where they belong.
function spreadFolds() {
  const groups = shown.nodes.filter((node) => node.isFold);
  for (const node of groups) node.spread = null;
  camera.scale = whole;
  const others = shown.nodes.filter((node) => node.landmark && !node.isFold);
  const fixed = groups.length ? others.slice(0, 100) : [];
  const spots = [...groups, ...fixed].map((node, index) => (
    { x: placeOf(node).x, y: placeOf(node).y, r: (radius(node) + 4) / whole, isFixed: index >= groups.length }));
  for (let round = 0, hasMoved = true; hasMoved && round < 80; round++) {
    hasMoved = false;
    spots.forEach((a, index) => spots.slice(index + 1).forEach((b) => {
      const [dx, dy] = [b.x - a.x || 0.01, b.y - a.y];
      const lack = (a.r + b.r - Math.hypot(dx, dy)) / Math.hypot(dx, dy);
      if (lack <= 0 || (a.isFixed && b.isFixed)) return;
      hasMoved = true;
      const share = a.isFixed ? 0 : b.isFixed ? 1 : 0.5;
      [a.x, a.y] = [a.x - dx * lack * share, a.y - dy * lack * share];
      [b.x, b.y] = [b.x + dx * lack * (1 - share), b.y + dy * lack * (1 - share)];
    }));
  }
  groups.forEach((node, index) => { node.spread = { view: state.view, x: spots[index].x, y: spots[index].y }; });
}

function zoom(factor, x, y) {
  const { clientWidth: width, clientHeight: height } = byId("picture");
  const scale = Math.min(whole * 60, Math.max(whole * 0.4, camera.scale * factor));
  const [dx, dy] = [(x ?? width / 2) - width / 2, (y ?? height / 2) - height / 2];
  journey += 1;
  camera.x += dx / camera.scale - dx / scale;
  camera.y += dy / camera.scale - dy / scale;
  camera.scale = scale;
  redraw();
}

function pan(dx, dy) {
  journey += 1;
  camera.x -= dx / camera.scale;
  camera.y -= dy / camera.scale;
  redraw();
}

// As near as lets its neighbours stay in the window, but never farther than now.
function centre(node) {
  const place = placeOf(node);
  const near = shown.links.filter(({ link }) => touches(link, node)).flatMap(({ link }) => [placeOf(link.from), placeOf(link.to)]);
  const reach = (key) => near.map((one) => Math.abs(one[key] - place[key])).reduce(most, 1);
  const { clientWidth, clientHeight } = byId("picture");
  const scale = Math.min(whole * 4, (clientWidth / 2 - 60) / reach("x"), (clientHeight / 2 - 40) / reach("y"));
  move({ x: place.x, y: place.y, scale: Math.max(camera.scale, scale) });
}

function bringIntoView(link) {
  const { clientWidth, clientHeight } = byId("picture");
  const ends = [placeOf(link.from), placeOf(link.to)];
  const isInside = ([x, y]) => x > 0 && y > 0 && x < clientWidth && y < clientHeight;
  if (ends.every((end) => isInside(onScreen(end, clientWidth, clientHeight)))) return;
  move({ x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2, scale: whole });
}

function nodeAt(x, y, slack) {
  const { clientWidth, clientHeight } = byId("picture");
  let best = null;
  let nearest = Infinity;
  for (const node of shown.nodes) {
    const [nx, ny] = onScreen(placeOf(node), clientWidth, clientHeight);
    const away = Math.hypot(nx - x, ny - y) - radius(node);
    if (away < slack && away < nearest) [best, nearest] = [node, away];
  }
  return best ?? labelAt(x, y) ?? null;
}

function linkAt(x, y, slack) {
  const { clientWidth, clientHeight } = byId("picture");
  let best = null;
  let nearest = slack;
  for (const { link, weight } of shown.links) {
    const [x1, y1] = onScreen(placeOf(link.from), clientWidth, clientHeight);
    const [x2, y2] = onScreen(placeOf(link.to), clientWidth, clientHeight);
    const [dx, dy] = [x2 - x1, y2 - y1];
    const share = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)));
    const bow = state.view === "map" && weight ? 0.24 * share * (1 - share) : 0;
    const away = Math.hypot(x1 + share * dx - dy * bow - x, y1 + share * dy + dx * bow - y);
    if (away < nearest) [best, nearest] = [link, away];
  }
  return best;
}

function clicked(x, y, slack) {
  const node = nodeAt(x, y, slack);
  if (node?.isFold) return unfold(node);
  const link = node ? null : linkAt(x, y, slack + 3);
  select(node ? { node } : link ? { link } : null);
}

function pointed(x, y) {
  const node = nodeAt(x, y, 4);
  const link = node ? null : linkAt(x, y, 5);
  byId("picture").classList.toggle("hit", Boolean(node || link));
  if (node === hovered && link === hoveredLink) return;
  [hovered, hoveredLink] = [node, link];
  redraw();
}

function preparePointer() {
  const place = byId("picture");
  const fingers = new Map();
  let moved = 0;
  const at = (event) => [event.offsetX, event.offsetY];
  const gap = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  const canvas = byId("canvas");
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    if (fingers.size === 1) moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = at(event);
    const last = fingers.get(event.pointerId);
    if (!last) return pointed(x, y);
    const before = fingers.size === 2 ? gap() : 0;
    fingers.set(event.pointerId, [x, y]);
    moved += Math.abs(x - last[0]) + Math.abs(y - last[1]);
    if (moved > 4) pan((x - last[0]) / fingers.size, (y - last[1]) / fingers.size);
    if (before) zoom(gap() / before, ...[0, 1].map((axis) => [...fingers.values()].reduce((sum, finger) => sum + finger[axis] / 2, 0)));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (fingers.delete(event.pointerId) && !fingers.size && moved <= 4) clicked(...at(event), event.pointerType === "touch" ? 12 : 4);
  });
  canvas.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => { [hovered, hoveredLink] = [null, null]; redraw(); });
  canvas.addEventListener("dblclick", (event) => zoom(2, ...at(event)));
  place.addEventListener("wheel", (event) => {
    if (state.view === "matrix") return;
    event.preventDefault();
    zoom(Math.exp(-Math.max(-80, Math.min(80, event.deltaY)) / 280), ...at(event));
  }, { passive: false });
  canvas.addEventListener("keydown", byKey);
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Arrows move the picture; with a node selected they go to the next one that way.
function byKey(event) {
  const way = WAYS[event.key];
  if (way) {
    event.preventDefault();
    if (state.selection?.node && !event.shiftKey) stepTo(way);
    else pan(-60 * way[0], -60 * way[1]);
  }
  if (event.key === "+" || event.key === "=") zoom(1.4);
  if (event.key === "-") zoom(1 / 1.4);
  if (event.key === "0") fit();
  if (event.key === "Enter") {
    const [first] = [...shown.nodes].sort(importance(null));
    if (state.selection?.node?.isFold) unfold(state.selection.node);
    else if (!state.selection && first) select({ node: first }, true);
  }
}

function stepTo([wx, wy]) {
  const from = placeOf(state.selection.node);
  const cost = (node) => {
    const [dx, dy] = [placeOf(node).x - from.x, placeOf(node).y - from.y];
    const ahead = dx * wx + dy * wy;
    return ahead <= 0 || node === state.selection.node ? Infinity : ahead + 2.5 * Math.abs(dx * wy - dy * wx);
  };
  const best = shown.nodes.reduce((one, node) => (cost(node) < cost(one) ? node : one), state.selection.node);
  if (cost(best) < Infinity) select({ node: best }, true);
}
