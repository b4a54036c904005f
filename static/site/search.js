// The search of the static site. It shows those items of the list whose entry in the index fits what the address asks.
// Values of one filter are alternatives, filters add up, as in the register's own list.

const form = document.querySelector("[data-search-index]");
const items = new Map([...document.querySelectorAll("#search-list > li")].map((item) => [item.dataset.slug, item]));
const asked = new URLSearchParams(location.search);
const FILTERS = ["year", "funder", "fund", "band", "kind", "by", "decided", "force", "status", "thread", "late", "deferred", "imported"];
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const squeezed = (text) => plain(text).replace(/[^\p{L}\p{N}]/gu, "");

function wordsOf(question) {
  const words = [];
  for (const [, minus, phrase, word] of question.matchAll(/(-?)(?:["“]([^"”]+)["”]|(\S+))/gu)) {
    words.push({ wanted: minus === "", text: plain(phrase ?? word) });
  }
  return words;
}

function fits(entry, words) {
  const text = plain(`${entry.reference} ${entry.title} ${entry.summary}`);
  const question = squeezed(asked.get("q") ?? "");
  const isReference = question !== "" && squeezed(entry.reference) === question;
  if (!isReference && !words.every((word) => text.includes(word.text) === word.wanted)) return false;
  const from = asked.get("signed_from") ?? "";
  const to = asked.get("signed_to") ?? "";
  if ((from && entry.signed < from) || (to && (entry.signed === "" || entry.signed > to))) return false;
  return FILTERS.every((name) => {
    const values = asked.getAll(name).filter((value) => value !== "");
    return values.length === 0 || values.some((value) => entry.facets.includes(`${name}:${value}`));
  });
}

function show(entries) {
  const words = wordsOf(asked.get("q") ?? "");
  const list = document.getElementById("search-list");
  let found = entries.filter((entry) => fits(entry, words));
  if (asked.get("sort") === "oldest") found = found.reverse();
  const shown = new Set(found.map((entry) => entry.slug));
  for (const [slug, item] of items) item.hidden = !shown.has(slug);
  for (const entry of found) if (items.has(entry.slug)) list.append(items.get(entry.slug));
  const count = found.length === 1 ? "1 decision fits" : `${found.length} decisions fit`;
  document.getElementById("search-count").textContent = count;
  document.getElementById("search-all").hidden = false;
}

form.hidden = false;
document.getElementById("search").value = asked.get("q") ?? "";
if ([...asked.values()].some((value) => value !== "")) {
  fetch(form.dataset.searchIndex)
    .then((answer) => answer.json())
    .then((index) => show(index.decisions))
    .catch(() => {
      // Without the index, what the list itself says is searched.
      const entries = [...items].map(([slug, item]) => ({
        slug, reference: item.textContent, title: "", summary: "", signed: "", facets: [],
      }));
      show(entries);
    });
}
