/* Keep question and parameters in the fragment of the address, which no host ever sees. */

/* Read a fragment: a question and the words for its parameters, or a text. */
export function readAddress(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  if (given.has("text")) return { name: "", text: given.get("text"), parameters: new Map() };
  const parameters = new Map();
  for (const key of new Set(given.keys())) {
    const words = given.getAll(key).filter((word) => word.trim());
    if (key !== "question" && words.length) parameters.set(key, words.length === 1 && words[0] === "all" ? null : words);
  }
  return { name: given.get("question") ?? "", text: null, parameters };
}

/* Write the fragment of a question; parameters whose example stands are left out. */
export function writeAddress({ name, text, fields }) {
  if (text !== null) return `#${new URLSearchParams({ text })}`;
  const given = new URLSearchParams({ question: name });
  for (const field of fields) {
    if (field.untouched) continue;
    for (const word of field.chosen ? field.chosen.map(({ id }) => id) : ["all"]) given.append(field.parameter, word);
  }
  return `#${given}`;
}
