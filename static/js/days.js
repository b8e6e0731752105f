// A day can be typed or pasted in any of the ways the server reads; the browser's own calendar is one click away.

const touch = window.matchMedia("(pointer: coarse)");
const standard = /^(\d{4}-\d\d-\d\d)?$/;

function limit(calendar, typed) {
  calendar.min = typed.dataset.first ?? "";
  calendar.max = typed.dataset.last ?? "";
}

function addCalendar(typed) {
  const place = document.createElement("span");
  const calendar = document.createElement("input");
  const button = document.createElement("button");
  place.className = "day";
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  limit(calendar, typed);
  button.type = "button";
  button.className = "day-button";
  button.title = typed.dataset.day;
  button.setAttribute("aria-label", typed.dataset.day);
  const focused = document.activeElement === typed;
  typed.before(place);
  place.append(typed, button, calendar);
  if (focused) typed.focus();
}

// On a touch screen the browser's own field is quicker than a keyboard; it would empty what is written otherwise.
function prepareDays() {
  document.querySelectorAll("input[data-day]").forEach((typed) => {
    if (typed.closest(".day")) return;
    if (!touch.matches) addCalendar(typed);
    else if (typed.type === "text" && standard.test(typed.value)) {
      typed.type = "date";
      limit(typed, typed);
    }
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".day-button");
  if (!button) return;
  const [typed, calendar] = button.closest(".day").querySelectorAll("input");
  calendar.value = standard.test(typed.value) ? typed.value : "";
  calendar.showPicker();
});

document.addEventListener("change", (event) => {
  const place = event.target.closest(".day");
  if (event.target.type !== "date" || !place || !event.target.value) return;
  const typed = place.querySelector("input[data-day]");
  typed.value = event.target.value;
  typed.dispatchEvent(new Event("change", { bubbles: true }));
  typed.focus();
});

document.body.addEventListener("htmx:load", prepareDays);
prepareDays();
