/* Legend: signs and filters in one; kinds and relations are hidden, fields and countries chosen. */

const MANY = 8;
const wide = new Set(); // lists that are shown whole

function fillLegend() {
  const some = [...kinds].sort(compare);
  byId("kinds").replaceChildren(...some.map((kind) => {
    const members = nodes.filter((node) => node.group === kind);
    return checkbox(icon(members[0]), capital(term(kind)), members.length, state.kinds, kind, true);
  }));
  byId("relations").replaceChildren(...legendRelations.map((relation) => {
    const name = capital(term(relation.relation));
    return checkbox(lineIcon(relation), relation.context ? `${name} (${say("context")})` : name, relation.links.size,
      state.relations, relation, true);
  }));
  fillChoices("fields", fieldCounts, state.fields);
  fillChoices("countries", countryCounts, state.countries);
}

function checkbox(sign, text, count, set, member, isHidden) {
  const box = element("input", { type: "checkbox" });
  box.checked = set.has(member) !== isHidden;
  box.addEventListener("change", () => {
    if (box.checked !== isHidden) set.add(member); else set.delete(member);
    refresh({ keepLegend: true });
  });
  return element("label", {}, box, sign ?? "", element("span", {}, text), element("b", {}, String(count)));
}

function fillChoices(id, counts, set) {
  byId(id).parentElement.hidden = counts.size < 2;
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  const few = wide.has(id) ? sorted : sorted.filter(([name], place) => place < MANY || set.has(name));
  const more = sorted.length > few.length || (wide.has(id) && sorted.length > MANY)
    ? button(say(wide.has(id) ? "fewer" : "more", { count: sorted.length - few.length }), () => {
      if (!wide.delete(id)) wide.add(id);
      fillChoices(id, counts, set);
      byId(id).querySelector(".more").focus();
    }, "plain more") : "";
  byId(id).replaceChildren(...few.map(([name, count]) => checkbox(null, capital(term(name)), count, set, name, false)), more);
}

function clearFilters() {
  for (const set of [state.kinds, state.relations, state.fields, state.countries]) set.clear();
  state.years = null;
  state.undated = false;
  stopPlaying();
  refresh();
}

const isFiltered = () => Boolean(state.years || [state.kinds, state.relations, state.fields, state.countries].some((set) => set.size));

/* Years: two handles, and a button that lets the years go by. */

let playing = 0;

function fillYears() {
  byId("years").hidden = !years || years[0] === years[1];
  if (!years) return;
  const [from, to] = state.years ?? years;
  for (const [id, value] of [["since", from], ["until", to]]) {
    const field = byId(id);
    [field.min, field.max] = years.map(String);
    field.value = String(value);
    field.setAttribute("aria-valuetext", String(value));
  }
  byId("span").textContent = span([from, to]);
  byId("play").textContent = say(playing ? "pause" : "play");
  byId("undated").checked = state.undated;
  byId("undatedRow").hidden = !state.years || !links.some(isUndated);
}

function setYears(from, to) {
  state.years = from === years[0] && to === years[1] ? null : [Math.min(from, to), Math.max(from, to)];
  refresh({ keepLegend: true });
}

function stopPlaying() {
  clearInterval(playing);
  playing = 0;
}

// What was chosen is the window that moves; with all years chosen they are added one by one.
function play() {
  if (playing) { stopPlaying(); return fillYears(); }
  const width = state.years && state.years[1] < years[1] ? state.years[1] - state.years[0] : 0;
  let now = state.years && state.years[1] < years[1] ? state.years[1] : years[0] - 1;
  const isGrowing = !width;
  const start = state.years && state.years[1] < years[1] ? state.years[0] : years[0];
  playing = setInterval(() => {
    now += 1;
    if (now >= years[1]) stopPlaying();
    setYears(isGrowing ? start : now - width, now);
  }, 900);
  fillYears();
}

function prepareYears() {
  byId("play").addEventListener("click", play);
  const read = () => { stopPlaying(); setYears(Number(byId("since").value), Number(byId("until").value)); };
  byId("since").addEventListener("input", read);
  byId("until").addEventListener("input", read);
  byId("undated").addEventListener("change", () => { state.undated = byId("undated").checked; refresh({ keepLegend: true }); });
}
