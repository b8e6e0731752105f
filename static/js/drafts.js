// What is typed in a form with a field of more than a line saves itself on the server, for its writer alone, and is
// offered when the form is opened again. Words and addresses stand in the page's <template id="drafts">.

const words = document.getElementById("drafts")?.dataset;
const unsaved = new Set(); // forms whose last change is not saved yet
const PAUSE = 1200; // milliseconds without a key before what is typed is saved

export function addressOf(form) {
  return new URL(form.getAttribute("action") || location.href, location.href).pathname;
}

export function typedIn(form) {
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  typed.set("draft-address", addressOf(form));
  typed.set("draft-key", typed.get("form_key") ?? "");
  typed.delete("form_key");
  return typed;
}

function post(address, body) {
  return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function save(form, line) {
  try {
    const response = await post(words.saving, typedIn(form));
    if (!response.ok) throw new Error(response.status);
    unsaved.delete(form);
    if (response.status === 200) line.textContent = `${words.saved} ${(await response.json()).saved}`;
    form.dispatchEvent(new Event("draft-saved"));
  } catch (failed) {
    const hasNoLine = failed instanceof TypeError;
    const isTold = hasNoLine && !form.dispatchEvent(new Event("draft-failed", { cancelable: true })); // by offline.js
    line.textContent = isTold ? "" : words.failed;
  }
}

export function fill(form, draft) {
  const typed = new Map();
  for (const [name, value] of draft.typed) typed.set(name, [...(typed.get(name) ?? []), value]);
  for (const field of form.elements) {
    const values = typed.get(field.name) ?? [];
    if (!field.name || ["file", "submit", "button"].includes(field.type) || field.name === "csrfmiddlewaretoken") continue;
    if (field.name === "form_key") field.value = draft.key || field.value;
    else if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = values.includes(option.value);
    else if (typed.has(field.name)) field.value = values[0];
  }
  form.dispatchEvent(new Event("filled", { bubbles: true }));
}

export function button(label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button-plain", textContent: label });
  made.addEventListener("click", act);
  return made;
}

export async function discard(form, draft, line) {
  await post(words.removal.replace("/0/", `/${draft.number}/`), typedIn(form));
  line.replaceChildren();
}

// The latest there is for a form's address.
export async function draftOf(form) {
  const response = await fetch(`${words.list}?address=${encodeURIComponent(addressOf(form))}`);
  return response.ok ? (await response.json()).drafts[0] : undefined;
}

// No longer to be saved: it was sent, or thrown away.
export function letGo(form) {
  unsaved.delete(form);
}

async function offer(form, line) {
  const draft = await draftOf(form);
  const isPutBack = await form.kept; // by offline.js, where what is kept on the device is newer
  if (!draft || isPutBack || unsaved.has(form)) return;
  const isOfThing = Boolean(form.elements.version);
  if (isOfThing) fill(form, draft);
  const reset = isOfThing ? () => discard(form, draft, line).then(() => form.reset()) : () => discard(form, draft, line);
  const go = () => { fill(form, draft); line.textContent = `${words.saved} ${draft.saved}`; };
  line.append(`${isOfThing ? words.continued : words.there} ${draft.saved}. `);
  if (!isOfThing) line.append(button(words.go, go), " ");
  line.append(button(words.discard, reset));
}

function follow(form, isAnswer) {
  if (form.dataset.followed || !form.querySelector("textarea")) return;
  form.dataset.followed = "yes";
  const line = document.createElement("p");
  line.className = "draft-line";
  line.setAttribute("role", "status");
  form.prepend(line);
  if (!isAnswer) offer(form, line);
  let timer;
  form.addEventListener("input", () => {
    unsaved.add(form);
    clearTimeout(timer);
    timer = setTimeout(() => save(form, line), PAUSE);
  });
  form.addEventListener("submit", () => {
    unsaved.delete(form);
    clearTimeout(timer);
  });
}

function followAll(root, isAnswer) {
  root.querySelectorAll('form[method="post"]').forEach((form) => follow(form, isAnswer));
}

if (words) {
  followAll(document, document.body.hasAttribute("data-posted"));
  document.body.addEventListener("htmx:load", (event) => followAll(event.detail.elt, false));
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });
}
