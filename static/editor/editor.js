// The editor over a section's text box. The box stays the truth: it is written at every change, and is what is sent.
// Without scripts, or where anything goes wrong, the box itself is there.
import { baseKeymap, chainCommands, setBlockType, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, Slice } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, selectedRect, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { markupOf } from "./markup.js";
import { nodesOf, schema } from "./schema.js";

const { nodes, marks } = schema;
const most = 2_000_000;

async function ask(box, values) {
  const body = new URLSearchParams({ ...values, csrfmiddlewaretoken: box.form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(box.dataset.convert, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Two levels of points, as the paper has them.
function sink(state, dispatch) {
  const depth = state.selection.$from.depth;
  let levels = 0;
  for (let at = depth; at > 0; at -= 1) if (state.selection.$from.node(at).type === nodes.points) levels += 1;
  return levels < 2 && sinkListItem(nodes.point)(state, dispatch);
}

function insertTable(state, dispatch) {
  const cell = (type, align) => type.create({ align });
  const row = (type) => nodes.table_row.create(null, [cell(type, "left"), cell(type, "right")]);
  const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (dispatch) dispatch(state.tr.replaceSelectionWith(table).scrollIntoView());
  return true;
}

// Rows and columns fill cells from the one that the cursor is in, and the table grows; a cell holds one line of anything else.
// Gives the sentences that say what was not kept.
function pasteIntoTable(view, pasted, text) {
  if (pasted.length !== 1 || pasted[0].type !== nodes.table) {
    view.dispatch(view.state.tr.insertText(text.replace(/\s+/g, " ").trim()));
    return pasted.length > 1 || pasted.some((node) => node.type === nodes.points)
      ? ["A cell of a table holds one line, so what was pasted stands in it without its shape."] : [];
  }
  const { top } = selectedRect(view.state);
  const rows = [];
  pasted[0].forEach((row, _, index) => {
    const type = top + index === 0 ? nodes.table_header : nodes.table_cell;
    const cells = [];
    row.forEach((cell) => cells.push(type.create(cell.attrs, cell.content)));
    rows.push(row.type.create(null, cells));
  });
  const slice = new Slice(Fragment.from(nodes.table.create(null, rows)), 0, 0);
  view.someProp("handlePaste", (handle) => handle(view, null, slice));
  return [];
}

function addLink(state, dispatch) {
  if (state.selection.empty) return false;
  if (dispatch) {
    const href = window.prompt("Address of the page, beginning with https://");
    if (href && /^(https?:\/\/|mailto:)\S+$/i.test(href.trim())) toggleMark(marks.link, { href: href.trim() })(state, dispatch);
  }
  return true;
}

const tools = [
  ["Bold", toggleMark(marks.bold)],
  ["Italic", toggleMark(marks.italic)],
  ["Points", wrapInList(nodes.points)],
  ["Set in", sink],
  ["Set out", liftListItem(nodes.point)],
  ["Heading", setBlockType(nodes.heading)],
  ["Paragraph", setBlockType(nodes.paragraph)],
  ["Link", addLink],
  ["Table", insertTable],
  ["Add row", addRowAfter, isInTable],
  ["Add column", addColumnAfter, isInTable],
  ["Delete row", deleteRow, isInTable],
  ["Delete column", deleteColumn, isInTable],
  ["Delete table", deleteTable, isInTable],
  ["Undo", undo],
  ["Redo", redo],
];

function toolbar(view, bar) {
  const buttons = tools.map(([words, command, shown]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "dr-editor__tool";
    button.textContent = words;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => { command(view.state, view.dispatch, view); view.focus(); });
    bar.append(button);
    return [button, command, shown];
  });
  return () => buttons.forEach(([button, command, shown]) => {
    button.hidden = Boolean(shown) && !shown(view.state);
    button.disabled = !command(view.state, undefined, view);
  });
}

const letters = (text) => text.replace(/[\s\\*_|#>:-]/g, "");

function build(box, content) {
  const parts = nodesOf(content);
  const doc = nodes.doc.create(null, parts.length ? parts : [nodes.paragraph.create()]);
  doc.check();
  // What the editor would write must hold every letter of what stands in the box; else the box is left as it is.
  if (letters(markupOf(doc)).length < letters(box.value).length * 0.98) throw new Error("not the same text");
  const frame = document.createElement("div");
  frame.className = "dr-editor";
  const bar = document.createElement("div");
  bar.className = "dr-editor__tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Shape of the text");
  const told = document.createElement("p");
  told.className = "govuk-hint dr-editor__told";
  told.setAttribute("role", "status");
  frame.append(bar);
  let refresh = () => {};
  const label = document.querySelector(`label[for="${box.id}"]`);
  const view = new EditorView(frame, {
    state: EditorState.create({ doc, plugins: [
      history(),
      keymap({ "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo, "Mod-b": toggleMark(marks.bold), "Mod-i": toggleMark(marks.italic),
        Enter: splitListItem(nodes.point), "Mod-]": sink, "Mod-[": liftListItem(nodes.point), Tab: goToNextCell(1), "Shift-Tab": goToNextCell(-1) }),
      keymap({ ...baseKeymap, Enter: chainCommands(splitListItem(nodes.point), baseKeymap.Enter) }),
      tableEditing(),
    ] }),
    attributes: { class: "dr-editor__text", role: "textbox", "aria-multiline": "true", "aria-label": label ? label.textContent.trim() : "Text",
      ...(box.getAttribute("aria-describedby") ? { "aria-describedby": box.getAttribute("aria-describedby") } : {}) },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) {
        box.value = markupOf(view.state.doc);
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
      refresh();
    },
    // Before the editor would read the clipboard itself: its inline styles are no business of the page's.
    handleDOMEvents: { paste(_, event) {
      event.preventDefault();
      const html = event.clipboardData.getData("text/html");
      const text = event.clipboardData.getData("text/plain");
      const values = html && html.length < most ? { html } : { markup: text };
      ask(box, values).then((answer) => {
        const pasted = nodesOf(answer.content);
        let lost = answer.lost;
        if (isInTable(view.state)) lost = [...lost, ...pasteIntoTable(view, pasted, text)];
        else view.dispatch(view.state.tr.replaceSelection(new Slice(Fragment.from(pasted), 0, 0)).scrollIntoView());
        told.textContent = lost.join(" ");
      }).catch(() => {
        // Nothing pasted is lost: the words come without their shape.
        view.dispatch(view.state.tr.insertText(text));
        told.textContent = "What was pasted could not be read with its shape, so its words alone are here.";
      });
      return true;
    } },
  });
  refresh = toolbar(view, bar);
  refresh();
  const plainly = document.createElement("button");
  plainly.type = "button";
  plainly.className = "dr-editor__tool";
  plainly.textContent = "Plain text box";
  plainly.addEventListener("click", () => { frame.remove(); told.remove(); box.hidden = false; box.focus(); });
  bar.append(plainly);
  box.hidden = true;
  box.after(frame, told);
  // What was typed before stands in the box again: the editor begins anew with it.
  box.form.addEventListener("restored", () => { frame.remove(); told.remove(); begin(box); }, { once: true });
  if (label) label.addEventListener("click", () => view.focus());
}

// A browser that goes back puts what was typed into the box while the server is asked: then it is asked again.
function begin(box) {
  const asked = box.value;
  ask(box, { markup: asked }).then((answer) => (box.value === asked ? build(box, answer.content) : begin(box)))
    .catch(() => { box.hidden = false; });
}

document.querySelectorAll("textarea[data-convert]").forEach(begin);
