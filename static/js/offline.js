// The line falls while an observation is written: text and files stay on this device, and are sent, once, when it is
// back. After a closed tab they are put back when the form is opened again. Nothing that is secret is kept.
// Words stand in the page's <template id="offline">; the form has data-offline.

import * as device from "./device.js";
import { addressOf, button, discard, draftOf, fill, letGo, typedIn } from "./drafts.js";
import { withoutPosition } from "./photos.js";

const PAUSE = 300; // milliseconds without a key before what is typed is kept
const AGAIN = 20_000; // between attempts to send
const STILL = 3_000; // without a key before what waits is sent
const SAME_TIME = 60_000; // a draft on the server is newer than what is kept here when it is so much later
const NO_LINE = [502, 503, 504]; // what a proxy says that does not reach us

const words = document.getElementById("offline").dataset;
const form = document.querySelector("form[data-offline]");
const line = form.querySelector(".offline-line");
const draftLine = form.querySelector(".draft-line"); // by drafts.js
const field = form.querySelector("input[type=file]");
const address = addressOf(form);
const ownKey = form.elements.form_key.value;
const clean = new WeakSet(); // files that may be kept

let mayKeep = true; // until it was sent, or somebody signed out
let isKept = false; // whether the text is on this device
let filesAreKept = false;
let unkept = []; // names of files that are not
let choice = 0; // of files, counted
let typedAt = 0;
let keeping; // a timer
let pressed; // the button, from when it is pressed until the form was taken
let waiting; // a timer
let request; // on its way: what ends it
let goesWhole = false;
let saysNoLine = false;

const keyOf = () => form.elements.form_key.value;

function tell(...told) {
  saysNoLine = false;
  line.replaceChildren(...told);
}

function tellNoLine() {
  const except = unkept.length ? ` ${words.except} ${unkept.join(", ")}.` : "";
  if (isKept) tell((pressed ? words[pressed.value] : words.kept) + except);
  else if (pressed || typedAt) tell(words.open);
  saysNoLine = true;
}

// ------------------------------------------------------------------ kept on the device

function isSecret() {
  const stored = form.querySelector("[data-marked]").dataset.marked;
  const chosen = new FormData(form).get("classification");
  return !chosen || [stored, chosen].includes("secret");
}

async function keep() {
  clearTimeout(keeping);
  if (!mayKeep || isSecret()) return;
  const typed = [...typedIn(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  isKept = await device.keepText({ key: keyOf(), address, typed, goesWhole }).then(() => true, () => false);
  if (isKept && !filesAreKept) await keepFiles();
}

async function cleaned(file) {
  const photo = clean.has(file) ? file : await withoutPosition(file);
  clean.add(photo);
  return photo;
}

// What is kept takes the place of what was chosen: sent from either, it is the same to the server.
async function keepFiles() {
  const own = (choice += 1);
  const chosen = [...field.files];
  const results = await Promise.allSettled(chosen.map(cleaned));
  if (own !== choice || !mayKeep || isSecret()) return;
  const files = results.map((result, place) => result.value ?? chosen[place]);
  choose(files);
  filesAreKept = true;
  const stored = device.keepFiles(keyOf(), files.filter((file) => clean.has(file)));
  const hasRoom = await stored.then(() => true, () => false);
  unkept = files.filter((file) => !hasRoom || !clean.has(file)).map((file) => file.name);
  if (unkept.length) tell(`${words.except} ${unkept.join(", ")}.`);
}

function choose(files) {
  const transfer = new DataTransfer();
  files.forEach((file) => transfer.items.add(file));
  field.files = transfer.files;
}

async function forget() {
  clearTimeout(keeping);
  [isKept, filesAreKept, unkept] = [false, false, []];
  choice += 1;
  await device.forget(keyOf()).catch(() => {});
}

// ------------------------------------------------------------------ put back

// Answers whether the text was, so that no draft is offered beside it. A page that answers the form has its text.
async function putBack() {
  const isAnswer = document.body.hasAttribute("data-posted");
  const kept = await device.find(address, isAnswer ? ownKey : undefined);
  if (!kept) return false;
  if (isSecret()) return device.forget(kept.key).then(() => false);
  kept.files.forEach((file) => clean.add(file));
  if (kept.files.length) choose(kept.files);
  if (isAnswer || (await isOlder(kept)) || typedAt) {
    if (kept.files.length) tellFiles(kept.files);
    return false;
  }
  fill(form, kept);
  [isKept, filesAreKept] = [true, true];
  const format = { dateStyle: "long", timeStyle: "short", timeZone: "Europe/Stockholm" };
  const at = new Date(kept.at).toLocaleString(document.documentElement.lang, format);
  draftLine.replaceChildren(`${words.restored} ${at}. `, button(words.discard, throwAway));
  return true;
}

// In place of the server's request to choose the very same again.
function tellFiles(files) {
  const asked = `: ${files.map((file) => file.name).join(", ")}`;
  const sentences = [...document.querySelectorAll("#messages p")];
  sentences.find((sentence) => sentence.textContent.trim().endsWith(asked))?.remove();
  draftLine.append(`${words.files} `);
}

async function isOlder(kept) {
  const draft = await draftOf(form).catch(() => undefined);
  return draft !== undefined && Date.parse(draft.at) > kept.at + SAME_TIME;
}

async function throwAway() {
  const draft = await draftOf(form).catch(() => undefined);
  if (draft && ["", keyOf()].includes(draft.key)) await discard(form, draft, draftLine);
  await forget();
  letGo(form);
  form.reset();
  form.elements.form_key.value = ownKey;
  draftLine.replaceChildren();
}

// ------------------------------------------------------------------ sent

// Tried wherever the browser thinks the line is: it is sometimes wrong.
async function send() {
  if (request) return;
  clearTimeout(waiting);
  request = new AbortController();
  await keep();
  try {
    tell(words.sending);
    await follow(await post(request.signal));
  } catch {
    request = undefined;
    tellNoLine();
    waiting = setTimeout(sendWhenStill, AGAIN);
  }
}

function sendWhenStill() {
  clearTimeout(waiting);
  const pause = typedAt + STILL - Date.now();
  if (pressed && pause > 0) waiting = setTimeout(sendWhenStill, pause);
  else if (pressed) send();
}

async function post(signal) {
  const body = new FormData(form);
  body.append(pressed.name, pressed.value);
  const headers = { Accept: "application/json" };
  const response = await fetch(address, { method: "POST", body, headers, redirect: "manual", signal });
  if (NO_LINE.includes(response.status)) throw new Error(response.status);
  return response;
}

// To where it was taken; any other answer is a page, and is asked for as one.
async function follow(response) {
  const isTaken = response.ok && response.headers.get("Content-Type") === "application/json";
  if (isTaken) {
    const { location: place } = await response.json();
    await forget();
    mayKeep = false;
    letGo(form);
    location.assign(place);
  } else {
    goesWhole = true;
    await keep();
    letGo(form);
    form.requestSubmit(pressed);
  }
}

function giveUp() {
  [mayKeep, isKept, typedAt, pressed] = [false, false, 0, undefined];
  clearTimeout(keeping);
  clearTimeout(waiting);
  request?.abort();
  tell();
}

// ------------------------------------------------------------------ what happens

form.kept = putBack().catch(() => false); // drafts.js waits for it

form.addEventListener("input", (event) => {
  typedAt = Date.now();
  clearTimeout(keeping);
  if (event.target === field) [filesAreKept, choice] = [false, choice + 1];
  if (isSecret()) forget();
  else keeping = setTimeout(keep, PAUSE);
});

form.addEventListener("submit", (event) => {
  if (goesWhole) return;
  event.preventDefault();
  if (request) return;
  pressed = event.submitter;
  send();
});

form.addEventListener("draft-failed", (event) => {
  event.preventDefault();
  if (!request) tellNoLine();
});

form.addEventListener("draft-saved", () => {
  if (saysNoLine && !pressed) tell();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden && typedAt) keep();
});

window.addEventListener("offline", () => {
  request?.abort();
  if (!request) tellNoLine();
});

window.addEventListener("online", () => {
  if (pressed) sendWhenStill();
  else if (saysNoLine) tell();
});

window.addEventListener("beforeunload", (event) => {
  if (pressed && !isKept && mayKeep && !goesWhole) event.preventDefault();
});

// Back to the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) [request, goesWhole] = [undefined, false];
});

device.whenCleared(giveUp);
