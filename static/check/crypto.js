// SHA-256 and Ed25519: the browser's own where it has them, else the library of @noble, which is built into the page.

import * as ed25519 from "@noble/ed25519";
import { sha256 as librarySha256, sha512 } from "@noble/hashes/sha2.js";

ed25519.hashes.sha512 = sha512;

/** Which of the two did the work, for the reader. */
export const used = { sha256: "", ed25519: "" };

/** The SHA-256 of bytes. */
export async function sha256(bytes) {
  if (globalThis.crypto?.subtle) {
    used.sha256 = "the browser";
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  }
  used.sha256 = "the library in this page";
  return librarySha256(bytes);
}

/** Whether a signature is that key's over that message (RFC 8032). */
export async function verifies(publicKey, message, signature) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    used.ed25519 = "the browser";
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch {
    used.ed25519 = "the library in this page";
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  }
}
