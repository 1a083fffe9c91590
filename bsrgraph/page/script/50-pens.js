/* Two pens with the same strokes, so that screen, PNG and SVG are one drawing. All in pixels. */

function canvasPen(context) {
  const shape = (name, x, y, r) => {
    context.beginPath();
    if (!OUTLINES[name]) context.arc(x, y, r, 0, 2 * Math.PI);
    else cornersOf(name, x, y, r).forEach(([px, py], index) => (index ? context.lineTo(px, py) : context.moveTo(px, py)));
    context.closePath();
  };
  return {
    land(name, { x, y, scale }, style) {
      context.save();
      context.translate(x, y);
      context.scale(scale, scale);
      paint({ ...style, width: (style.width ?? 0) / scale }, pathOf(name));
      context.restore();
    },
    line(points, { stroke, width, dash = [], opacity = 1 }) {
      context.globalAlpha = opacity;
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.beginPath();
      bend(points, (x, y) => context.moveTo(x, y), (cx, cy, x, y) => context.quadraticCurveTo(cx, cy, x, y));
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    },
    shape(name, x, y, r, style) { shape(name, x, y, r); paint(style); },
    rect(x, y, width, height, style) { context.beginPath(); context.rect(x, y, width, height); paint(style); },
    text(text, x, y, { size = 12, weight = 400, fill, halo, opacity = 1, align = "center", turn = 0 }) {
      context.save();
      context.translate(x, y);
      context.rotate(turn);
      context.globalAlpha = opacity;
      context.font = `${weight} ${size}px ${theme.font}`;
      context.textAlign = align;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      if (halo) { context.lineWidth = 3.5; context.strokeStyle = halo; context.strokeText(text, 0, 0); }
      context.fillStyle = fill;
      context.fillText(text, 0, 0);
      context.restore();
    },
  };

  function paint({ fill, stroke, width = 1, opacity = 1 }, path) {
    context.globalAlpha = opacity;
    if (fill) { context.fillStyle = fill; if (path) context.fill(path); else context.fill(); }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.lineJoin = "round";
      if (path) context.stroke(path); else context.stroke();
    }
    context.globalAlpha = 1;
  }
}

const paths = new Map();
const pathOf = (name) => paths.get(name) ?? paths.set(name, new Path2D(data.outlines[name])).get(name);

// Straight with two points; with a third, bent around it.
function bend([x1, y1, x2, y2, cx = (x1 + x2) / 2, cy = (y1 + y2) / 2], start, curve) {
  start(x1, y1);
  curve(cx, cy, x2, y2);
}

function svgPen(width, height, background) {
  const svg = drawn("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height });
  const short = (value) => (typeof value === "number" ? Math.round(value * 10) / 10 : value);
  // XML holds no control characters, written or not.
  const clean = (text) => String(text).replace(/[\u0000-\u001f\u007f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, " ");
  const put = (name, attributes, parent = svg) => drawn(name, Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined).map(([key, value]) => [key, short(value)])), parent);
  const paint = ({ fill = "none", stroke, width: line, opacity, dash }) => ({
    fill, stroke, "stroke-width": line, opacity: opacity === undefined || opacity === 1 ? undefined : opacity.toFixed(2),
    "stroke-dasharray": dash?.length ? dash.join(" ") : undefined,
  });
  put("rect", { width, height, fill: background });
  return {
    svg,
    land(name, { x, y, scale }, style) {
      put("path", { d: data.outlines[name], transform: `translate(${x} ${y}) scale(${scale})`,
        ...paint({ ...style, width: undefined }), "vector-effect": "non-scaling-stroke", "stroke-width": style.width });
    },
    line(points, style) {
      let d = "";
      bend(points.map(short), (x, y) => { d = `M${x} ${y}`; }, (cx, cy, x, y) => { d += `Q${short(cx)} ${short(cy)} ${x} ${y}`; });
      put("path", { d, ...paint(style) });
    },
    shape(name, x, y, r, style) {
      if (!OUTLINES[name]) put("circle", { cx: x, cy: y, r, ...paint(style) });
      else put("polygon", { points: cornersOf(name, x, y, r).map((point) => point.map(short)).join(" "), ...paint(style) });
    },
    rect(x, y, w, h, style) { put("rect", { x, y, width: w, height: h, ...paint(style) }); },
    text(text, x, y, { size = 12, weight = 400, fill, halo, opacity = 1, align = "center", turn = 0 }) {
      const anchor = { center: "middle", left: "start", right: "end" }[align];
      const made = put("text", { x, y, fill, opacity, "font-size": size, "font-weight": weight, "font-family": theme.font,
        "text-anchor": anchor, "dominant-baseline": "central", "paint-order": halo ? "stroke" : undefined, stroke: halo,
        "stroke-width": halo ? 3.5 : undefined, "stroke-linejoin": halo ? "round" : undefined,
        transform: turn ? `rotate(${(turn * 180) / Math.PI} ${short(x)} ${short(y)})` : undefined });
      made.textContent = clean(text);
    },
  };
}
