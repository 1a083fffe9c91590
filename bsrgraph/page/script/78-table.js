/* The table that says the same as the picture. */

const order = { column: "weight", up: false };
const ROWS = 1000; // more would only be slow to scroll; the CSV holds all
const COLUMNS = [
  { key: "from", name: () => say("from"), value: ({ link }) => link.from.label },
  { key: "to", name: () => say("to"), value: ({ link }) => link.to.label },
  { key: "relation", name: () => say("relation"), value: ({ edges }) => listed(edges.map((edge) => term(edge.relation))) },
  { key: "weight", name: () => weightWord(), value: ({ weight }) => weight },
  { key: "via", name: () => say("via"), value: ({ edges }) => listed(edges.map((edge) => edge.viaName)) },
  { key: "years", name: () => say("years"), value: ({ edges }) => listed(edges.map((edge) => (edge.years.length ? span(edge.years) : ""))) },
];

const listed = (values) => [...new Set(values)].filter((value) => value !== "").sort(compare).join(", ");

function fillTable() {
  const { links: views } = shown.base;
  byId("rows").textContent = say("rows", { what: counted(views.length, "link") })
    + (views.length > ROWS ? ` (${say("firstRows", { count: ROWS })})` : "");
  if (!byId("twin").open) return;
  const rows = [...views].sort(byColumn()).slice(0, ROWS).map(tableRow);
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
  return element("th", { scope: "col", "aria-sort": sort, "data-column": column.key }, button(column.name(), action, ""));
}

function tableRow(view) {
  return element("tr", {}, ...COLUMNS.map((column, place) => {
    const value = String(column.value(view));
    const cell = place === 0 ? button(value, () => select({ link: view.link }, true)) : value;
    return element("td", column.key === "weight" ? { class: "number" } : {}, cell);
  }));
}
