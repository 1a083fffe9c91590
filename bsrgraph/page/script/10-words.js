/* Words: one table with a column per language; a word that is missing is said in English. */

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const WORDS = new Map(Object.entries(data.words).map(([name, table]) => [name, new Map(Object.entries(table))]));
const LANGUAGES = [...WORDS.keys()].sort();
let language = LANGUAGES.find((name) => (navigator.language ?? "").toLowerCase().startsWith(name)) ?? "en";
let compare = collator();

function collator() {
  return new Intl.Collator(language, { numeric: true }).compare;
}

const entry = (key) => WORDS.get(language)?.get(key) ?? WORDS.get("en").get(key);

function say(key, values = {}) {
  return (entry(key) ?? key).replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
}

// A word of the data: translated where the table has it, else as the data say it.
function term(text, count = 1) {
  const forms = (entry(`=${text}`) ?? text).split("|");
  const isOne = new Intl.PluralRules(language).select(count) === "one";
  if (forms.length === 2 && entry(`=${text}`)) return forms[isOne ? 0 : 1];
  if (isOne || entry(`=${text}`)) return forms.join("|");
  return /[^aeiou]y$/.test(text) ? text.slice(0, -1) + "ies" : text + "s";
}

const counted = (count, noun) => say("counted", { count, noun: term(noun, count) });

function partOf(count, all, noun) {
  return count === all ? counted(all, noun) : say("part", { count, all, noun: term(noun, all) });
}

const capital = (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

function sayWords() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-words]")) place.textContent = say(place.dataset.words);
  for (const place of document.querySelectorAll("[data-label]")) {
    place.setAttribute("aria-label", say(place.dataset.label));
  }
  for (const place of document.querySelectorAll("[data-placeholder]")) place.placeholder = say(place.dataset.placeholder);
}
