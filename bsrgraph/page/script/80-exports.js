/* Take away what is shown: PNG, SVG, CSV; each says what it is and what it leaves out. */

function save(name, blob) {
  const anchor = element("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}

const fileName = (ending) =>
  `${(page.name || "network").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "network"}-${state.view}.${ending}`;

// The picture as it is on the screen, with title and sentence under it.
function composed() {
  const matrix = state.view === "matrix" ? matrixPicture() : null;
  const { clientWidth, clientHeight } = byId("picture");
  const width = matrix ? Math.max(640, matrix.width) : clientWidth;
  const height = matrix ? matrix.height : clientHeight;
  const foot = linesOf(sentence(), width - 32);
  const tall = 62 + 17 * foot.length;
  return { width, height: height + tall, draw: (pen) => {
    if (matrix) matrix.draw(pen);
    else drawScene(pen, width, height);
    pen.rect(0, height, width, tall, { fill: theme.paper });
    pen.text(page.title, 16, height + 20, { size: 15, weight: 650, fill: theme.ink, align: "left" });
    foot.forEach((line, row) => pen.text(line, 16, height + 42 + 17 * row, { fill: theme.soft, align: "left" }));
    if (!matrix) drawSigns(pen, width, height + tall - 16);
  } };
}

// What each shape is, and what its size says, as far as the line is long.
function drawSigns(pen, width, y) {
  let x = 22;
  const known = new Map(shown.base.nodes.map((node) => [node.group, node]));
  const texts = [...kinds].filter((kind) => known.has(kind)).sort(compare).map((kind) => [known.get(kind), capital(term(kind))]);
  for (const [node, text] of [...texts, [null, `${say("sizeBy")} ${measureName(state.measure)}`],
    ...(state.view === "map" ? [[null, "Natural Earth"]] : [])]) {
    const long = ruler.measureText(text).width + (node ? 16 : 0);
    if (x + long > width - 16) return;
    if (node) pen.shape(node.shape, x, y, 5.5, { fill: theme.kinds[node.look % 8] });
    pen.text(text, x + (node ? 10 : -6), y, { fill: theme.soft, align: "left" });
    x += long + 18;
  }
}

function linesOf(text, width) {
  ruler.font = `400 12px ${theme.font}`;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (ruler.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function savePng() {
  const { width, height, draw } = composed();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, height * 2];
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, width, height);
  draw(canvasPen(context));
  canvas.toBlob((blob) => save(fileName("png"), blob));
}

function svgText() {
  const { width, height, draw } = composed();
  const pen = svgPen(width, height, theme.canvas);
  draw(pen);
  return new XMLSerializer().serializeToString(pen.svg);
}

const saveSvg = () => save(fileName("svg"), new Blob([svgText()], { type: "image/svg+xml" }));

// A cell that begins like a formula would be run by a spreadsheet.
function cell(value) {
  const text = String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvText() {
  const head = ["from", "to", "relation", "weight", "via", "years", "fromId", "toId"];
  const rows = [...shown.base.links].sort(heaviest).map((view) => {
    const { link, edges, weight } = view;
    const listedAs = (values) => [...new Set(values)].filter(Boolean).sort().join("; ");
    return [link.from.label, link.to.label, listedAs(edges.map((edge) => edge.relation)), weight,
      listedAs(edges.map((edge) => edge.viaName)), listedAs(edges.map((edge) => (edge.years.length ? (edge.years[2] ? `${edge.years[0]}/..` : edge.years.join("/")) : ""))),
      link.from.id, link.to.id];
  });
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

// Spreadsheets read UTF-8 only behind this mark.
const saveCsv = () => save(fileName("csv"), new Blob(["\ufeff" + csvText()], { type: "text/csv" }));
