/* Put terms in for parameters, as the command line does: nothing is pasted as text. */
import { Trouble } from "./engine.js";

const UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"];
const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const XSD = "http://www.w3.org/2001/XMLSchema#";
const TOKENS = /#[^\n]*|<[^<>"{}|^`\\\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$][\p{L}\p{N}_]+|[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.:%-]*|[\p{L}\p{N}_]+|\s+|[^]/gu;

const valuesLine = (parameter) => new RegExp(`VALUES\\s+\\?${parameter}\\s*\\{[^{}]*\\}`, "g");

/* Put terms in: `given` maps a parameter to its terms; to null where it may be anything. */
export function bind(question, given) {
  let text = question.text;
  for (const parameter of Object.keys(question.parameters)) {
    if (!given.has(parameter)) continue;
    const terms = given.get(parameter);
    if (terms?.length === 0) throw new Trouble(`${parameter} has no value`, "name one, or tick 'all'");
    const line = terms ? `VALUES ?${parameter} { ${terms.map(({ term }) => shorten(term, text)).join(" ")} }` : "";
    text = text.replace(valuesLine(parameter), () => line);
  }
  return text;
}

/* Write an IRI by a prefix of the text, where that is safe to read. */
function shorten(term, text) {
  for (const [, prefix, base] of text.matchAll(/^PREFIX\s+(\w+):\s*<([^>]*)>/gm)) {
    const rest = term.startsWith(`<${base}`) ? term.slice(base.length + 1, -1) : "";
    if (/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(rest)) return `${prefix}:${rest}`;
  }
  return term;
}

/* Say of which kind a parameter is, by its example. */
export function kindOf(example) {
  if (example.startsWith("bsr:")) return "relation";
  return /^(\w+:|<)/.test(example) ? "thing" : "literal";
}

/* Write the IRI of an example such as id:latvia in full. */
export function expand(example, text) {
  const [, prefix, rest] = /^(\w+):(.*)$/.exec(example) ?? [];
  const base = new RegExp(`^PREFIX\\s+${prefix}:\\s*<([^>]*)>`, "m").exec(text)?.[1];
  return prefix && base ? base + rest : example.replace(/^<(.*)>$/, "$1");
}

export function writeIri(iri) {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*$/.test(iri)) throw new Trouble(`'${iri}' is no IRI`, "copy it whole");
  return `<${iri}>`;
}

/* Write a text or number as a term of the example's type. */
export function writeLiteral(words, example) {
  const number = /^[+-]?\d+(\.\d+)?$/.exec(example);
  const type = /\^\^xsd:(\w+)$/.exec(example)?.[1] ?? (number ? (number[1] ? "decimal" : "integer") : "string");
  const form = {
    integer: /^[+-]?\d+$/, decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)$/, date: /^\d{4}-\d\d-\d\d$/,
    double: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN)$/,
  }[type];
  if (form && !(form.test(words) && (type !== "date" || isDay(words)))) {
    throw new Trouble(`'${words}' is no ${type}`, "write 2, 2.5 or 2016-12-30");
  }
  const safe = words.replace(/["\\\x00-\x1f\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return type === "string" ? `"${safe}"` : `"${safe}"^^<${XSD}${type}>`;
}

function isDay(words) {
  const day = new Date(`${words}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(words);
}

/* Find out whether a text selects, asks, constructs or describes; refuse what cannot be here. */
export function findForm(text) {
  let form = null;
  let last = "";
  for (const [token] of text.matchAll(TOKENS)) {
    if (/^(\s|#)/.test(token)) continue;
    const word = token.toUpperCase();
    if (word === "SERVICE") throw new Trouble("SERVICE is refused: nothing leaves this page", "ask the other endpoint itself");
    if (!form && UPDATES.includes(word) && last !== "PREFIX") {
      throw new Trouble(`this is an update (${word}); the published graph is only read here`, "begin with SELECT");
    }
    if (!form && FORMS.includes(word)) form = word;
    last = word;
  }
  if (!form) throw new Trouble("this is no question", "begin with SELECT, ASK, CONSTRUCT or DESCRIBE");
  return form;
}

/* Say in words where a text is wrong: where the editor sees it, or else where the engine does. */
export function spellError(message, mistake) {
  const plain = message.replace(/\s+/g, " ").trim();
  const [, line, column, rest] = /error at (\d+):(\d+):? ?(.*)/.exec(plain) ?? [];
  const short = (text) => (text.length < 200 ? text : `${text.slice(0, 200)}…`);
  if (!line) return new Trouble(short(plain), "mend the text and ask again");
  const words = rest.replace(/expected (?:one of )?(?:.*?, )?([A-Z][a-z]+ [\w ]+).*/, "$1").replace(/^expected .*/, "the text does not fit here");
  const place = mistake ?? { line: Number(line), column: Number(column), words: short(words) };
  return new Trouble(`line ${place.line}, column ${place.column}: ${place.words}`, "mend it there and ask again", place);
}
