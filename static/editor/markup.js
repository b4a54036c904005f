// The editor's document as the desk's markup: the same rules as markup/write.py.

const special = /([\\[\]<>|])/g;
const mark = /(?<![\p{L}\p{N}])[*_]|[*_](?![\p{L}\p{N}])/gu;
const starts = /^(?:(#{1,6}|[-*•–▪◦●○·])(?=\s)|((?:\([a-z0-9]{1,5}|[a-z0-9]{1,5})\))(?=\s)|(\d{1,2})(?=\.))/;

function wrapped(words, sign) {
  const inner = words.trim();
  if (!inner) return words;
  const start = words.length - words.trimStart().length;
  return words.slice(0, start) + sign + inner + sign + words.slice(start + inner.length);
}

function inline(node) {
  let text = "";
  node.forEach((child) => {
    if (child.type.name === "note") { text += `[^${child.attrs.key}]`; return; }
    let words = child.text.replace(special, "\\$1").replace(mark, "\\$&");
    const link = child.marks.find((one) => one.type.name === "link");
    if (link) words = `[${words}](${link.attrs.href})`;
    if (child.marks.some((one) => one.type.name === "italic")) words = wrapped(words, "_");
    if (child.marks.some((one) => one.type.name === "bold")) words = wrapped(words, "**");
    text += words;
  });
  return text;
}

function start(words) {
  const match = starts.exec(words);
  if (!match) return words;
  if (match[1]) return `\\${words}`;
  const end = match[0].length;
  return match[2] ? `${words.slice(0, end - 1)}\\${words.slice(end - 1)}` : words.replace(".", "\\.");
}

function points(node, indent) {
  const lines = [];
  node.forEach((point) => {
    lines.push(`${indent}${point.attrs.label || "-"} ${inline(point.firstChild)}`);
    if (point.childCount > 1) lines.push(...points(point.child(1), "  "));
  });
  return lines;
}

function table(node) {
  const rows = [];
  node.forEach((line) => {
    const cells = [];
    line.forEach((cell) => cells.push(inline(cell)));
    rows.push(`| ${cells.join(" | ")} |`);
  });
  const signs = [];
  node.firstChild.forEach((cell) => signs.push(cell.attrs.align === "right" ? "---:" : "---"));
  const caption = node.attrs.caption ? [`Table: ${node.attrs.caption}`] : [];
  return [...caption, rows[0], `| ${signs.join(" | ")} |`, ...rows.slice(1)];
}

const writers = {
  paragraph: (node) => (node.attrs.number ? `${node.attrs.number}  ` : "") + start(inline(node)),
  heading: (node) => `### ${inline(node)}`,
  points: (node) => points(node, "").join("\n"),
  table: (node) => table(node).join("\n"),
  note_text: (node) => `[^${node.attrs.key}]: ${inline(node)}`,
};

export function markupOf(doc) {
  const parts = [];
  doc.forEach((node) => { if (node.textContent.trim() || node.type.name === "table") parts.push(writers[node.type.name](node)); });
  return parts.join("\n\n");
}
