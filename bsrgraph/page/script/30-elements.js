/* Elements. Text of the data only ever becomes text nodes and checked links. */

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

// The address of a node's own page is the caller's; of the data it takes only the end of the id.
function ownPage(node) {
  if (!page.pages || !node.id) return null;
  const tail = encodeURIComponent(node.id.slice(Math.max(node.id.lastIndexOf("/"), node.id.lastIndexOf("#")) + 1));
  const address = page.pages.includes("{}") ? page.pages.replace("{}", () => tail) : page.pages + tail;
  if (!/^(https?:|[./\w-])/i.test(address) || /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(address)) return null;
  return element("p", {}, element("a", { href: address }, say("ownPage")));
}

function drawn(name, attributes, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

const OUTLINES = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  triangle: [[0, -1], [1, 0.85], [-1, 0.85]],
  triangleDown: [[0, 1], [1, -0.85], [-1, -0.85]],
  diamond: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  star: [[0, -1.1], [0.28, -0.36], [1.05, -0.32], [0.45, 0.16], [0.66, 0.9], [0, 0.48], [-0.66, 0.9], [-0.45, 0.16],
    [-1.05, -0.32], [-0.28, -0.36]],
};
const cornersOf = (shape, x, y, r) => OUTLINES[shape].map(([dx, dy]) => [x + dx * r, y + dy * r]);

function icon(node) {
  const svg = drawn("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" });
  const attributes = { class: `look-${node.look % 8}` };
  if (OUTLINES[node.shape]) drawn("polygon", { ...attributes, points: cornersOf(node.shape, 8, 8, 6.8).join(" ") }, svg);
  else drawn("circle", { ...attributes, cx: 8, cy: 8, r: 6.5 }, svg);
  return svg;
}

function lineIcon(relation) {
  const svg = drawn("svg", { viewBox: "0 0 28 16", class: "icon line", "aria-hidden": "true" });
  drawn("line", { x1: 1, y1: 8, x2: 27, y2: 8, "stroke-width": relation.context ? 1.5 : 3,
    "stroke-dasharray": relation.dash.join(" ") || "none" }, svg);
  return svg;
}
