// What a section can hold (docs/text.md), as ProseMirror knows it, and the blocks of the server in it.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const cells = tableNodes({ tableGroup: "block", cellContent: "inline*", cellAttributes: {
  align: { default: "left", getFromDOM: (dom) => dom.dataset.align || "left", setDOMAttr: (value, attrs) => { attrs["data-align"] = value; } },
} });

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { group: "block", content: "inline*", attrs: { number: { default: "" } }, parseDOM: [{ tag: "p" }],
      toDOM: (node) => ["p", node.attrs.number ? { "data-number": node.attrs.number } : {}, 0] },
    heading: { group: "block", content: "text*", marks: "", parseDOM: [{ tag: "h1,h2,h3,h4" }], toDOM: () => ["h4", 0] },
    points: { group: "block", content: "point+", parseDOM: [{ tag: "ul,ol" }], toDOM: () => ["ul", 0] },
    point: { content: "paragraph points?", attrs: { label: { default: "" } }, parseDOM: [{ tag: "li" }],
      toDOM: (node) => ["li", node.attrs.label ? { "data-label": node.attrs.label } : {}, 0], defining: true },
    ...cells,
    table: { ...cells.table, attrs: { caption: { default: "" } }, parseDOM: [{ tag: "table" }],
      toDOM: (node) => ["table", node.attrs.caption ? { "data-caption": node.attrs.caption } : {}, ["tbody", 0]] },
    note_text: { group: "block", content: "inline*", attrs: { key: {} }, toDOM: (node) => ["p", { "data-note": node.attrs.key }, 0] },
    note: { group: "inline", inline: true, atom: true, attrs: { key: {} }, toDOM: (node) => ["sup", node.attrs.key] },
    text: { group: "inline" },
  },
  marks: {
    link: { attrs: { href: {} }, inclusive: false, toDOM: (mark) => ["a", { href: mark.attrs.href }, 0] },
    bold: { parseDOM: [{ tag: "strong,b" }], toDOM: () => ["strong", 0] },
    italic: { parseDOM: [{ tag: "em,i" }], toDOM: () => ["em", 0] },
  },
});

const { nodes, marks } = schema;

function inline(runs) {
  const parts = [];
  for (const run of runs) {
    const styles = [];
    if (run.link) styles.push(marks.link.create({ href: run.link }));
    if (run.bold) styles.push(marks.bold.create());
    if (run.italic) styles.push(marks.italic.create());
    if (run.text) parts.push(schema.text(run.text.replace(/\n/g, " "), styles));
    if (run.note !== null) parts.push(nodes.note.create({ key: String(run.note) }));
  }
  return parts;
}

function pointsNode(points) {
  return nodes.points.create(null, points.map((point) => {
    const inner = [nodes.paragraph.create(null, inline(point.text))];
    if (point.points && point.points.length) inner.push(pointsNode(point.points));
    return nodes.point.create({ label: point.label }, inner);
  }));
}

function tableNode(block) {
  const row = (type, texts) => nodes.table_row.create(null, texts.map((text, place) =>
    type.create({ align: block.columns[place].align }, inline(text))));
  const head = row(nodes.table_header, block.columns.map((column) => column.heading));
  return nodes.table.create({ caption: block.caption }, [head, ...block.rows.map((line) => row(nodes.table_cell, line.cells))]);
}

const makers = {
  paragraph: (block) => nodes.paragraph.create({ number: block.number }, inline(block.text)),
  heading: (block) => nodes.heading.create(null, inline(block.text).filter((node) => node.isText).map((node) => node.mark([]))),
  points: (block) => pointsNode(block.points),
  table: tableNode,
};

// The nodes for the server's blocks and notes.
export function nodesOf(content) {
  const blocks = content.blocks.map((block) => makers[block.type](block));
  return [...blocks, ...content.notes.map((note) => nodes.note_text.create({ key: String(note.number) }, inline(note.text)))];
}
