/* The page: choose a question, fill it in, ask it, show what it gives and what that rests on. */
import { readAddress, writeAddress } from "./address.js";
import { readRows } from "./answer.js";
import { listenToChoice, markChoice } from "./choice.js";
import { findMistake, makeEditor, showPlace } from "./editor.js";
import { Engine, STOPPED, Trouble, fetchQuestions } from "./engine.js";
import { Field } from "./field.js";
import { Names } from "./names.js";
import { bind, findForm, spellError } from "./question.js";
import * as show from "./show.js";
import { at, count, tell } from "./show.js";

const JSON_FORM = "application/sparql-results+json";
// The longest text that an address carries.
const LONGEST = 20_000;

const engine = new Engine(tell);
let known, names, editor;
// What was opened keeps its choices, its text and its answer until the page is left.
const desks = new Map();
let desk = null;
let running = 0;
let writing = 0;

/* Give a question its desk: fields, the text if it was changed by hand, the answer. */
function findDesk(name) {
  if (!desks.has(name)) {
    const question = known.questions.find((one) => one.name === name);
    const fresh = { name, question, text: null, answer: null };
    fresh.fields = question ? Object.keys(question.parameters).map((parameter) => new Field(parameter, question, names, () => refresh(fresh))) : [];
    if (!question) fresh.text = known.own;
    desks.set(name, fresh);
  }
  return desks.get(name);
}

const bound = ({ question, fields }) => bind(question, new Map(fields.map((field) => [field.parameter, field.chosen])));

/* Show a desk as it was left. */
function open(next) {
  desk = next;
  const { question, name, fields } = desk;
  at("summary").textContent = question?.summary ?? "Your own question";
  at("description").textContent = question?.description ?? "Any SELECT, ASK, CONSTRUCT or DESCRIBE. The text begins with a count of what there is.";
  at("fields").replaceChildren(...fields.map(({ element }) => element));
  markChoice(name);
  document.title = `${at("summary").textContent} · bsrgraph`;
  fold(Boolean(question) && innerWidth < 640);
  refresh(desk);
  show.showAnswer(desk.answer);
  engine.ready.then(() => Promise.all(fields.map((field) => field.name()))).catch(() => {});
}

/* Let text, notes and address follow what is chosen. */
function refresh(which) {
  if (which !== desk) return;
  const { question, text, fields } = desk;
  const byHand = Boolean(question) && text !== null;
  at("changed").hidden = !byHand;
  for (const field of fields) field.disable(byHand);
  if (text === null && fields.every((field) => field.chosen === null || field.chosen.length)) setText(bound(desk));
  else if (text !== null) setText(text);
  clearTimeout(writing);
  writing = setTimeout(() => history.replaceState(null, "", writeAddress(short(which))), 200);
}

// Too long a text stays out of the address; it can be copied as it is.
const short = (which) => (which.text?.length > LONGEST ? { ...which, text: "" } : which);

function setText(text) {
  if (editor.getValue() !== text) editor.setValue(text);
}

function fold(closed) {
  at("editor").hidden = closed;
  document.querySelector(".keys").hidden = closed;
  at("fold").setAttribute("aria-expanded", String(!closed));
  at("fold").textContent = closed ? "Show" : "Hide";
  if (!closed) editor.refresh();
}

function askIfReady() {
  if (!at("run").disabled) ask();
}

/* Ask what stands in the text, and show it with what it rests on. */
async function ask() {
  const asked = desk;
  const turn = ++running;
  at("trouble").hidden = true;
  try {
    if (asked.text === null) await finishFields(asked);
    const text = asked.text ?? bound(asked);
    const form = findForm(text);
    busy(true);
    asked.answer = await answer(text, form);
    if (asked === desk) show.showAnswer(desk.answer);
    tell("");
    if (asked.question && asked.text === null) await addCoverage(asked);
  } catch (error) {
    // An older answer would pass for the answer to this text.
    asked.answer = null;
    if (asked === desk) show.showAnswer(null);
    if (turn === running) tell(error.place === STOPPED ? "Stopped. The graph is opened again." : "");
    if (error.place !== STOPPED) complain(error);
  } finally {
    if (turn === running) busy(false);
  }
}

async function finishFields({ fields }) {
  for (const field of fields) {
    try {
      await field.finish();
    } catch (error) {
      field.complain(error.message);
      throw error;
    }
  }
}

async function answer(text, form) {
  tell("Asking");
  const begun = performance.now();
  const raw = await engine.ask(text, form === "SELECT" || form === "ASK" ? JSON_FORM : "text/turtle").catch((error) => {
    throw error instanceof Trouble ? error : spellError(error.message, text === editor.getValue() ? findMistake(editor) : null);
  });
  const time = Math.max(1, Math.round(performance.now() - begun));
  if (form === "SELECT") return { form, time, text, ...readRows(raw) };
  return { form, time, text, words: form === "ASK" ? (JSON.parse(raw).boolean ? "Yes" : "No") : raw };
}

async function addCoverage(asked) {
  asked.answer.rests = [];
  for (const name of asked.question.coverage) {
    const { summary, text } = known.coverage[name];
    const { rows: [row] } = await answer(text, "SELECT");
    const words = [row.known?.value, "of", row.all?.value, summary, row.note?.value];
    asked.answer.rests.push(words.filter(Boolean).join(" "));
    tell("");
    if (asked === desk) show.showRests(asked.answer);
  }
}

function busy(now) {
  at("run").disabled = now;
  at("stop").hidden = !now;
}

async function stop() {
  at("stop").hidden = true;
  const opened = engine.stop();
  at("run").disabled = true;
  await opened.catch(complain);
  tell(`Stopped. ${greet()}`);
  at("run").disabled = false;
  at("run").focus();
}

const greet = () => `The graph is ready: ${count(engine.size, "triple")}.`;

async function share() {
  history.replaceState(null, "", writeAddress(short(desk)));
  try {
    await navigator.clipboard.writeText(location.href);
    tell("The link is copied. It holds the question; whoever opens it asks in their own browser.");
  } catch {
    at("shared").hidden = false;
    at("address").value = location.href;
    at("address").select();
  }
}

/* Open what an address names; what it does not know is said, the rest is kept. */
async function follow({ run }) {
  const { name, text, parameters } = readAddress(location.hash);
  const wanted = name && !known.questions.some((one) => one.name === name);
  const next = findDesk(text !== null || wanted ? "" : name || known.questions[0].name);
  if (text) next.text = text;
  open(next);
  if (wanted) return complain(new Trouble(`no question is called '${name}'`, "choose one from the list"));
  await engine.ready;
  let wrong = null;
  for (const field of next.fields) {
    if (!parameters.has(field.parameter)) field.reset();
    else await field.take(parameters.get(field.parameter)).catch((error) => {
      wrong = error;
      field.complain(error.message);
    });
  }
  if (run && !wrong && (name || text) && desk === next) await ask();
}

function listen() {
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    askIfReady();
  });
  at("stop").addEventListener("click", stop);
  at("csv").addEventListener("click", () => show.save(desk.answer, desk.name));
  at("share").addEventListener("click", share);
  at("fold").addEventListener("click", () => fold(!at("editor").hidden));
  at("ids").addEventListener("change", () => show.showAnswer(desk.answer));
  at("reset").addEventListener("click", () => {
    desk.text = null;
    refresh(desk);
    at("summary").focus();
  });
  listenToChoice(known, (name) => {
    const next = findDesk(name);
    history.pushState(null, "", writeAddress(short(next)));
    open(next);
    at("summary").focus();
  });
  addEventListener("popstate", () => follow({ run: false }).catch(complain));
}

const complain = (error) => show.complain(error, (place) => {
  fold(false);
  showPlace(editor, place);
});

async function start() {
  tell("Fetching engine and graph");
  const begun = engine.start();
  known = await fetchQuestions();
  names = new Names(async (text) => readRows(await engine.ask(text, JSON_FORM)).rows, known);
  show.prepare(known);
  editor = await makeEditor(at("editor"), {
    run: askIfReady,
    complete: (typed) => names.complete(typed),
    tell: (text) => {
      desk.text = desk.question && text === bound(desk) ? null : text;
      refresh(desk);
    },
  });
  listen();
  const opened = begun.then(() => {
    at("run").disabled = running > 0;
    tell(greet());
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  });
  await Promise.all([opened, follow({ run: true })]);
}

start().catch((error) => {
  tell("");
  complain(error);
});
