/* Facts: what a source says, who says it, when and where; and whether another says otherwise. */

function factsOf(edges) {
  const numbers = [...new Set(edges.flatMap((edge) => edge.statements))].sort((a, b) => a - b);
  if (numbers.length === 0) return [element("p", { class: "fact" }, say("noFacts"))];
  const more = numbers.length > 60 ? [element("p", { class: "soft" }, say("moreFacts", { count: numbers.length - 60 }))] : [];
  return [...numbers.slice(0, 60).map((number) => factCard(facts[number])), ...more];
}

function factCard(fact) {
  const isKnown = fact.subject || fact.relation || fact.object;
  return element("div", { class: "fact" },
    element("p", {},
      ...(isKnown ? [fact.subject, " ", element("em", {}, term(fact.relation)), " ", fact.object] : [fact.iri]),
      fact.for ? ` · ${fact.for}` : "",
      fact.at ? ` (${fact.at})` : "",
      fact.status && fact.status !== "stated" ? element("span", { class: "badge" }, term(fact.status)) : "",
      fact.conflict ? element("span", { class: "badge" }, `⚠ ${say("conflict")}`) : ""),
    fact.conflict ? element("p", { class: "source" }, fact.conflict) : "",
    sourceLine(fact));
}

function sourceLine(fact) {
  const { source, publisher, published, link } = sources[fact.from] ?? { source: "", publisher: "", published: "", link: "" };
  const rest = [publisher, published,
    fact.saidBy ? say("saidBy", { who: fact.saidBy }) : "",
    fact.evidence ? say("evidence", { where: fact.evidence }) : ""].filter(Boolean);
  if (!source && !link && rest.length === 0) return element("p", { class: "source soft" }, say("unsourced"));
  return element("p", { class: "source" },
    outside(link, source || link), rest.length ? element("span", { class: "soft" }, " · " + rest.join(" · ")) : "");
}
