/* Show an answer: rows with names as links, triples as Turtle, yes or no. Text stays text. */
const FIRST = 100;
const LONG = 90;
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"]);
// Where names lead within the site: of which form they are, and the page.
const PAGES = {
  id: [/^[a-z0-9][a-z0-9-]*$/, (name) => `id/${name}.html`],
  st: [/^[0-9a-f]{16}$/, (name) => `statement/${name.slice(0, 2)}.html#${name}`],
  value: [/^[\w.~<>=-]+$/, (name) => `values.html#${encodeURIComponent(name)}`],
  bsr: [/^\w+$/, (name) => `ontology.html#${name}`],
};
const XSD = "http://www.w3.org/2001/XMLSchema#";
const order = new Intl.Collator("en", { numeric: true });

/* Read the JSON of a SELECT into columns and rows of terms. */
export function readRows(json) {
  const { head, results } = JSON.parse(json);
  return { columns: head.vars, rows: results.bindings };
}

/* Choose what people need to see: no id beside its name, no column that is always empty. */
export function chooseColumns({ columns, rows }) {
  const shown = columns.filter((column) => !columns.includes(`${column}Name`) && column !== "statement");
  const filled = shown.filter((column) => rows.length === 0 || rows.some((row) => row[column]));
  return filled.length ? filled : columns;
}

/* Write the name of a column as words. */
export function spell(column) {
  return column.replace(/(?<=.)Name$/, "").replace(/\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`).trim() || column;
}

export class Table {
  #known;
  #place;
  #more;
  #answer = null;
  #rows = [];
  #columns = [];
  #shown = 0;
  #sorted = { column: null, step: 1 };

  constructor(place, more, known) {
    this.#place = place;
    this.#more = more;
    this.#known = known;
    more.addEventListener("click", () => this.#extend(1000));
  }

  show(answer, everything = false) {
    this.#answer = answer;
    this.#rows = answer.rows;
    this.#columns = everything ? answer.columns : chooseColumns(answer);
    this.#sorted = { column: null, step: 1 };
    this.#draw();
  }

  clear() {
    this.#place.replaceChildren();
    this.#more.hidden = true;
  }

  #draw() {
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const column of this.#columns) head.append(this.#drawHead(column));
    table.createTBody();
    this.#place.replaceChildren(table);
    this.#place.scrollTop = 0;
    this.#shown = 0;
    this.#extend(FIRST);
  }

  #drawHead(column) {
    const cell = document.createElement("th");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = spell(column);
    button.title = `Sort by ${spell(column)}`;
    button.addEventListener("click", () => this.#sort(column));
    cell.scope = "col";
    if (this.#sorted.column === column) cell.ariaSort = this.#sorted.step > 0 ? "ascending" : "descending";
    if (this.#rows.some((row) => isNumber(row[column]))) cell.className = "number";
    cell.append(button);
    return cell;
  }

  #sort(column) {
    const step = this.#sorted.column === column ? -this.#sorted.step : 1;
    const key = (row) => row[column]?.value ?? "";
    // Rows without a value stay last, whichever way.
    this.#rows = [...this.#answer.rows].sort((a, b) => (!key(a) - !key(b)) || step * order.compare(key(a), key(b)));
    this.#sorted = { column, step };
    this.#draw();
    this.#place.querySelectorAll("th button")[this.#columns.indexOf(column)].focus();
  }

  #extend(number) {
    const body = this.#place.querySelector("tbody");
    const next = this.#rows.slice(this.#shown, this.#shown + number);
    body.append(...next.map((row) => this.#drawRow(row)));
    this.#shown += next.length;
    const left = this.#rows.length - this.#shown;
    this.#more.hidden = left === 0;
    this.#more.textContent = `Show ${Math.min(left, 1000).toLocaleString("en")} more of ${left.toLocaleString("en")}`;
  }

  #drawRow(row) {
    const line = document.createElement("tr");
    for (const column of this.#columns) {
      const cell = line.insertCell();
      if (!row[column]) continue;
      if (isNumber(row[column])) cell.className = "number";
      if (row[column].value.length > LONG) cell.className = "long";
      cell.append(this.#drawTerm(row[column], row[column.replace(/Name$/, "")]));
    }
    return line;
  }

  /* A thing links to its page, an address of the web to itself; all else is plain text. */
  #drawTerm(term, thing) {
    const iri = term.type === "uri" ? term.value : thing?.type === "uri" ? thing.value : "";
    const words = term.type === "triple" ? JSON.stringify(term.value) : term.type === "bnode" ? `_:${term.value}` : this.#shorten(term.value);
    const address = this.#findPage(iri);
    if (!address) return document.createTextNode(words);
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    if (/^https?:/.test(address)) link.rel = "noopener noreferrer";
    return link;
  }

  #findPage(iri) {
    const { base, prefixes, things } = this.#known;
    if (!iri.startsWith(base)) return /^https?:\/\/[^\s/]/i.test(iri) ? iri : "";
    if (!things) return "";
    for (const [prefix, [form, write]] of Object.entries(PAGES)) {
      const name = iri.startsWith(prefixes[prefix]) ? iri.slice(prefixes[prefix].length) : "";
      if (form.test(name)) return `../${write(name)}`;
    }
    return "";
  }

  #shorten(text) {
    const { prefixes } = this.#known;
    const name = ["id", "bsr", "st", "value"].find((one) => text.startsWith(prefixes[one]));
    return name ? text.slice(prefixes[name].length) : text;
  }
}

function isNumber(term) {
  return term?.datatype?.startsWith(XSD) && NUMBERS.has(term.datatype.slice(XSD.length));
}

/* Write all columns as CSV, as the command line does; no text is run as a formula. */
export function writeCsv({ columns, rows }) {
  const guard = (text) => {
    const plain = text.replace(/\r\n?/g, "\n");
    return /^[=+\-@\t\n＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  };
  const quote = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const read = (term) => (!term ? "" : isNumber(term) ? term.value : guard(String(term.value)));
  const lines = [columns.map(guard), ...rows.map((row) => columns.map((column) => read(row[column])))];
  return `\ufeff${lines.map((cells) => `${cells.map(quote).join(",")}\n`).join("")}`;
}
