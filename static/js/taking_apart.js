// Taking a report home apart: text that is marked becomes a message (B), an answer (S) or a promise (U) on a goal whose
// code is typed; T says that the goal in hand was not raised. The letters work while the focus is in the report's column.
// Instead of marking, sentences can be ticked, as without JavaScript.

const MOST_SHOWN = 140; // signs of what is marked
let withTicks = false;

const report = () => document.getElementById("report");
const form = () => document.getElementById("taking-apart");
const signs = (text) => [...text].length; // the server counts code points

// Where an end of the selection lies: signs from the beginning of a piece, all of them where it is beyond.
function within(piece, node, offset, otherwise) {
  if (!piece.contains(node)) return otherwise;
  const before = document.createRange();
  before.selectNodeContents(piece);
  before.setEnd(node, offset);
  return signs(before.toString());
}

function markedSpan() {
  const selection = document.getSelection();
  const text = report()?.querySelector("[data-text]");
  if (!text || !selection.rangeCount || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return undefined;
  const pieces = [...text.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece));
  if (!pieces.length) return undefined;
  const [first, last] = [pieces[0], pieces.at(-1)];
  const start = Number(first.dataset.at) + within(first, range.startContainer, range.startOffset, 0);
  const end = Number(last.dataset.at) + within(last, range.endContainer, range.endOffset, signs(last.textContent));
  return { start, end, words: pieces.length ? range.cloneRange() : undefined };
}

// What is marked stays so, and looks it, while the focus is in the form.
function keepMarked() {
  const span = markedSpan();
  const field = form()?.querySelector("[data-marked]");
  if (!span || !field || span.end <= span.start) return;
  field.value = `${span.start}-${span.end}`;
  form().querySelectorAll(".sentence > input:checked").forEach((tick) => { tick.checked = false; });
  globalThis.CSS?.highlights?.set("marked", new Highlight(span.words));
  showWords(span.words.toString());
  form().dispatchEvent(new Event("passage-marked")); // goals are suggested for it
}

function showWords(text) {
  const place = form().querySelector("[data-marked-words]");
  if (place) place.textContent = text ? `”${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text}”` : "";
}

function forgetMarked() {
  form().querySelector("[data-marked]").value = "";
  globalThis.CSS?.highlights?.delete("marked");
  showWords("");
}

function showTicks() {
  report()?.toggleAttribute("data-ticks", withTicks);
  const button = report()?.querySelector("[data-show-ticks]");
  if (!button) return;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(withTicks));
}

// By the letter that stands on it, which is another in English.
function kindOf(key) {
  const letters = [...(form()?.querySelectorAll(".taking-apart-bar kbd") ?? [])];
  const letter = letters.find((shown) => shown.textContent.toLowerCase() === key.toLowerCase());
  return letter?.closest(".ds-field").querySelector("input");
}

function choose(kind) {
  kind.checked = true;
  const goal = form().elements.goal;
  goal.focus();
  goal.select();
}

// A goal that was suggested is taken with its button.
function take(button) {
  if (!button) return;
  form().querySelectorAll("[data-code]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
  const goal = form().elements.goal;
  goal.value = button.dataset.code;
  goal.focus();
}

// Enter in the goal's field goes to what is still to be said, and else makes it.
function goOn(event) {
  const answers = form().elements.became.value === "response";
  if (!answers || form().elements.lean.value) return;
  event.preventDefault();
  form().elements.lean[0].focus();
}

function leanBy(event) {
  const choice = form().elements.lean[event.key - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
}

function press(event) {
  const { target, key } = event;
  if (!report()?.contains(target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.name === "goal" && key === "Enter") goOn(event);
  else if (target.name === "lean") leanBy(event);
  if (target.matches("textarea, select, input:not([type=checkbox], [type=radio])") || target.closest(".slot")) return;
  const kind = kindOf(key);
  if (kind) choose(kind);
  else if (key.toLowerCase() === "t") document.querySelector("[data-silence] button")?.click();
  else return;
  event.preventDefault();
}

// The keyboard comes back to the report, where the next passage is.
function comeBack() {
  showTicks();
  if (!report()?.querySelector("[data-focus]") && report()) report().focus({ preventScroll: true });
}

document.addEventListener("selectionchange", keepMarked);
document.addEventListener("keydown", press);
document.addEventListener("change", ({ target }) => {
  if (!target.matches(".sentence > input")) return;
  forgetMarked();
  form().dispatchEvent(new Event("passage-marked"));
});
document.addEventListener("click", ({ target }) => { if (form()?.contains(target)) take(target.closest("[data-code]")); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-show-ticks]")) return;
  withTicks = !withTicks;
  showTicks();
});
document.body.addEventListener("htmx:afterSettle", ({ target }) => { if (target.matches(".page, body")) comeBack(); });
showTicks();
