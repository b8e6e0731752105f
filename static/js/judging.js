// Judging a goal: a tick puts its number where the cursor was last; figures choose on a scale that has the focus;
// Ctrl or ⌘ with Enter puts the judgement forward and goes on.

const form = document.getElementById("judgement");
const place = { field: form.elements.happened, at: form.elements.happened.value.length };
let isPointed = false; // whether the last tick was made with a pointer: then one goes on writing

// Not where the Tab key merely passes through on its way to a tick.
function remember({ target, key }) {
  if (target.matches("textarea") && key !== "Tab" && key !== "Shift") Object.assign(place, { field: target, at: target.selectionEnd });
}

function putNumber({ detail: { number } }) {
  const { field, at } = place;
  const mark = `[${number}]`;
  const texts = [...form.querySelectorAll("textarea")];
  if (!texts.some((text) => text.value.includes(mark))) {
    const space = /\S$/.test(field.value.slice(0, at)) ? " " : "";
    field.setRangeText(space + mark, at, at, "end");
    place.at = field.selectionEnd;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (isPointed) {
    field.focus();
    field.setSelectionRange(place.at, place.at);
  }
}

function choose(event) {
  const scale = event.target.closest?.(".choices.scale");
  const choice = scale?.querySelectorAll("input[type=radio]")[event.key - 1];
  if (!choice || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  choice.focus();
  choice.click();
}

function goOn(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-onward]"));
}

for (const name of ["keyup", "pointerup", "input", "select"]) form.addEventListener(name, remember);
form.addEventListener("keydown", choose);
document.addEventListener("keydown", goOn);
document.addEventListener("click", (event) => { if (event.target.closest(".tick")) isPointed = event.detail > 0; });
document.body.addEventListener("numbered", putNumber);
