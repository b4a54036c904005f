// The page: reads the chosen files in this browser, shows what holds. Nothing is sent, and the page could not send it.

import { sha256, used } from "./crypto.js";
import { FAILS, judge } from "./judging.js";
import { Unreadable, readLogKey, toHex } from "./proof.js";

const by = (id) => document.getElementById(id);
const printed = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "Europe/London" });

/** The bytes of the chosen file; undefined when none is. */
async function chosen(id) {
  const file = by(id).files[0];
  return file ? new Uint8Array(await file.arrayBuffer()) : undefined;
}

function shown(tag, words, className = "") {
  const element = document.createElement(tag);
  element.textContent = words;
  if (className) element.className = className;
  return element;
}

/** Show the answer and move there, so that a screen reader says it. */
function answer(title, className, ...parts) {
  const heading = shown("h2", title);
  heading.id = "answer-title";
  heading.tabIndex = -1;
  by("answer").className = className;
  by("answer").replaceChildren(heading, ...parts);
  heading.focus();
}

function list(findings) {
  const element = document.createElement("ul");
  for (const { state, sentence } of findings) {
    const item = document.createElement("li");
    item.append(shown("strong", `${state}: `), sentence);
    element.append(item);
  }
  return element;
}

async function fingerprint() {
  const key = by("key").value.trim();
  by("fingerprint").textContent = key ? toHex(await sha256(new TextEncoder().encode(key))) : "no key yet";
}

async function check() {
  const [paper, data, proof] = [await chosen("paper"), await chosen("data"), await chosen("proof")];
  if (!proof || !(paper || data)) {
    throw new Unreadable("Choose the proof file, and the paper (PDF) or its data (JSON), or both.");
  }
  if (!by("key").value.trim()) throw new Unreadable("Enter the log’s key, as the office prints it.");
  const key = await readLogKey(by("key").value);
  const told = { paper, data, key, proof: new TextDecoder().decode(proof), policy: by("policy").value };
  const { leaf, findings } = await judge(told);
  const note = shown("p", `Checked with the key of ${key.name}, fingerprint ${by("fingerprint").textContent}. SHA-256 by ${used.sha256}, Ed25519 by ${used.ed25519 || "nobody"}.`);
  if (findings.some(({ state }) => state === FAILS)) {
    const warning = shown("p", "Do not rely on this file. Ask the office, or whoever gave it to you, for the paper again.");
    answer("This does not hold", "fails", list(findings), warning, note);
    return;
  }
  const when = printed.format(new Date(leaf.published_at));
  const title = `This is ${leaf.reference}, version ${leaf.version}, as published on ${when}, unchanged`;
  const limits = "This does not say whether the decision was corrected or withdrawn since: for that, look at the register.";
  answer(title, "holds", list(findings), shown("p", limits), note);
}

by("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await check();
  } catch (error) {
    const sentence = error instanceof Unreadable ? error.message : "The proof file is damaged and cannot be read.";
    answer("This cannot be checked", "fails", shown("p", sentence));
  }
});
by("key").addEventListener("input", fingerprint);
by("form").hidden = false;
fingerprint();
