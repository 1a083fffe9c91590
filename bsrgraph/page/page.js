"use strict";
(() => {
  /* Words: one table per language; a new language is a new entry with the same keys. */

  const WORDS = {
    en: {
      search: "Find by name",
      searchHint: "Find by name, then Enter",
      legend: "Show",
      kinds: "Things",
      relations: "Links",
      picture: "Picture of the network; the table below it holds the same links",
      details: "Details and sources",
      closer: "Zoom in",
      farther: "Zoom out",
      fit: "Fit",
      fitLong: "Fit the whole network into the window",
      table: "Table of the links shown",
      rows: (count) => `Table of the ${counted(count, "link")} shown`,
      count: (count, noun) => counted(count, noun),
      some: (shown, all, noun) => `${shown} of ${counted(all, noun)}`,
      links: "link",
      contextLinks: "context line",
      context: "context",
      strongest: "Strongest links",
      connected: "Most connected",
      overview: "At a glance",
      counted: (what) => `Counted: ${what}.`,
      neighbours: "things that each is linked to",
      reading: "How to read the picture",
      readKind: "Shape and colour say what kind of thing it is.",
      readWidth: (weight) => `A thicker line and a bigger shape mean more ${weight}.`,
      readContext: (relation) => `Dashed, faint lines are context (${relation}) and never counted.`,
      readSelect: "Select a shape or a line to see who says so, with source and date.",
      readAlone: (count) => `${counted(count, "thing")} here without any link.`,
      back: "Overview",
      between: " – ",
      linkedTo: (count) => `Linked to ${count}`,
      goto: (name) => `Go to ${name}`,
      via: "via",
      evidence: "place in the text",
      saidBy: "said by",
      unsourced: "No source is recorded here.",
      noFacts: "No statement is recorded for this.",
      notCounted: "not counted",
      from: "from",
      to: "to",
      relation: "relation",
      years: "years",
      weight: "shared links",
      nothing: "Nothing found",
    },
  };

  function counted(count, noun) {
    const many = /[^aeiou]y$/.test(noun) ? noun.slice(0, -1) + "ies" : noun + "s";
    return `${count} ${count === 1 ? noun : many}`;
  }

  const LANGUAGE = document.documentElement.lang;
  const words = WORDS[LANGUAGE] ?? WORDS.en;
  const compare = new Intl.Collator(LANGUAGE, { numeric: true }).compare;

  /* Data, as Python wrote them, and what the reader has chosen. */

  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = data.nodes.map((node, index) => ({ ...node, index }));
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const relations = new Map();
  const links = data.links.map((link, index) => ({
    index,
    from: nodeOf.get(link.from),
    to: nodeOf.get(link.to),
    edges: link.edges.map(named).map((edge) => ({ ...edge, kind: relationOf(edge, index) })),
  }));
  const kinds = [...new Set(nodes.map((node) => node.group))].sort(compare);
  const hidden = { kinds: new Set(), relations: new Set() };
  const order = { column: "weight", up: false };
  let selection = null; // { node } or { link }
  let hovered = null;
  let shown = { nodes: [], links: [] };

  function named(edge) {
    const [via, viaName] = data.told.vias[edge.via];
    return { ...edge, via, viaName };
  }

  function relationOf(edge, index) {
    const key = JSON.stringify([edge.relation, edge.via === ""]);
    if (!relations.has(key)) {
      relations.set(key, { relation: edge.relation, context: edge.via === "", links: new Set() });
    }
    return relations.get(key).links.add(index) && relations.get(key);
  }

  const DASHES = [[], [10, 5], [2, 4], [12, 4, 2, 4], [6, 3], [1, 6]];
  const CONTEXT_DASH = [4, 6];
  const legendRelations = [...relations.values()].sort(
    (a, b) => a.context - b.context || compare(a.relation, b.relation));
  legendRelations.forEach((relation, index) => {
    relation.dash = relation.context ? CONTEXT_DASH : DASHES[index % DASHES.length];
  });

  /* Small helpers. Text of the data only ever becomes text nodes and checked links. */

  const byId = (id) => document.getElementById(id);

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  function button(text, action, classes = "plain") {
    const made = element("button", { type: "button", class: classes }, text);
    made.addEventListener("click", action);
    return made;
  }

  function outside(address, text) {
    let url = null;
    try { url = new URL(address); } catch { return document.createTextNode(text); }
    if (url.protocol !== "https:" && url.protocol !== "http:") return document.createTextNode(text);
    return element("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, text);
  }

  function drawn(name, attributes, parent) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent?.append(made);
    return made;
  }

  const OUTLINES = {
    square: "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5",
    triangle: "8,1.5 15,14 1,14",
    triangleDown: "8,14.5 15,2 1,2",
    diamond: "8,0.5 15.5,8 8,15.5 0.5,8",
    hexagon: "15,8 11.5,14 4.5,14 1,8 4.5,2 11.5,2",
    star: "8,0.5 10,5.7 15.6,6 11.2,9.5 12.7,15 8,11.9 3.3,15 4.8,9.5 0.4,6 6,5.7",
  };

  function icon(node) {
    const svg = drawn("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" });
    const shape = node.shape === "dot"
      ? drawn("circle", { cx: 8, cy: 8, r: 6.5 }, svg)
      : drawn("polygon", { points: OUTLINES[node.shape] }, svg);
    shape.style.fill = `var(--kind-${node.look % 8})`;
    return svg;
  }

  function lineIcon(relation) {
    const svg = drawn("svg", { viewBox: "0 0 28 16", class: "icon line", "aria-hidden": "true" });
    const line = drawn("line", { x1: 1, y1: 8, x2: 27, y2: 8 }, svg);
    line.style.stroke = "var(--link)";
    line.style.strokeWidth = relation.context ? 1.25 : 3;
    line.style.strokeDasharray = relation.dash.join(" ");
    return svg;
  }

  /* What is shown: the one place where filters act. */

  function isShown(node) {
    return !hidden.kinds.has(node.group);
  }

  function seen(link) {
    if (!isShown(link.from) || !isShown(link.to)) return null;
    const edges = link.edges.filter((edge) => !hidden.relations.has(edge.kind));
    if (edges.length === 0) return null;
    const weight = new Set(edges.map((edge) => edge.via).filter(Boolean)).size;
    return { link, edges, weight };
  }

  function sift() {
    shown = { nodes: nodes.filter(isShown), links: links.map(seen).filter(Boolean) };
    if (selection && !isSelectable(selection)) selection = null;
    placed = null;
    sayWhatIsShown();
    restyle();
    fillTable();
    fillPanel();
  }

  function isSelectable({ node, link }) {
    return node ? isShown(node) : shown.links.some((view) => view.link === link);
  }

  function sayWhatIsShown() {
    const part = (count, all, noun) =>
      count === all ? words.count(all, noun) : words.some(count, all, noun);
    const parts = kinds.map((kind) => {
      const all = nodes.filter((node) => node.group === kind).length;
      return part(hidden.kinds.has(kind) ? 0 : all, all, kind);
    });
    const isWeighed = (link) => link.edges.some((edge) => edge.via);
    const weighed = links.filter(isWeighed).length;
    const weighedShown = shown.links.filter((view) => view.weight > 0).length;
    const contextShown = shown.links.length - weighedShown;
    parts.push(part(weighedShown, weighed, words.links));
    if (contextShown) parts.push(words.count(contextShown, words.contextLinks));
    byId("sentence").textContent = parts.join(" · ");
    byId("rows").textContent = words.rows(shown.links.length);
  }

  /* The picture. */

  let theme = readTheme();
  let picture = null;
  const visNodes = new vis.DataSet();
  const visEdges = new vis.DataSet();

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      paper: colour("paper"), canvas: colour("canvas"), ink: colour("ink"), soft: colour("soft"),
      link: colour("link"), strong: colour("strong"), rule: colour("rule"),
      kinds: Array.from({ length: 8 }, (_, index) => colour(`kind-${index}`)),
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  function inFocus() {
    if (!selection) return null;
    const focus = { nodes: new Set(), links: new Set() };
    for (const { link } of shown.links) {
      if (selection.link ? link === selection.link : touches(link, selection.node)) {
        focus.links.add(link);
        focus.nodes.add(link.from).add(link.to);
      }
    }
    if (selection.node) focus.nodes.add(selection.node);
    return focus;
  }

  const touches = (link, node) => link.from === node || link.to === node;

  function restyle() {
    const focus = inFocus();
    visNodes.update(nodes.map((node) => nodeStyle(node, focus)));
    const views = new Map(shown.links.map((view) => [view.link, view]));
    visEdges.update(links.map((link) => edgeStyle(link, views.get(link), focus)));
    placed = null;
    picture?.redraw();
  }

  function nodeStyle(node, focus) {
    const colour = theme.kinds[node.look % theme.kinds.length];
    const chosen = selection?.node === node || (selection?.link && touches(selection.link, node));
    return {
      id: node.index, x: node.x, y: node.y, shape: node.shape, size: radius(node),
      hidden: !isShown(node),
      borderWidth: chosen ? 3 : 1.5 / grain, // in pixels of the screen, whatever the zoom
      color: {
        background: focus && !focus.nodes.has(node) ? mixed(colour, theme.canvas, 0.8) : colour,
        border: chosen ? theme.ink : theme.canvas,
      },
    };
  }

  // Mixed rather than see-through: lines end at a faint shape and do not shine through it.
  function mixed(colour, other, share) {
    const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const [one, two] = [channels(colour), channels(other)];
    return `rgb(${one.map((value, index) => Math.round(value + (two[index] - value) * share)).join(",")})`;
  }

  function edgeStyle(link, view, focus) {
    const style = { id: link.index, from: link.from.index, to: link.to.index, hidden: !view };
    if (!view) return style;
    const near = focus?.links.has(link);
    const faint = view.weight === 0 ? 0.55 : crowd();
    return {
      ...style,
      width: (view.weight ? Math.min(12, 0.8 + 1.5 * view.weight ** 0.7) : 1) * grain,
      dashes: leading(view.edges).dash.length ? leading(view.edges).dash : false,
      color: { color: near ? theme.strong : theme.link, opacity: near ? 0.95 : focus ? 0.08 : faint },
      arrows: arrows(view.edges),
    };
  }

  // Many lines together are darker than few, so each must be lighter.
  const crowd = () => Math.max(0.2, Math.min(0.75, 6 / Math.sqrt(shown.links.length)));

  // Seen from far, lines and shapes are drawn coarser, to stay visible; in steps, as this restyles all.
  let grain = 1;
  const grainAt = (scale) => 1.4 ** Math.round(Math.log(1 / Math.max(0.2, Math.min(1, scale))) / Math.log(1.4));
  const radius = (node) => node.size * Math.sqrt(grain);

  function leading(edges) {
    const count = (relation) => edges.filter((edge) => edge.kind === relation).length;
    return edges.map((edge) => edge.kind)
      .reduce((best, kind) => (!kind.context && (best.context || count(kind) > count(best)) ? kind : best));
  }

  function arrows(edges) {
    if (!data.page.directed) return "";
    const ends = [edges.some((edge) => !edge.backwards) && "to", edges.some((edge) => edge.backwards) && "from"];
    return ends.filter(Boolean).join(", ");
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const move = (target) => picture.moveTo(
    { ...target, animation: calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" } });

  function extent(some) {
    const xs = some.map((node) => node.x);
    const ys = some.map((node) => node.y);
    const [left, right, top, bottom] = [xs.reduce(least, Infinity), xs.reduce(most, -Infinity),
      ys.reduce(least, Infinity), ys.reduce(most, -Infinity)];
    return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
  }

  const least = (a, b) => Math.min(a, b);
  const most = (a, b) => Math.max(a, b);

  function wholeView() {
    const box = extent(shown.nodes.length ? shown.nodes : nodes.length ? nodes : [{ x: 0, y: 0 }]);
    const { clientWidth, clientHeight } = byId("picture");
    const [width, height] = [clientWidth - 2 * aside().x - 10, clientHeight - 2 * aside().y - 10];
    const room = { width: Math.max(120, width), height: Math.max(120, height) };
    const scale = Math.min(1.5, room.width / (box.width || 1), room.height / (box.height || 1));
    return { position: { x: box.x, y: box.y }, scale };
  }

  function zoom(factor) {
    move({ scale: Math.min(6, Math.max(0.05, picture.getScale() * factor)) });
  }

  // As near as lets its neighbours stay in the window, but never farther than now.
  function centre(node) {
    const near = links.filter((link) => touches(link, node)).flatMap(({ from, to }) => [from, to]);
    const reach = (key) => near.map((one) => Math.abs(one[key] - node[key])).reduce(most, 1);
    const { clientWidth, clientHeight } = byId("picture");
    const { x, y } = aside();
    const scale = Math.min(1.2, (clientWidth / 2 - x) / reach("x"), (clientHeight / 2 - y) / reach("y"));
    move({ position: { x: node.x, y: node.y }, scale: Math.max(picture.getScale(), scale) });
  }

  function bringIntoView({ from, to }) {
    const { clientWidth, clientHeight } = byId("picture");
    const isInside = ({ x, y }) => x > 0 && y > 0 && x < clientWidth && y < clientHeight;
    if ([from, to].every((node) => isInside(picture.canvasToDOM({ x: node.x, y: node.y })))) return;
    move({ position: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }, scale: wholeView().scale });
  }

  /* Labels: placed by us, in the pixels of the screen, most important first; none over another. */

  const LINE = 15;
  const LABEL_ROOM = 11000; // square pixels of picture per label, so that far away only some speak
  const pen = document.createElement("canvas").getContext("2d");
  // How far a label may stand out of the box of all nodes.
  const aside = () => ({ x: Math.min(75, byId("picture").clientWidth * 0.13), y: 50 });
  let placed = null;

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
    if (node.measure?.font !== theme.font) {
      const font = (size) => `${node.landmark ? 650 : 400} ${size}px ${theme.font}`;
      pen.font = font(node.landmark ? 14 : 12);
      const lines = wrapped(node.label);
      const width = lines.map((line) => pen.measureText(line).width).reduce(most, 0);
      node.measure = { font: theme.font, lines, width, height: lines.length * LINE, write: font };
    }
    return node.measure;
  }

  function importance(focus) {
    const rank = (node) => (focus?.nodes.has(node) ? 0 : node.landmark ? 1 : 2);
    return (a, b) => rank(a) - rank(b) || b.strength - a.strength || compare(a.label, b.label);
  }

  function spots(node, scale) {
    const { width, height } = measured(node);
    const [x, y, gap] = [node.x * scale, node.y * scale, radius(node) * scale + 4];
    const box = (left, top) => ({ left, top, right: left + width, bottom: top + height });
    const [middle, half] = [x - width / 2, y - height / 2];
    return [
      box(middle, y + gap), box(middle, y - gap - height), box(x + gap, half), box(x - gap - width, half),
      box(x + gap * 0.7, y + gap * 0.7), box(x - gap * 0.7 - width, y + gap * 0.7),
      box(x + gap * 0.7, y - gap * 0.7 - height), box(x - gap * 0.7 - width, y - gap * 0.7 - height),
    ];
  }

  // Boxes lie in a grid of squares, so that a new one meets only those near it.
  function emptyGrid(side = 80) {
    const squares = new Map();
    const around = function* (box, pad) {
      for (let i = Math.floor((box.left - pad) / side); i <= Math.floor((box.right + pad) / side); i++) {
        for (let j = Math.floor((box.top - pad) / side); j <= Math.floor((box.bottom + pad) / side); j++) {
          yield `${i} ${j}`;
        }
      }
    };
    const meets = (a, b, pad) => a.left < b.right + pad && b.left < a.right + pad
      && a.top < b.bottom + pad && b.top < a.bottom + pad;
    return {
      add(box) {
        for (const key of around(box, 0)) squares.set(key, [...(squares.get(key) ?? []), box]);
      },
      isFree(box, pad) {
        for (const key of around(box, pad)) {
          if ((squares.get(key) ?? []).some((other) => meets(box, other, pad))) return false;
        }
        return true;
      },
    };
  }

  function placeLabels(scale) {
    const focus = inFocus();
    // Landmarks and what is selected are named even where that covers another small node,
    // so `firm` holds only what no label may cover.
    const [all, firm] = [emptyGrid(), emptyGrid()];
    for (const node of shown.nodes) {
      const [x, y, r] = [node.x * scale, node.y * scale, radius(node) * scale];
      const square = { left: x - r, right: x + r, top: y - r, bottom: y + r };
      all.add(square);
      if (node.landmark || focus?.nodes.has(node)) firm.add(square);
    }
    const edge = border(scale);
    let left = Math.max(12, ((edge.right - edge.left) * (edge.bottom - edge.top)) / LABEL_ROOM);
    const labels = [];
    for (const node of [...shown.nodes].sort(importance(focus))) {
      const isNear = focus?.nodes.has(node);
      if (left <= 0 || (focus && !isNear && !node.landmark)) break;
      const inside = spots(node, scale).filter((spot) => isWithin(spot, edge));
      const spot = inside.find((one) => all.isFree(one, 2))
        ?? (node.landmark || isNear ? inside.find((one) => firm.isFree(one, 2)) : null);
      if (!spot) continue;
      const taken = { ...spot, left: spot.left - 6, right: spot.right + 6 };
      all.add(taken);
      firm.add(taken);
      labels.push({ node, spot, faint: focus && !isNear });
      left -= 1;
    }
    return { scale, labels };
  }

  function border(scale) {
    const box = extent(shown.nodes);
    const [x, y] = [(box.width * scale) / 2 + aside().x, (box.height * scale) / 2 + aside().y];
    return { left: box.x * scale - x, right: box.x * scale + x, top: box.y * scale - y, bottom: box.y * scale + y };
  }

  const isWithin = (spot, edge) => spot.left >= edge.left && spot.right <= edge.right
    && spot.top >= edge.top && spot.bottom <= edge.bottom;

  function writeLabels(context) {
    const scale = picture.getScale();
    if (grainAt(scale) !== grain) {
      grain = grainAt(scale);
      setTimeout(restyle);
    }
    if (placed?.scale !== scale) placed = placeLabels(scale);
    const corner = picture.DOMtoCanvas({ x: 0, y: 0 });
    const end = picture.DOMtoCanvas({ x: byId("picture").clientWidth, y: byId("picture").clientHeight });
    for (const label of placed.labels) {
      const { spot } = label;
      if (spot.right < corner.x * scale || spot.left > end.x * scale) continue;
      if (spot.bottom < corner.y * scale || spot.top > end.y * scale) continue;
      write(context, label, scale);
    }
    if (hovered && isShown(hovered) && !placed.labels.some((label) => label.node === hovered)) {
      writeHovered(context, scale);
    }
  }

  function write(context, { node, spot, faint }, scale) {
    const { lines, write: font } = measured(node);
    context.font = font((node.landmark ? 14 : 12) / scale);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5 / scale;
    context.strokeStyle = theme.canvas;
    context.globalAlpha = faint ? 0.45 : 1;
    context.fillStyle = theme.ink;
    lines.forEach((line, index) => {
      const [x, y] = [(spot.left + spot.right) / 2 / scale, (spot.top + LINE * (index + 0.5)) / scale];
      context.strokeText(line, x, y);
      context.fillText(line, x, y);
    });
    context.globalAlpha = 1;
  }

  function writeHovered(context, scale) {
    const [spot] = spots(hovered, scale);
    const pad = 4;
    context.fillStyle = theme.paper;
    context.strokeStyle = theme.rule;
    context.lineWidth = 1 / scale;
    context.beginPath();
    context.rect((spot.left - pad) / scale, (spot.top - pad) / scale,
      (spot.right - spot.left + 2 * pad) / scale, (spot.bottom - spot.top + 2 * pad) / scale);
    context.fill();
    context.stroke();
    write(context, { node: hovered, spot, faint: false }, scale);
  }

  function labelAt({ x, y }) {
    const [px, py] = [x * picture.getScale(), y * picture.getScale()];
    return placed?.labels.find(({ spot }) =>
      px >= spot.left && px <= spot.right && py >= spot.top && py <= spot.bottom)?.node;
  }

  /* The panel: an overview, a node or a link, always with the way back. */

  function fillPanel() {
    const panel = byId("panel");
    const content = !selection ? overview() : selection.node ? nodeDetails(selection.node) : linkDetails(selection.link);
    panel.replaceChildren(...content);
    panel.scrollTop = 0;
  }

  const weightWord = () => data.page.weight || words.weight;
  const capital = (text) => text.charAt(0).toLocaleUpperCase(LANGUAGE) + text.slice(1);
  const linkName = (link) => link.from.label + words.between + link.to.label;
  const heaviest = (a, b) => b.weight - a.weight || compare(linkName(a.link), linkName(b.link));

  function overview() {
    const top = shown.links.filter((view) => view.weight > 0).sort(heaviest).slice(0, 5);
    const summary = data.page.summary !== data.page.title ? data.page.summary : "";
    return [
      element("h2", {}, summary || words.overview),
      ...ranking(words.strongest, words.counted(weightWord()), top.map(({ link, weight }) =>
        [[icon(link.from), icon(link.to)], linkName(link), weight, () => select({ link }, true)])),
      ...ranking(words.connected, words.counted(words.neighbours), mostConnected().map(([node, count]) =>
        [[icon(node)], node.label, count, () => select({ node }, true)])),
      element("h3", {}, words.reading),
      element("ul", { class: "hints" }, ...hints().map((hint) => element("li", {}, hint))),
    ];
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

  function mostConnected() {
    const counts = new Map();
    for (const { link, weight } of shown.links) {
      if (weight > 0) for (const node of [link.from, link.to]) counts.set(node, (counts.get(node) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0].label, b[0].label)).slice(0, 5);
  }

  function hints() {
    const context = legendRelations.filter((relation) => relation.context).map((one) => one.relation);
    const linked = new Set(shown.links.flatMap(({ link }) => [link.from, link.to]));
    const alone = shown.nodes.filter((node) => !linked.has(node)).length;
    return [
      words.readKind, words.readWidth(weightWord()),
      context.length ? words.readContext(context.join(", ")) : "",
      words.readSelect, alone ? words.readAlone(alone) : "",
    ].filter(Boolean);
  }

  const wayBack = () => button(`← ${words.back}`, () => select(null), "plain back");

  function nodeDetails(node) {
    const about = [node.group, node.country, ...node.sectors].filter(Boolean).join(" · ");
    const own = shown.links.filter(({ link }) => touches(link, node)).sort(heaviest);
    return [
      wayBack(),
      element("h2", {}, node.label),
      element("p", { class: "soft" }, capital(about)),
      element("h3", {}, words.linkedTo(own.length)),
      ...own.map((view, index) => neighbour(view, node, index === 0)),
    ];
  }

  function neighbour({ link, edges, weight }, node, isOpen) {
    const other = link.from === node ? link.to : link.from;
    const note = weight ? `${weightWord()}: ${weight}` : `${edges[0].relation}, ${words.notCounted}`;
    const made = element("details", { class: "neighbour" },
      element("summary", {}, element("b", {}, other.label), " ", element("span", { class: "soft" }, note)));
    // Filled when opened: a country may have thousands of statements.
    made.addEventListener("toggle", () => {
      if (made.open && made.children.length === 1) {
        made.append(...byVia(link, edges, "h4"), button(words.goto(other.label), () => select({ node: other }, true)));
      }
    });
    made.open = isOpen;
    return made;
  }

  function linkDetails(link) {
    const { edges, weight } = seen(link);
    return [
      wayBack(),
      element("h2", {}, button(link.from.label, () => select({ node: link.from }, true)), words.between,
        button(link.to.label, () => select({ node: link.to }, true))),
      element("p", { class: "soft" },
        weight ? `${capital(weightWord())}: ${weight}` : `${capital(words.context)}, ${words.notCounted}`),
      ...byVia(link, edges, "h3"),
    ];
  }

  function byVia(link, edges, heading) {
    const groups = Map.groupBy ? Map.groupBy(edges, (edge) => edge.via) : groupedByVia(edges);
    return [...groups.values()].map((group) => viaDetails(link, group, heading));
  }

  function groupedByVia(edges) {
    const groups = new Map();
    for (const edge of edges) groups.set(edge.via, [...(groups.get(edge.via) ?? []), edge]);
    return groups;
  }

  function viaDetails(link, edges, heading) {
    const years = [...new Set(edges.flatMap((edge) => edge.years))].sort().join(", ");
    const name = edges[0].viaName || capital(words.context);
    return element("section", { class: "via" },
      element(heading, {}, name),
      ...edges.map((edge) => element("p", { class: "soft" }, edgeSentence(link, edge), years ? ` · ${years}` : "")),
      ...factsOf(edges));
  }

  function edgeSentence(link, edge) {
    if (!data.page.directed) return edge.relation;
    const [start, end] = edge.backwards ? [link.to, link.from] : [link.from, link.to];
    return `${start.label} ${edge.relation} ${end.label}`;
  }

  function factsOf(edges) {
    const numbers = [...new Set(edges.flatMap((edge) => edge.statements))];
    if (numbers.length === 0) return [element("p", { class: "fact" }, words.noFacts)];
    return numbers.map((number) => factCard(data.told.facts[number]));
  }

  function factCard(fact) {
    const isKnown = fact.subject || fact.relation || fact.object;
    return element("div", { class: "fact" },
      element("p", {},
        ...(isKnown
          ? [fact.subject ?? "", " ", element("em", {}, fact.relation ?? ""), " ", fact.object ?? ""]
          : [fact.iri]),
        fact.at ? ` (${fact.at})` : "",
        fact.status && fact.status !== "stated" ? element("span", { class: "badge" }, fact.status) : ""),
      sourceLine(fact));
  }

  function sourceLine(fact) {
    const { source, publisher, published, link } = data.told.sources[fact.source];
    const rest = [publisher, published,
      fact.saidBy ? `${words.saidBy} ${fact.saidBy}` : "",
      fact.evidence ? `${words.evidence} ${fact.evidence}` : ""].filter(Boolean);
    if (!source && !link && rest.length === 0) return element("p", { class: "source soft" }, words.unsourced);
    return element("p", { class: "source" },
      outside(link, source || link), rest.length ? element("span", { class: "soft" }, " · " + rest.join(" · ")) : "");
  }

  /* Selection, and the address that restores it. */

  function select(choice, isCentred = false) {
    selection = choice && isSelectable(choice) ? choice : null;
    if (selection?.node && isCentred) centre(selection.node);
    if (selection?.link && isCentred) bringIntoView(selection.link);
    remember();
    restyle();
    fillPanel();
  }

  function remember() {
    const name = encodeURIComponent;
    const hash = !selection ? "" : selection.node
      ? `#node=${name(selection.node.id)}`
      : `#from=${name(selection.link.from.id)}&to=${name(selection.link.to.id)}`;
    try {
      history.replaceState(null, "", hash || location.pathname + location.search);
    } catch { /* a page inside a notebook has no address to change */ }
  }

  function recall() {
    const wanted = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    const [from, to] = [nodeOf.get(wanted.get("from")), nodeOf.get(wanted.get("to"))];
    const link = links.find((one) => from && to && touches(one, from) && touches(one, to));
    const node = nodeOf.get(wanted.get("node"));
    if (node || link) select(node ? { node } : { link }, true);
  }

  /* Legend. */

  function fillLegend() {
    byId("kinds").replaceChildren(...kinds.map((kind) => {
      const members = nodes.filter((node) => node.group === kind);
      return checkbox(icon(members[0]), kind, members.length, hidden.kinds, kind);
    }));
    byId("relations").replaceChildren(...legendRelations.map((relation) => {
      const name = relation.context ? `${relation.relation} (${words.context})` : relation.relation;
      return checkbox(lineIcon(relation), name, relation.links.size, hidden.relations, relation);
    }));
    if (matchMedia("(max-width: 48rem)").matches) byId("legend").open = false;
  }

  function checkbox(sign, text, count, set, member) {
    const box = element("input", { type: "checkbox" });
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) set.delete(member); else set.add(member);
      sift();
    });
    return element("label", {}, box, sign, element("span", {}, text), element("b", {}, String(count)));
  }

  /* Search: a field with a list under it, by keyboard or mouse. */

  const LETTERS = { ł: "l", đ: "d", ø: "o", æ: "ae", ß: "ss", þ: "th" };
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[łđøæßþ]/g, (letter) => LETTERS[letter]);

  function matches(text) {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const rank = (node) => (plain(node.label).startsWith(wanted) ? 0 : 1);
    return nodes.filter((node) => isShown(node) && plain(node.label).includes(wanted))
      .sort((a, b) => rank(a) - rank(b) || compare(a.label, b.label)).slice(0, 8);
  }

  function prepareSearch() {
    const [field, list] = [byId("search"), byId("found")];
    let found = [];
    let active = 0;
    const close = () => {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const take = (node) => {
      field.value = node.label;
      close();
      select({ node }, true);
    };
    const option = (node, index) => {
      const made = element("li", { role: "option", id: `found-${index}`, "aria-selected": String(index === active) },
        icon(node), node.label);
      made.addEventListener("mousedown", (event) => { event.preventDefault(); take(node); });
      return made;
    };
    const show = () => {
      if (!field.value.trim()) return close();
      const nothing = element("li", { role: "option", "aria-disabled": "true", class: "soft" }, words.nothing);
      list.replaceChildren(...(found.length ? found.map(option) : [nothing]));
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      if (found.length) field.setAttribute("aria-activedescendant", `found-${active}`);
    };
    const step = (by) => {
      active = found.length ? (active + by + found.length) % found.length : 0;
      show();
    };
    field.addEventListener("input", () => { found = matches(field.value); active = 0; show(); });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
      if (event.key === "Enter" && found[active]) take(found[active]);
      if (event.key === "Escape") close();
    });
  }

  /* The table that says the same as the picture. */

  const COLUMNS = [
    { key: "from", name: () => words.from, value: ({ link }) => link.from.label },
    { key: "to", name: () => words.to, value: ({ link }) => link.to.label },
    { key: "relation", name: () => words.relation, value: ({ edges }) => listed(edges.map((edge) => edge.relation)) },
    { key: "weight", name: weightWord, value: ({ weight }) => weight },
    { key: "via", name: () => words.via, value: ({ edges }) => listed(edges.map((edge) => edge.viaName)) },
    { key: "years", name: () => words.years, value: ({ edges }) => listed(edges.flatMap((edge) => edge.years)) },
  ];

  const listed = (values) => [...new Set(values)].filter((value) => value !== "").sort(compare).join(", ");

  function fillTable() {
    if (!byId("twin").open) return;
    const rows = [...shown.links].sort(byColumn()).map(tableRow);
    byId("table").replaceChildren(
      element("thead", {}, element("tr", {}, ...COLUMNS.map(heading))), element("tbody", {}, ...rows));
  }

  function byColumn() {
    const { value } = COLUMNS.find((column) => column.key === order.column);
    const sign = order.up ? 1 : -1;
    return (a, b) => {
      const [one, other] = [value(a), value(b)];
      const first = typeof one === "number" ? one - other : compare(one, other);
      return sign * first || compare(linkName(a.link), linkName(b.link));
    };
  }

  function heading(column) {
    const isSorted = column.key === order.column;
    const sort = isSorted ? (order.up ? "ascending" : "descending") : "none";
    const action = () => {
      order.up = isSorted ? !order.up : column.key !== "weight";
      order.column = column.key;
      fillTable();
      byId("table").querySelector(`th[data-column="${column.key}"] button`).focus();
    };
    return element("th", { scope: "col", "aria-sort": sort, "data-column": column.key },
      button(column.name(), action, ""));
  }

  function tableRow(view) {
    return element("tr", {}, ...COLUMNS.map((column, index) => {
      const value = String(column.value(view));
      const cell = index === 0 ? button(value, () => select({ link: view.link })) : value;
      return element("td", column.key === "weight" ? { class: "number" } : {}, cell);
    }));
  }

  /* Start. */

  function sayWords() {
    for (const place of document.querySelectorAll("[data-words]")) place.textContent = words[place.dataset.words];
    for (const place of document.querySelectorAll("[data-label]")) {
      place.setAttribute("aria-label", words[place.dataset.label]);
    }
    for (const place of document.querySelectorAll("[data-placeholder]")) {
      place.placeholder = words[place.dataset.placeholder];
    }
  }

  function drawPicture() {
    picture = new vis.Network(byId("picture"), { nodes: visNodes, edges: visEdges }, {
      physics: false,
      layout: { improvedLayout: false },
      interaction: {
        hover: true, selectConnectedEdges: false, hideEdgesOnDrag: links.length > 1500,
        keyboard: { enabled: true, bindToWindow: false },
      },
      nodes: { chosen: false },
      edges: { chosen: false, smooth: false, selectionWidth: 0, hoverWidth: 0, arrows: { to: { scaleFactor: 0.6 } } },
    });
    picture.on("afterDrawing", writeLabels);
    picture.on("click", clicked);
    picture.on("hoverNode", ({ node }) => hover(nodes[node]));
    picture.on("blurNode", () => hover(null));
    picture.on("hoverEdge", ({ edge }) => hoverLink(links[edge], true));
    picture.on("blurEdge", ({ edge }) => hoverLink(links[edge], false));
    grain = grainAt(wholeView().scale);
    restyle();
    picture.moveTo({ ...wholeView(), animation: false });
  }

  function clicked({ nodes: [node], edges: [edge], pointer }) {
    const named = node === undefined ? labelAt(pointer.canvas) : nodes[node];
    if (named) select({ node: named });
    else select(edge === undefined ? null : { link: links[edge] });
  }

  function hover(node, cursor = node ? "pointer" : "") {
    hovered = node;
    byId("picture").style.cursor = cursor;
    picture.redraw();
  }

  function hoverLink(link, isHovered) {
    const style = edgeStyle(link, shown.links.find((view) => view.link === link), inFocus());
    if (style.hidden) return;
    visEdges.update(isHovered ? { ...style, color: { color: theme.strong, opacity: 1 } } : style);
    hover(hovered, isHovered ? "pointer" : "");
  }

  function listen() {
    byId("closer").addEventListener("click", () => zoom(1.4));
    byId("farther").addEventListener("click", () => zoom(1 / 1.4));
    byId("fit").addEventListener("click", () => move(wholeView()));
    byId("twin").addEventListener("toggle", fillTable);
    addEventListener("hashchange", recall);
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && event.target !== byId("search")) select(null);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      theme = readTheme();
      restyle();
    });
  }

  sayWords();
  fillLegend();
  prepareSearch();
  sift();
  drawPicture();
  listen();
  recall();
  requestAnimationFrame(() => {
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  });
})();
