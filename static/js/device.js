// What is kept on this device of a form that waits for a connection: see offline.js. It is one person's, and gone when
// they sign out, when somebody else signs in, when it was sent, or after LONGEST; which is why every page loads this.

const LONGEST = 72 * 60 * 60 * 1000; // milliseconds
const MARK = "kept"; // in localStorage: whether there may be something, so that most pages open no database
const STORES = ["texts", "files"]; // apart, so that a text finds room where its photos do not

const person = document.body.dataset.person; // a digest; none where nobody is signed in
let database;

function opened() {
  database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("verka", 1);
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database;
}

// One transaction; answers what the last request in it found.
async function within(mode, act) {
  const transaction = (await opened()).transaction(STORES, mode);
  return new Promise((resolve, reject) => {
    const asked = act(...STORES.map((name) => transaction.objectStore(name)));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

// `text`: its form's key and address, and what is typed in it. May fail, as where there is no room.
export async function keepText(text) {
  localStorage.setItem(MARK, "yes");
  await within("readwrite", (texts) => texts.put({ ...text, person, at: Date.now() }));
}

export function keepFiles(key, chosen) {
  return within("readwrite", (_texts, files) => files.put({ key, chosen }));
}

export function forget(key) {
  return within("readwrite", (texts, files) => {
    texts.delete(key);
    files.delete(key);
  });
}

// Every page that is open is told: the others by the browser.
async function clear() {
  localStorage.removeItem(MARK);
  window.dispatchEvent(new StorageEvent("storage", { key: MARK, newValue: null }));
  await within("readwrite", (texts, files) => {
    texts.clear();
    files.clear();
  });
}

export function whenCleared(act) {
  window.addEventListener("storage", (event) => {
    if (event.key === MARK && event.newValue === null) act();
  });
}

// The form went as a whole page, and this page is another that it led to.
function wasTaken(text) {
  const before = document.referrer && new URL(document.referrer).pathname;
  return text.goesWhole && person && before === text.address && location.pathname !== text.address;
}

async function tidy() {
  if (!localStorage.getItem(MARK)) return [];
  const kept = await within("readonly", (texts) => texts.getAll());
  if (person && kept.some((text) => text.person !== person)) {
    await clear();
    return [];
  }
  const over = kept.filter((text) => text.at < Date.now() - LONGEST || wasTaken(text));
  await Promise.all(over.map((text) => forget(text.key)));
  return kept.filter((text) => !over.includes(text));
}

const tidied = tidy().catch(() => []);

// The latest text of the form at an address, or that of the one with this key, with the files chosen in it.
export async function find(address, key) {
  const texts = (await tidied).filter((text) => text.address === address && (!key || text.key === key));
  const [latest] = texts.sort((one, other) => other.at - one.at);
  if (!latest) return undefined;
  const files = await within("readonly", (_texts, stored) => stored.get(latest.key));
  return { ...latest, files: files?.chosen ?? [] };
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]") || !localStorage.getItem(MARK)) return;
  event.preventDefault();
  clear().catch(() => {}).then(() => event.target.submit());
});
