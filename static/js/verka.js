// What the pages do a little better with JavaScript. Every page works without it.

const narrow = window.matchMedia("(max-width: 40rem)");

function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

function bringOut(root) {
  root.querySelectorAll("[data-preview], [data-dismiss], [data-narrow]").forEach((button) => { button.hidden = false; });
}

// Of many boxes those that are looked for, and those that are ticked; Enter ticks the first.
function narrowBoxes({ target }) {
  const words = target.value.toLocaleLowerCase("sv").split(/\s+/);
  for (const row of target.closest("[data-narrowed]").querySelectorAll(".choices > *")) {
    const text = row.textContent.toLocaleLowerCase("sv");
    row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
  }
}

function tickFirst(event) {
  if (event.key !== "Enter" || !event.target.matches("[data-narrow]")) return;
  event.preventDefault();
  const rows = [...event.target.closest("[data-narrowed]").querySelectorAll(".choices > :not([hidden])")];
  rows.map((row) => row.querySelector("input")).find((box) => !box.checked)?.click();
  event.target.select();
}

function foldFilters() {
  document.querySelectorAll("details[data-fold]").forEach((filter) => {
    filter.open = !narrow.matches;
  });
}

// The named places around what was pressed, the nearest first: where the keyboard comes back to after a save.
// None where the page asks by itself: nobody's keyboard is moved then.
let around = [];

function remember({ elt, requestConfig }) {
  around = [];
  if (!requestConfig.triggeringEvent || document.activeElement === document.body) return;
  for (let place = elt.closest("[id]"); place; place = place.parentElement?.closest("[id]")) around.push(place.id);
}

function bringKeyboard(place) {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

// Where the keyboard goes after a swap: to what is wrong, into the form that was asked for, or to where it was.
function focusAfterSwap(swapped) {
  const marked = swapped.querySelector("[data-focus]");
  const form = swapped.closest(".slot");
  if (marked) marked.focus();
  else if (form?.contains(document.activeElement)) return; // somebody is writing already
  else if (form) form.querySelector("select, textarea, input:not([type=hidden])")?.focus();
  else if (around.length && document.activeElement === document.body) {
    bringKeyboard(document.getElementById(around.find((id) => document.getElementById(id)) ?? "content"));
  }
}

// A page that comes after a save: to what is wrong, to what was saved, or to what is said of it.
function focusAfterSave() {
  const marked = document.querySelector("[data-focus]");
  const said = document.querySelector("#messages:has(*)");
  if (marked) marked.focus();
  else if (said) bringKeyboard(document.getElementById(location.hash.slice(1)) ?? said);
}

// Whoever was signed out meanwhile, or whose page has grown too old, sends the form as a whole page: the answer keeps it.
function sendWhole(event) {
  const { xhr, elt, requestConfig } = event.detail;
  const form = elt.closest("form");
  if (![401, 403].includes(xhr.status) || requestConfig.verb !== "post" || !form) return;
  const button = requestConfig.triggeringEvent?.submitter;
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  HTMLFormElement.prototype.submit.call(form);
}

// A page that is gone back to has the keys that its forms had: a browser brings back what was typed, but not those.
function keepKeys() {
  const kept = history.state?.keys ?? {};
  const keys = {};
  document.querySelectorAll("form > input[name=form_key]").forEach((field) => {
    const address = new URL(field.form.getAttribute("action") || location.href, location.href).pathname;
    const own = (keys[address] ??= []);
    if (!document.body.hasAttribute("data-posted")) field.value = kept[address]?.[own.length] ?? field.value;
    own.push(field.value);
  });
  history.replaceState({ ...history.state, keys }, "");
}

function showFailure(failed) {
  document.getElementById("request-failed").hidden = !failed;
}

// Without a line a form stays as it is: in its place would come the browser's own page, and what was typed be gone.
// A browser that says so may be wrong: where the product is served on the same machine it needs no line.
const ownAddress = document.currentScript.src;
const reached = new WeakSet();

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (navigator.onLine || reached.has(form) || form.matches("[data-offline]")) return;
  event.preventDefault();
  event.stopPropagation();
  const answer = await fetch(ownAddress, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  showFailure(!answer);
  if (!answer) return;
  reached.add(form);
  form.requestSubmit(submitter);
  reached.delete(form);
}, true);
window.addEventListener("online", () => showFailure(false));

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.parentElement.remove());

document.addEventListener("input", (event) => { if (event.target.matches("[data-narrow]")) narrowBoxes(event); });
document.addEventListener("keydown", tickFirst);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

narrow.addEventListener("change", foldFilters);
document.body.addEventListener("htmx:beforeRequest", (event) => { showFailure(false); remember(event.detail); });
document.body.addEventListener("htmx:responseError", () => showFailure(true));
document.body.addEventListener("htmx:responseError", sendWhole);
document.body.addEventListener("htmx:sendError", () => showFailure(true));
document.body.addEventListener("htmx:afterSettle", (event) => focusAfterSwap(event.target));
foldFilters();
keepKeys();
bringOut(document);
document.body.addEventListener("htmx:load", (event) => bringOut(event.detail.elt));
focusAfterSave();
