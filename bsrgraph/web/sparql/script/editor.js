/* Set YASGUI's editor up: own keys and checks, and nothing that asks another host. */
import { Trouble } from "./engine.js";

/* Wait for the editor's script, which comes after ours so that the graph is fetched first. */
async function findEditor() {
  const script = document.querySelector("script[defer]");
  if (!globalThis.Yasqe && document.readyState !== "complete") {
    await new Promise((resolve) => {
      for (const [place, event] of [[script, "load"], [script, "error"], [window, "load"]]) place.addEventListener(event, resolve);
    });
  }
  if (!globalThis.Yasqe) throw new Trouble("the editor is missing: yasqe/yasqe.min.js did not come", "publish the whole site anew");
  return globalThis.Yasqe;
}

/* Make the editor; `tell` hears when a person changes the text, `run` when they ask. */
export async function makeEditor(place, { tell, run, complete }) {
  const Yasqe = await findEditor();
  Yasqe.registerAutocompleter({
    name: "terms", bulk: false, autoShow: false,
    isValidCompletionPosition: (yasqe) => /^\w+:[\w-]*$/.test(yasqe.getCompleteToken().string),
    get: (_, token) => (token ? complete(token.string.trim()) : []),
  }, false);
  // Those for prefixes, classes and properties ask other hosts; options are merged, so we set all.
  Yasqe.defaults.autocompleters = ["variables", "terms"];
  const editor = new Yasqe(place, {
    value: "",
    persistenceId: null, createShareableLink: null, consumeShareLink: null,
    showQueryButton: false, resizeable: false, editorHeight: "auto",
    lineWrapping: true,
    screenReaderLabel: "SPARQL text",
    extraKeys: {
      "Tab": false, "Shift-Tab": false,
      "Ctrl-Enter": run, "Cmd-Enter": run,
      "Ctrl-S": () => {}, "Cmd-S": () => {}, "Shift-Ctrl-D": false,
    },
  });
  editor.query = async () => run();
  editor.showNotification = () => {};
  editor.checkSyntax = () => markMistake(editor);
  editor.getScrollerElement().tabIndex = 0;
  editor.on("change", (_, change) => {
    if (change.origin !== "setValue") tell(editor.getValue());
  });
  return editor;
}

/* Find the first place that is no SPARQL, and say what would fit there; null where all fits. */
export function findMistake(editor) {
  for (let line = 0; line < editor.lineCount(); line += 1) {
    const { state } = editor.getTokenAt({ line, ch: editor.getLine(line).length }, true);
    if (state.OK !== false) continue;
    const fits = (state.possibleCurrent ?? []).slice(0, 8).join(" ");
    const words = state.errorMsg ?? (fits ? `this does not fit; here could stand ${fits}` : "this does not fit");
    return { line: line + 1, column: (state.errorStartPos ?? 0) + 1, words };
  }
  return null;
}

/* Put a sign beside the first line that is no SPARQL. */
function markMistake(editor) {
  editor.clearGutter("gutterErrorBar");
  const mistake = findMistake(editor);
  if (mistake) setMark(editor, mistake.line - 1, mistake.words);
}

function setMark(editor, line, words) {
  const mark = document.createElement("span");
  mark.className = "mistake";
  mark.textContent = "!";
  mark.title = words;
  editor.setGutterMarker(line, "gutterErrorBar", mark);
}

/* Lead to the place that the engine names. */
export function showPlace(editor, { line, column }) {
  editor.focus();
  editor.setCursor({ line: line - 1, ch: column - 1 });
  editor.scrollIntoView({ line: line - 1, ch: column - 1 }, 60);
}
