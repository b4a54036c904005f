// From files to findings: each is a sentence with what became of it, and together they make the answer.

import { sha256 } from "./crypto.js";
import { cosignedAt, isIncluded, readPolicy, readProof, signedByLog, toHex } from "./proof.js";

export const HOLDS = "Holds";
export const FAILS = "Fails";
export const OPEN = "Not checked";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Check what was given. `paper` and `data` are bytes or undefined, `proof` the text of the proof file, `key` the log's
 * key (readLogKey), `policy` the text of a witness policy or "". Returns { leaf, findings: [{ state, sentence }] }.
 * Throws Unreadable when the proof or the policy cannot be read.
 */
export async function judge({ paper, data, proof, key, policy }) {
  const read = readProof(proof);
  const leaf = JSON.parse(decoder.decode(read.leaf));
  const findings = [];
  const find = (holds, yes, no) => findings.push({ state: holds ? HOLDS : FAILS, sentence: holds ? yes : no });
  const { checkpoint } = read;
  find(
    await signedByLog(checkpoint, key),
    `The log’s key signed a list of ${checkpoint.size} entries.`,
    "The log’s key did not sign this proof. It was made by somebody else, or altered.",
  );
  find(
    leaf.number === read.index + 1 && (await isIncluded(read.leaf, read.index, checkpoint.size, read.path, checkpoint.root)),
    `Entry ${leaf.number} is in that list: ${leaf.kind} ${leaf.reference}, version ${leaf.version}.`,
    "The entry that the proof names is not in the signed list.",
  );
  await judgeFiles({ paper, data, leaf, find, findings });
  await judgeWitnesses({ policy, checkpoint, find, findings });
  return { leaf, findings };
}

async function judgeFiles({ paper, data, leaf, find, findings }) {
  const skip = (sentence) => findings.push({ state: OPEN, sentence });
  if (!paper) skip("No paper (PDF) was given.");
  else if (!leaf.pdf_sha256) find(false, "", "The entry names no paper. Use the proof that belongs to this paper.");
  else {
    find(
      toHex(await sha256(paper)) === leaf.pdf_sha256,
      "The paper (PDF) is the very file that was entered; not one byte differs.",
      "The paper (PDF) is not the file that was entered. It was altered, or belongs to another proof.",
    );
  }
  if (!data) skip("No data (JSON) were given.");
  else if (leaf.kind !== "decision") skip("This proof is of a transcript; the data have a proof of their own.");
  else {
    find(
      toHex(await sha256(data)) === leaf.payload_sha256,
      "The data (JSON) are the very bytes that were entered.",
      "The data (JSON) are not the bytes that were entered. They were altered, or belong to another proof.",
    );
  }
}

async function judgeWitnesses({ policy, checkpoint, find, findings }) {
  if (!policy.trim()) {
    const sentence = "No witness policy was given, so nobody but the register vouches that this is the only list.";
    findings.push({ state: OPEN, sentence });
    return;
  }
  const { witnesses, isMet } = await readPolicy(policy);
  const times = new Map();
  for (const { name, key } of witnesses) {
    const at = await cosignedAt(checkpoint, key);
    if (at) times.set(name, at);
  }
  const seen = `${times.size} of ${witnesses.length} witnesses signed this list`;
  const last = times.size ? `, last on ${new Date(Math.max(...times.values())).toISOString().slice(0, 10)}` : "";
  find(isMet(times), `${seen}${last}. That is enough for the policy.`, `${seen}${last}. That is not enough for the policy.`);
}
