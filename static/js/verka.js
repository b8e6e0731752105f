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

function focusMarked(root) {
  root.querySelector("[data-focus]")?.focus();
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  closeMenus();
  menu?.querySelector("summary").focus();
});

narrow.addEventListener("change", foldFilters);
document.body.addEventListener("htmx:afterSettle", (event) => focusMarked(event.target));
foldFilters();
focusMarked(document);
