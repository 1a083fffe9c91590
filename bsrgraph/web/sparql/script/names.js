/* Know what things and relations of the loaded graph are called, in every language. */
import { Trouble } from "./engine.js";
import { writeIri } from "./question.js";

const SHOWN = 12;
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// What a thing is called first of all has a mark.
const NAMED = "{ SELECT * WHERE { { ?thing rdfs:label ?name BIND(1 AS ?first) } UNION { ?thing skos:altLabel|skos:prefLabel ?name } } }";

function isSource(thing, prefixes) {
  return thing.kinds.has(`${prefixes.bsr}Source`);
}

function isBetter(label, best) {
  const rank = ({ name, first }) => (first ? 0 : 9) + (["", "en"].indexOf(name["xml:lang"] ?? "") + 1 || 3);
  return !best || rank(label) < rank(best) || (rank(label) === rank(best) && label.name.value < best.name.value);
}

export class Names {
  #ask;
  #known;
  #loaded = new Map();

  /* `ask` gives the rows of a text, `known` is questions.json. */
  constructor(ask, known) {
    this.#known = known;
    const prefixes = Object.entries(known.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`);
    this.#ask = (text) => ask(prefixes.join("") + text);
  }

  /* Read the names of all things, terms or relations, once. */
  load(kind) {
    if (!this.#loaded.has(kind)) {
      const loading = this.#read(kind);
      loading.catch(() => this.#loaded.delete(kind));
      this.#loaded.set(kind, loading);
    }
    return this.#loaded.get(kind);
  }

  async #read(kind) {
    if (kind === "relation") {
      return gather(await this.#ask(`SELECT ?thing ?name ?first { ?thing a bsr:Relation . ${NAMED} }`), [], this.#known.prefixes.bsr);
    }
    const own = this.#known.prefixes[kind === "thing" ? "id" : "bsr"];
    const within = `FILTER(STRSTARTS(STR(?thing), "${own}"))`;
    const rows = await this.#ask(`SELECT ?thing ?name ?first { ${NAMED} ${within} }`);
    const kinds = await this.#ask(`SELECT ?thing ?kind ?kindName {
      { SELECT ?thing ?kind { { ?thing a ?kind } UNION { ?thing skos:inScheme ?kind } ${within} } }
      OPTIONAL { ?kind rdfs:label ?kindName FILTER(LANG(?kindName) = "en") }
    }`);
    return gather(rows, kinds, own);
  }

  /* Find the one thing that bears a name; the same rules as on the command line. */
  async find(words, kind) {
    const tidy = words.replace(/\s+/g, " ").trim().normalize("NFC");
    if (/^https?:\/\//.test(tidy)) return { term: writeIri(tidy), id: tidy, label: tidy };
    const { byId, called } = await this.load(kind);
    let found = byId.has(tidy) ? [byId.get(tidy)] : [...(called.get(tidy.toLowerCase()) ?? [])];
    // A page about a project often bears its name; who says the name means the project.
    const others = found.filter((thing) => !isSource(thing, this.#known.prefixes));
    if (others.length) found = others;
    if (found.length === 1) return { term: writeIri(found[0].iri), id: found[0].id, label: found[0].label };
    if (found.length) throw new Trouble(`'${tidy}' is the name of ${found.map(({ id }) => id).sort().join(", ")}`, "say which one");
    throw new Trouble(`nothing is called '${tidy}'`, "choose from the list as you type");
  }

  /* Complete bsr: by classes and relations, id: by things. */
  async complete(typed) {
    const [prefix, rest] = typed.toLowerCase().split(":");
    const kind = { bsr: "term", id: "thing" }[prefix];
    if (!kind) return [];
    const { byId } = await this.load(kind);
    const found = [...byId.keys()].filter((id) => id.toLowerCase().startsWith(rest));
    return found.sort().slice(0, 100).map((id) => `${prefix}:${id}`);
  }

  /* Suggest things for what is typed: the kind of the example first, whole names before parts. */
  async suggest(words, kind, example) {
    const { things } = await this.load(kind);
    const typed = plain(words).split(/\s+/).filter(Boolean);
    const like = things.get(example)?.kinds ?? new Set();
    const found = [];
    for (const thing of things.values()) {
      const near = typed.every((word) => thing.plain.includes(word));
      if (near) found.push([far(thing, typed.join(" "), like), thing]);
    }
    found.sort(([a, x], [b, y]) => a - b || (x.label < y.label ? -1 : 1));
    return found.slice(0, SHOWN).map(([, { iri, id, label, kindName }]) => ({ term: writeIri(iri), id, label, kindName }));
  }
}

/* How far a thing is from what is meant: another kind is farther than a part of a name. */
function far(thing, typed, like) {
  const same = [...like].filter((kind) => thing.kinds.has(kind)).length;
  const whole = thing.names.includes(typed) || thing.id === typed ? 0 : thing.names.some((name) => name.startsWith(typed)) ? 1 : 2;
  return (like.size - same) * 3 + whole;
}

function gather(rows, kinds, own) {
  const things = new Map();
  const called = new Map();
  for (const row of rows) {
    const { thing, name } = row;
    const iri = thing.value;
    if (!things.has(iri)) things.set(iri, { iri, id: iri.slice(own.length), best: null, names: [], kinds: new Set(), kindName: "" });
    const known = things.get(iri);
    known.names.push(plain(name.value));
    if (isBetter(row, known.best)) known.best = row;
    const key = name.value.toLowerCase();
    if (!called.has(key)) called.set(key, new Set());
    called.get(key).add(known);
  }
  for (const { thing, kind, kindName } of kinds) {
    const known = things.get(thing.value);
    known?.kinds.add(kind.value);
    // Of several kinds the narrowest has, as a rule, the longest name.
    if (known && (kindName?.value.length ?? 0) > known.kindName.length) known.kindName = kindName.value;
  }
  for (const known of things.values()) {
    known.label = known.best.name.value;
    known.plain = `${known.names.join("\n")}\n${known.id}`;
  }
  const byId = new Map([...things.values()].map((thing) => [thing.id, thing]));
  return { things, byId, called };
}
