/* A field for a parameter: what is chosen stands as words, what is typed finds more. */
import { expand, kindOf, writeIri, writeLiteral } from "./question.js";

const make = (tag, given = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...inside);
  return element;
};

export class Field {
  #names;
  #tell;
  #example;
  #iri;
  #input;
  #list;
  #chips;
  #all;
  #wrong;
  #offered = [];
  #active = -1;
  #asked = 0;
  kind;

  /* `tell` hears of every change; `names` knows what there is. */
  constructor(parameter, question, names, tell) {
    this.parameter = parameter;
    this.#names = names;
    this.#tell = tell;
    this.#example = question.parameters[parameter];
    this.kind = kindOf(this.#example);
    this.#iri = expand(this.#example, question.text);
    // Without a choice the example stands, as in the file.
    this.chosen = [this.#readExample()];
    this.element = this.#build();
  }

  #readExample() {
    if (this.kind === "literal") return { term: this.#example, id: this.#example, label: this.#example };
    return { term: writeIri(this.#iri), id: this.#iri.replace(/^.*[/#]/, ""), label: "" };
  }

  #build() {
    const id = `field-${this.parameter}`;
    this.#chips = make("ul", { className: "chips plain" });
    this.#list = make("ul", { className: "offers plain", id: `${id}-list`, hidden: true });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", this.parameter);
    this.#input = make("input", { id, type: "text", autocomplete: "off", spellcheck: false, placeholder: "type a name" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-describedby": `${id}-wrong` })) {
      this.#input.setAttribute(name, value);
    }
    this.#all = make("input", { type: "checkbox", id: `${id}-all` });
    this.#wrong = make("p", { className: "wrong small", id: `${id}-wrong` });
    this.#wrong.setAttribute("role", "alert");
    this.#input.addEventListener("input", () => this.#offer());
    this.#input.addEventListener("focus", () => this.#offer());
    this.#input.addEventListener("keydown", (event) => this.#press(event));
    this.#input.addEventListener("blur", () => this.#leave());
    this.#all.addEventListener("change", () => this.#set(this.#all.checked ? null : [this.#readExample()]));
    const element = make("div", { className: "field" },
      make("label", { htmlFor: id, textContent: this.parameter }),
      make("div", { className: "box" }, this.#chips, make("div", { className: "entry" }, this.#input, this.#list)),
      make("label", { className: "any" }, this.#all, " all"), this.#wrong);
    this.#draw();
    return element;
  }

  /* Take what an address or the reader says: words to find, or null for all. */
  async take(words) {
    if (words === null) return this.#set(null);
    const found = [];
    for (const word of words) found.push(await this.#find(word));
    return this.#set(found);
  }

  /* Go back to the example. */
  reset() {
    this.#set([this.#readExample()]);
    this.name();
  }

  /* Take what is typed but not chosen yet; throws what is wrong with it. */
  async finish() {
    const words = this.#input.value.trim();
    if (!words) return;
    this.add(await this.#find(words));
  }

  /* Show the names of what is chosen, once they are known. */
  async name() {
    if (this.kind === "literal") return;
    for (const one of this.chosen ?? []) {
      if (!one.label) one.label = (await this.#names.find(one.id, this.kind).catch(() => one)).label;
    }
    this.#draw();
  }

  #find(words) {
    if (this.kind === "literal") return { term: writeLiteral(words, this.#example), id: words, label: words };
    return this.#names.find(words, this.kind);
  }

  /* Say whether the example still stands alone. */
  get untouched() {
    return this.chosen?.length === 1 && this.chosen[0].id === this.#readExample().id;
  }

  complain(message) {
    this.#wrong.textContent = message;
    this.#input.toggleAttribute("aria-invalid", Boolean(message));
  }

  disable(waits) {
    for (const one of this.element.querySelectorAll("input, button")) one.disabled = waits;
  }

  #set(chosen) {
    this.chosen = chosen;
    this.#input.value = "";
    this.complain("");
    this.#draw();
    this.#tell();
  }

  add(one) {
    // The first choice takes the place of the example; a second one stands beside it.
    const kept = this.untouched || !this.chosen ? [] : this.chosen.filter(({ id }) => id !== one.id);
    this.#set([...kept, one]);
    this.#close();
  }

  #draw() {
    this.#all.checked = this.chosen === null;
    this.#chips.replaceChildren(...(this.chosen ?? []).map((one) => {
      const words = one.label || one.id;
      const drop = make("button", { type: "button", textContent: "×", title: `Take ${words} out` });
      drop.setAttribute("aria-label", `Take ${words} out`);
      drop.addEventListener("click", () => {
        this.#set(this.chosen.filter((other) => other !== one));
        this.#input.focus();
      });
      return make("li", { className: "chip", title: one.id }, words, drop);
    }));
  }

  async #offer() {
    const asked = ++this.#asked;
    if (this.kind === "literal" || !(this.#input.value.trim() || this.#input.matches(":focus"))) return;
    const offered = await this.#names.suggest(this.#input.value, this.kind, this.#iri).catch(() => []);
    if (asked !== this.#asked || !this.#input.matches(":focus")) return;
    this.#offered = offered;
    this.#active = -1;
    this.#list.replaceChildren(...offered.map((one, place) => this.#drawOffer(one, place)));
    this.#show(offered.length > 0);
  }

  #drawOffer(one, place) {
    const option = make("li", { id: `${this.#list.id}-${place}` }, make("span", { textContent: one.label }),
      make("span", { className: "soft small", textContent: [one.kindName, one.id].filter(Boolean).join(" · ") }));
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.add(one);
    });
    return option;
  }

  #show(open) {
    this.#list.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (!open) this.#input.removeAttribute("aria-activedescendant");
  }

  #close() {
    this.#asked += 1;
    this.#show(false);
  }

  #leave() {
    this.#close();
    if (!this.#input.value.trim()) return;
    this.finish().catch((error) => this.complain(error.message));
  }

  #press(event) {
    const open = !this.#list.hidden;
    if (event.key === "Escape" && open) this.#close();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) this.#move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && open && this.#active >= 0) this.add(this.#offered[this.#active]);
    else if (event.key === "Enter" && this.#input.value.trim()) this.finish().catch((error) => this.complain(error.message));
    else if (event.key === "Backspace" && !this.#input.value && this.chosen?.length) return this.#set(this.chosen.slice(0, -1));
    else return;
    event.preventDefault();
  }

  #move(step) {
    const options = [...this.#list.children];
    this.#active = (this.#active + step + options.length + (this.#active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.#active)));
    this.#input.setAttribute("aria-activedescendant", options[this.#active].id);
    options[this.#active].scrollIntoView({ block: "nearest" });
  }
}
