/* Show answers, what they rest on, and what went wrong; and save them. */
import { Table, writeCsv } from "./answer.js";
import { Trouble } from "./engine.js";

export const at = (id) => document.getElementById(id);
export const tell = (words) => { at("status").textContent = words; };
export const count = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
const MOST = 200_000;
let table;

/* Make ready to show; `known` is questions.json. */
export function prepare(known) {
  table = new Table(at("rows"), at("more"), known);
}

/* Show an answer, or nothing where there is none yet. */
export function showAnswer(given) {
  at("trouble").hidden = true;
  at("answer").hidden = !given;
  at("shared").hidden = true;
  table.clear();
  if (!given) return;
  const { form, words } = given;
  at("count").textContent = `${measure(given)} · ${given.time.toLocaleString("en")} ms`;
  at("idsbox").hidden = form !== "SELECT";
  at("csv").hidden = form === "ASK";
  at("csv").textContent = form === "SELECT" ? "Save as CSV" : "Save as Turtle";
  if (form === "SELECT" && given.rows.length) table.show(given, at("ids").checked);
  if (form !== "SELECT" && form !== "ASK") at("rows").replaceChildren(drawTurtle(words));
  at("rows").hidden = !at("rows").firstChild;
  showRests(given);
}

function measure({ form, rows, words }) {
  if (form === "SELECT") return rows.length ? count(rows.length, "row") : "No rows";
  if (form === "ASK") return words;
  return count(words.split("\n").filter((line) => line.trim() && !line.startsWith("@prefix")).length, "line");
}

function drawTurtle(words) {
  const text = document.createElement("pre");
  text.textContent = words.length > MOST ? `${words.slice(0, MOST)}\n… the rest is in the file` : words;
  return text;
}

/* Say in a line each what an answer rests on. */
export function showRests({ rests = [] }) {
  at("rests").replaceChildren(...rests.map((words) => {
    const line = document.createElement("li");
    line.textContent = words;
    return line;
  }));
}

/* Say what went wrong; `lead` takes the reader to the place, if there is one. */
export function complain(error, lead = null) {
  if (!(error instanceof Trouble)) console.error(error);
  const words = document.createElement("p");
  words.textContent = error.message;
  at("trouble").replaceChildren(words);
  if (lead && error.place?.line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = `Go to line ${error.place.line}`;
    button.addEventListener("click", () => lead(error.place));
    at("trouble").append(button);
  }
  at("trouble").hidden = false;
}

/* Save an answer as a file: rows as CSV, triples as Turtle. */
export function save({ form, words, columns, rows }, name) {
  const table = form === "SELECT";
  const link = document.createElement("a");
  const type = `text/${table ? "csv" : "turtle"};charset=utf-8`;
  link.href = URL.createObjectURL(new Blob([table ? writeCsv({ columns, rows }) : words], { type }));
  link.download = `${name || "answer"}.${table ? "csv" : "ttl"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
