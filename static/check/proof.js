// What a portable proof says and whether it holds: C2SP tlog-proof, tlog-checkpoint, tlog-cosignature, tlog-policy;
// RFC 9162, section 2.1. No page, no network: everything comes in as bytes and text.

import { sha256, verifies } from "./crypto.js";

const LOG_KEY = 1;
const COSIGNATURE = 4;
const text = new TextEncoder();

/** What is wrong with what was given, in a sentence for the reader. */
export class Unreadable extends Error {}

/** Bytes of canonical base64; throws Unreadable for anything else. */
export function fromBase64(encoded) {
  let raw;
  try {
    raw = atob(encoded);
  } catch {
    throw new Unreadable("There is something in it that is not base64.");
  }
  if (btoa(raw) !== encoded) throw new Unreadable("There is something in it that is not base64.");
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

/** Bytes as hexadecimal digits. */
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const same = (left, right) => left.length === right.length && left.every((byte, place) => byte === right[place]);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const keyId = async (name, raw) => (await sha256(joined(text.encode(`${name}\n`), raw))).slice(0, 4);

/** A public key as notes write it (name+id+key), if it is an Ed25519 key of that kind; throws Unreadable. */
export async function readKey(written, kind) {
  const [name, id, ...rest] = written.trim().split("+");
  const raw = rest.length ? fromBase64(rest.join("+")) : new Uint8Array();
  if (!name || raw.length !== 33 || raw[0] !== kind || toHex(await keyId(name, raw)) !== id) {
    throw new Unreadable(`“${written.trim().slice(0, 60)}” is not a key as the register writes it.`);
  }
  return { name, raw, id: raw && (await keyId(name, raw)), public: raw.slice(1), written: written.trim() };
}

/** The key of a log. */
export const readLogKey = (written) => readKey(written, LOG_KEY);

/** The parts of a proof file; throws Unreadable. */
export function readProof(file) {
  const gap = file.indexOf("\n\n");
  const [first, extra, index, ...path] = file.slice(0, gap).split("\n");
  if (gap < 0 || first !== "c2sp.org/tlog-proof@v1") throw new Unreadable("This is not a proof file (tlog-proof).");
  const place = /^index (0|[1-9][0-9]{0,14})$/.exec(index || "");
  if (!/^extra \S+$/.test(extra) || !place) throw new Unreadable("The proof file is damaged.");
  const leaf = fromBase64(extra.slice(6));
  return { leaf, index: Number(place[1]), path: path.map(fromBase64), checkpoint: readCheckpoint(file.slice(gap + 2)) };
}

/** A checkpoint, its signatures not yet checked; throws Unreadable. */
export function readCheckpoint(note) {
  const gap = note.lastIndexOf("\n\n");
  const body = note.slice(0, gap + 1);
  const [origin, size, root] = body.split("\n");
  if (gap < 0 || !/^(0|[1-9][0-9]{0,14})$/.test(size || "") || !root) throw new Unreadable("The checkpoint is damaged.");
  const lines = note.slice(gap + 2).split("\n").filter((line) => line);
  const marks = lines.map((line) => line.split(" ")).map(([dash, name, data, ...more]) => {
    if (dash !== "—" || !name || !data || more.length) throw new Unreadable("A signature below the checkpoint is damaged.");
    return { name, data: fromBase64(data) };
  });
  return { body, origin, size: Number(size), root: fromBase64(root), marks };
}

/** The data of the signature that names a key, without the key's id; undefined when there is none. */
const markOf = (checkpoint, key) =>
  checkpoint.marks.find((mark) => mark.name === key.name && same(mark.data.slice(0, 4), key.id))?.data.slice(4);

/** Whether the log's key signed the checkpoint. */
export async function signedByLog(checkpoint, key) {
  const signature = markOf(checkpoint, key);
  return Boolean(signature) && checkpoint.origin === key.name && verifies(key.public, text.encode(checkpoint.body), signature);
}

/** When a witness signed the checkpoint (a Date); undefined when it did not, or its signature does not fit. */
export async function cosignedAt(checkpoint, key) {
  const data = markOf(checkpoint, key);
  if (!data || data.length !== 72) return undefined;
  const seconds = new DataView(data.buffer, data.byteOffset, 8).getBigUint64(0);
  const message = text.encode(`cosignature/v1\ntime ${seconds}\n${checkpoint.body}`);
  return (await verifies(key.public, message, data.slice(8))) ? new Date(Number(seconds) * 1000) : undefined;
}

/** Whether the path leads from the leaf to the root of the tree of `size` leaves (RFC 9162, 2.1.3.2). */
export async function isIncluded(leaf, index, size, path, root) {
  if (index >= size) return false;
  let hash = await sha256(joined(Uint8Array.of(0), leaf));
  let [place, last] = [index, size - 1];
  for (const other of path) {
    if (last === 0 || other.length !== 32) return false;
    if (place % 2 || place === last) {
      hash = await sha256(joined(Uint8Array.of(1), other, hash));
      while (place && place % 2 === 0) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
    } else {
      hash = await sha256(joined(Uint8Array.of(1), hash, other));
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(hash, root);
}

/** A witness policy: its witnesses with their keys, and a function that tells whether those who signed make a quorum. */
export async function readPolicy(written) {
  const [witnesses, groups] = [[], []];
  let quorum;
  const known = new Set(["none"]);
  for (const line of written.split("\n")) {
    const words = line.split(/[ \t\r]+/).filter((word) => word);
    if (!words.length || words[0].startsWith("#") || words[0] === "log") continue;
    const [kind, name, ...rest] = words;
    const number = { any: 1, all: rest.length - 1 }[rest[0]] ?? Number(rest[0]);
    const members = rest.slice(1);
    if (kind === "witness" && rest.length >= 1 && rest.length <= 2 && !known.has(name)) {
      witnesses.push({ name, key: await readKey(rest[0], COSIGNATURE) });
    } else if (kind === "group" && members.every((member) => known.has(member)) && number >= 1 && number <= members.length) {
      groups.push({ name, number, members });
    } else if (kind === "quorum" && !quorum && !rest.length && known.has(name)) {
      quorum = name;
    } else {
      throw new Unreadable(`The witness policy cannot be read: “${line.slice(0, 60)}”.`);
    }
    if (kind !== "quorum") known.add(name);
  }
  if (!quorum) throw new Unreadable("The witness policy names no quorum.");
  const isMet = (signers) => {
    const holds = new Map([["none", true], ...witnesses.map(({ name }) => [name, signers.has(name)])]);
    for (const { name, number, members } of groups) holds.set(name, members.filter((one) => holds.get(one)).length >= number);
    return holds.get(quorum);
  };
  return { witnesses, isMet };
}
