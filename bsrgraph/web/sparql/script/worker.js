/* Keep the graph and answer questions, away from the page, so that the page never waits. */
import init, { Store } from "./oxigraph/web.js";

let store = null;

async function unpack(bytes) {
  // Some hosts hand out .gz files unpacked.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const work = {
  async load({ engine, data }) {
    const [bytes] = await Promise.all([unpack(data), init({ module_or_path: engine })]);
    store = new Store();
    store.load(bytes, { format: "text/turtle", no_transaction: true });
    return store.size;
  },
  ask({ text, format }) {
    return store.query(text, { results_format: format });
  },
};

addEventListener("message", async ({ data: { id, job, ...given } }) => {
  try {
    postMessage({ id, result: await work[job](given) });
  } catch (error) {
    // What the engine could not survive is told apart from a question that it refuses.
    const broken = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ id, error: String(error?.message ?? error), broken });
  }
});
