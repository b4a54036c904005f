// Puts the page that checks papers into one file: style, script and library inline, allowed by their hashes alone.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { buildSync } from "esbuild";

const folder = new URL(".", import.meta.url).pathname;
const built = new URL("../built/", import.meta.url).pathname;
const bundled = buildSync({
  entryPoints: [`${folder}check.js`],
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "inline",
  write: false,
});
const script = bundled.outputFiles[0].text.replaceAll("</script", "<\\/script");
const style = readFileSync(`${folder}check.css`, "utf8");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
const page = readFileSync(`${folder}check.html`, "utf8")
  .replace("@@POLICY@@", () => policy)
  .replace("@@STYLE@@", () => style)
  .replace("@@SCRIPT@@", () => script);
mkdirSync(built, { recursive: true });
writeFileSync(`${built}check.html`, page);
