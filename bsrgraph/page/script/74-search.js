/* Search: a field with a list under it, by keyboard or mouse; any name, any language, no accents. */

const LETTERS = { ł: "l", đ: "d", ø: "o", æ: "ae", ß: "ss", þ: "th", ð: "d", ı: "i", œ: "oe" };
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")
  .replace(/[łđøæßþðıœ]/g, (letter) => LETTERS[letter]);
let index = null;

function matches(text) {
  const wanted = plain(text.trim());
  if (!wanted) return [];
  index ??= nodes.map((node) => ({ node, names: [...new Set([node.label, node.name, ...node.names])].map((name) => ({ name, plain: plain(name) })) }));
  const on = new Set(shown.base.nodes);
  const rank = (name) => (name.plain === wanted ? 0 : name.plain.startsWith(wanted) ? 1 : name.plain.includes(` ${wanted}`) ? 2 : 3);
  const found = [];
  for (const { node, names } of index) {
    if (!on.has(node)) continue;
    const hits = names.filter((name) => name.plain.includes(wanted)).sort((a, b) => rank(a) - rank(b));
    if (hits.length) found.push({ node, name: hits[0].name, rank: rank(hits[0]) + (hits[0].name === node.name ? 0 : 0.5) });
  }
  return found.sort((a, b) => a.rank - b.rank || compare(a.node.label, b.node.label)).slice(0, 8);
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
  const take = ({ node }) => {
    field.value = node.label;
    close();
    select({ node }, true);
  };
  const option = (hit, place) => {
    const other = [hit.node.label, hit.node.name].includes(hit.name) ? "" : element("span", { class: "soft" }, hit.name);
    const made = element("li", { role: "option", id: `found-${place}`, "aria-selected": String(place === active) },
      icon(hit.node), element("span", {}, hit.node.label), other);
    made.addEventListener("mousedown", (event) => { event.preventDefault(); take(hit); });
    return made;
  };
  const show = () => {
    if (!field.value.trim()) return close();
    const nothing = element("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "soft" }, say("nothing"));
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
    if (event.key === "Enter" && found[active] && !list.hidden) take(found[active]);
    if (event.key === "Escape") close();
  });
}
