/* The list of questions: narrow it, mark the one that is open, open another. */
import { plain } from "./names.js";
import { at, count } from "./show.js";

const links = () => document.querySelectorAll(".choice a");

/* Let the list work; `open` hears the name of what is chosen. */
export function listenToChoice(known, open) {
  at("narrow").addEventListener("input", () => narrow(known));
  for (const link of links()) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(link.dataset.name);
    });
  }
}

export function markChoice(name) {
  for (const link of links()) {
    link.removeAttribute("aria-current");
    if (link.dataset.name === name) reveal(link);
  }
}

/* Mark a line, and bring it into view within the list alone; the page stays where it is. */
function reveal(link) {
  link.setAttribute("aria-current", "true");
  const list = link.closest(".list");
  const [line, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
  if (line.top < frame.top) list.scrollTop -= frame.top - line.top;
  if (line.bottom > frame.bottom) list.scrollTop += line.bottom - frame.bottom + 8;
}

/* Narrow the list to questions that hold every word that is typed. */
function narrow(known) {
  const words = plain(at("narrow").value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const link of links()) {
    const question = known.questions.find(({ name }) => name === link.dataset.name);
    const text = plain(question ? `${question.summary} ${question.description} ${question.name}` : link.textContent);
    const fits = words.every((word) => text.includes(word));
    link.parentElement.hidden = !fits;
    if (fits) found += 1;
  }
  for (const title of document.querySelectorAll(".choice h2")) {
    title.hidden = !title.nextElementSibling.querySelector("li:not([hidden])");
  }
  const told = found ? `${count(found, "question")} found` : "No question has these words";
  at("narrowed").textContent = words.length ? told : "";
}
