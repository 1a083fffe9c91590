"use strict";
/* Narrow a long list to what is typed; without script the whole list is there. */
const field = document.getElementById("filter");
const told = document.getElementById("told");
const groups = [...document.querySelectorAll("[data-group]")];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const rows = [...document.querySelectorAll("[data-names]")].map((row) => [row, plain(`${row.textContent} ${row.dataset.names}`)]);

function narrow() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const [row, names] of rows) {
    row.hidden = !words.every((word) => names.includes(word));
    if (!row.hidden) found += 1;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector("[data-names]:not([hidden])");
    if (words.length && group.tagName === "DETAILS") group.open = true;
  }
  told.textContent = words.length ? told.dataset.found.replace("{}", found) : "";
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", narrow);
narrow();
