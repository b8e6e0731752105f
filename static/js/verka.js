// What the pages do a little better with JavaScript. Every page works without it.

const narrow = window.matchMedia("(max-width: 40rem)");

function closeMenus(except) {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

function foldFilters() {
  document.querySelectorAll("details[data-fold]").forEach((filter) => {
    filter.open = !narrow.matches;
  });
}

// Where the keyboard goes after a swap: to what is wrong, into the form that was asked for, or to the page's start.
function focusAfterSwap(swapped) {
  const marked = swapped.querySelector("[data-focus]");
  const form = swapped.closest(".slot");
  if (marked) marked.focus();
  else if (form?.contains(document.activeElement)) return; // somebody is writing already
  else if (form) form.querySelector("select, textarea, input:not([type=hidden])")?.focus();
  else if (document.activeElement === document.body) document.getElementById("content").focus({ preventScroll: true });
}

function showFailure(failed) {
  document.getElementById("request-failed").hidden = !failed;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

narrow.addEventListener("change", foldFilters);
document.body.addEventListener("htmx:beforeRequest", () => showFailure(false));
document.body.addEventListener("htmx:responseError", () => showFailure(true));
document.body.addEventListener("htmx:sendError", () => showFailure(true));
document.body.addEventListener("htmx:afterSettle", (event) => focusAfterSwap(event.target));
foldFilters();
document.querySelector("[data-focus]")?.focus();
