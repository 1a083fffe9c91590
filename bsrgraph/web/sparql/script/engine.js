/* Fetch questions, engine and graph once, keep them, and start a worker as often as one is stopped. */
const ENGINE = new URL("oxigraph/web_bg.wasm", import.meta.url);
const QUESTIONS = new URL("questions.json", import.meta.url);
const GRAPH = new URL("../data/bsrgraph.ttl.gz", import.meta.url);

export const STOPPED = "stopped";

/* Say what went wrong, where, and what to do about it. */
export class Trouble extends Error {
  constructor(what, remedy, place = null) {
    super(`${what}; ${remedy}`);
    this.place = place;
  }
}

async function open(address, what) {
  let answer;
  try {
    answer = await fetch(address);
  } catch {
    throw new Trouble(`${what} did not come from ${address}`, "look at the connection and load the page again");
  }
  if (!answer.ok) throw new Trouble(`${what} is missing: ${address} gave ${answer.status}`, "publish the whole site anew");
  return answer;
}

async function fetchEngine() {
  if (typeof WebAssembly !== "object") throw new Trouble("this browser has no WebAssembly", "use a newer one");
  const answer = await open(ENGINE, "the engine");
  try {
    // Compiled while it comes, where the host names its type; else when it is there.
    const typed = answer.headers.get("content-type")?.startsWith("application/wasm");
    return await (typed ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer()));
  } catch (error) {
    throw new Trouble(`${ENGINE} is no engine (${error.message})`, "publish the whole site anew");
  }
}

/* Fetch what the page knows of its questions. */
export async function fetchQuestions() {
  const answer = await open(QUESTIONS, "the list of questions");
  try {
    return await answer.json();
  } catch (error) {
    throw new Trouble(`${QUESTIONS} is damaged (${error.message})`, "publish the whole site anew");
  }
}

const mega = (bytes) => (bytes / 1e6).toFixed(1);

async function fetchGraph(tell) {
  const answer = await open(GRAPH, "the graph");
  const all = Number(answer.headers.get("content-length"));
  const parts = [];
  let come = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    come += part.value.length;
    tell(`Fetching the graph: ${mega(come)}${all >= come ? ` of ${mega(all)}` : ""} MB`);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export class Engine {
  #tell;
  #worker = null;
  #waiting = new Map();
  #last = 0;
  #fetched = null;
  ready = null;
  size = 0;

  constructor(tell) {
    this.#tell = tell;
  }

  /* Start a worker with the whole graph; resolves when it can be asked. */
  start() {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#hear(data));
    const died = new Promise((_, reject) => {
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        reject(new Trouble(`the engine did not start (${event.message || "its script is missing"})`, "publish the whole site anew"));
      });
    });
    this.#fetched ??= Promise.all([fetchEngine(), fetchGraph(this.#tell)]);
    this.ready = Promise.race([died, this.#fetched.then(([engine, data]) => this.#load(engine, data, worker))]);
    this.ready.catch(() => {});
    return this.ready;
  }

  async #load(engine, data, worker) {
    this.#tell("Opening the graph");
    try {
      this.size = await this.#send("load", { engine, data }, worker);
    } catch (error) {
      if (error.place === STOPPED) throw error;
      throw new Trouble(`${GRAPH} cannot be read (${error.message})`, "publish the whole site anew");
    }
  }

  /* Ask a question; the answer is the text of its JSON, or Turtle. */
  async ask(text, format) {
    await this.ready;
    return this.#send("ask", { text, format }, this.#worker);
  }

  /* End what runs, at once, and start anew. */
  stop() {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new Trouble("stopped", "narrow the question or ask another", STOPPED));
    this.#waiting.clear();
    return this.start();
  }

  #send(job, given, worker) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { job, resolve, reject });
      worker.postMessage({ id, job, ...given });
    });
  }

  #hear({ id, result, error, broken }) {
    if (!this.#waiting.has(id)) return;
    const { job, resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) resolve(result);
    else if (broken && job === "ask") {
      reject(new Trouble("the question took more memory than this browser gives", "narrow it: name a thing, or write LIMIT 1000"));
      this.stop();
    } else reject(new Error(error));
  }
}
