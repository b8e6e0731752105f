// The field in the head of every page: what is found as one types, and the keys that go through it.

const field = document.querySelector("[data-search]");
const panel = document.getElementById("quick");

const links = () => [...panel.querySelectorAll("a")];

function close() {
  panel.replaceChildren();
  field.removeAttribute("data-open");
}

function isWriting(target) {
  return target.isContentEditable || target.closest("input, textarea, select");
}

// "/" only where nobody is writing; with Ctrl or ⌘ the letter K from everywhere.
function isCalled(event) {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) return true;
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
}

function step(by) {
  const places = [field, ...links()];
  const next = places[places.indexOf(document.activeElement) + by];
  next?.focus();
  if (next === field) field.select();
}

if (field) {
  document.addEventListener("keydown", (event) => {
    if (!isCalled(event)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  field.form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
      field.focus();
    }
  });
  // Enter leads to the first that stands there; while the answer to the last letter is still on its way, to all of them.
  field.form.addEventListener("submit", (event) => {
    const first = links()[0];
    if (!first || field.classList.contains("htmx-request") || panel.dataset.for !== field.value) return;
    event.preventDefault();
    location.assign(first.href);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === panel) panel.dataset.for = event.detail.requestConfig.parameters.q ?? field.value;
  });
  field.addEventListener("search", () => { if (!field.value) close(); });
  document.addEventListener("click", (event) => { if (!field.form.contains(event.target)) close(); });
  field.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !field.form.contains(event.relatedTarget)) close();
  });
}
