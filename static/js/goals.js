// Goals are typed: a code, or the beginning of words of the title. The boxes or the list that stand there without
// JavaScript stay in the form, out of sight, and hold what is chosen. The pattern is the combobox of WAI-ARIA 1.2.

const fields = new Map(); // what was made of each list, by its place in the page
let made = 0;

function element(name, properties, attributes = {}) {
  const one = Object.assign(document.createElement(name), properties);
  for (const [attribute, value] of Object.entries(attributes)) one.setAttribute(attribute, value);
  return one;
}

const folded = (text) => text.toLocaleLowerCase("sv").trim();

// The list and the boxes as the same: a goal has its words, the focus area it stands under, and whether it is chosen.
function goalsOf(select, boxes) {
  const listed = [...(select?.options ?? [])].filter((option) => option.value).map((option) => ({
    value: option.value,
    label: option.label,
    area: option.parentElement.label ?? "",
    get chosen() { return option.selected; },
    set chosen(is) { select.value = is ? option.value : ""; },
    control: select,
  }));
  return [...listed, ...boxes.map((box) => ({
    value: box.value,
    label: box.parentElement.textContent.trim(),
    area: box.closest("fieldset.choices-group")?.querySelector("legend").textContent ?? "",
    get chosen() { return box.checked; },
    set chosen(is) { box.checked = is; },
    control: box,
  }))];
}

const codeOf = (goal) => goal.label.split(" ")[0];

// Each word that is typed begins a word of the title, or is in one; a code in full is that goal, and no other.
function matching(goals, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const rank = (goal) => {
    const label = folded(goal.label);
    if (words.length === 1 && folded(codeOf(goal)) === words[0]) return 0;
    if (words.every((word) => ` ${label}`.includes(` ${word}`))) return 1;
    return words.every((word) => label.includes(word)) ? 2 : 3;
  };
  const ranked = goals.map((goal) => [rank(goal), goal]);
  const worst = ranked.some(([place]) => place === 0) ? 0 : 2;
  return ranked.filter(([place]) => place <= worst).sort(([one], [other]) => one - other).map(([, goal]) => goal);
}

class GoalField {
  constructor(root) {
    this.words = root.dataset;
    this.plain = root.querySelector("[data-goals-plain]");
    this.select = this.plain.querySelector("select");
    this.goals = goalsOf(this.select, [...this.plain.querySelectorAll("input")]);
    this.number = (made += 1);
    this.form = root.closest("form");
    this.build(root);
    this.show();
  }

  get isSingle() { return Boolean(this.select); }
  get chosen() { return this.goals.filter((goal) => goal.chosen); }
  get isOpen() { return !this.list.hidden; }

  build(root) {
    const named = this.select ?? this.plain.querySelector(".choices");
    this.list = element("div", { id: `goals-${this.number}`, className: "goal-list", hidden: true }, { role: "listbox" });
    this.input = element("input", { type: "text", id: named.id, className: "ds-input", autocomplete: "off" }, {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      placeholder: this.words.placeholder,
    });
    named.id = `${named.id}-plain`;
    this.chips = element("ul", { className: "goal-chips", hidden: true }, { "aria-label": this.words.chosen });
    this.said = element("p", { className: "ds-sr-only" }, { role: "status" });
    this.describe(root);
    const entry = element("div", { className: "goal-entry-field" });
    entry.append(this.input, this.list);
    root.prepend(this.chips, entry, this.said); // before the list: the first field of a form is where the keyboard goes
    this.plain.hidden = true;
    root.closest("details")?.setAttribute("open", ""); // what takes a line needs no fold
    this.input.addEventListener("input", (event) => { event.stopPropagation(); this.open(); });
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the keyboard
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("[role=option]")?.goal));
  }

  // What the list was called and said of, the field is too.
  describe(root) {
    const group = root.closest("fieldset.field");
    const label = group?.querySelector("legend")?.firstChild.textContent.trim() ?? this.words.chosen;
    this.list.setAttribute("aria-label", label);
    if (!this.isSingle) {
      this.input.setAttribute("aria-label", label);
      this.list.setAttribute("aria-multiselectable", "true");
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      const value = (this.select ?? group)?.getAttribute(name);
      if (value) this.input.setAttribute(name, value);
    }
  }

  show() {
    if (this.isSingle) this.input.value = this.chosen[0]?.label ?? "";
    else this.chips.replaceChildren(...this.chosen.map((goal) => this.chip(goal)));
    this.chips.hidden = !this.chips.children.length;
    this.form?.querySelectorAll("[data-goal]").forEach((button) => {
      const goal = this.goals.find(({ value }) => value === button.dataset.goal);
      if (goal) button.setAttribute("aria-pressed", goal.chosen);
    });
  }

  chip(goal) {
    const remove = element("button", { type: "button", className: "button-plain", textContent: "×" }, {
      "aria-label": `${this.words.remove} ${goal.label}`,
    });
    remove.addEventListener("click", () => { this.choose(goal, false); this.input.focus(); });
    const chip = element("li", { textContent: goal.label });
    chip.append(" ", remove);
    return chip;
  }

  open(typed = this.isSingle && this.input.value === this.chosen[0]?.label ? "" : this.input.value) {
    const found = matching(this.goals, typed);
    const areas = new Map();
    for (const goal of found) areas.set(goal.area, [...(areas.get(goal.area) ?? []), goal]);
    this.list.replaceChildren(...[...areas].map(([area, goals]) => this.group(area, goals)));
    if (!found.length) this.list.append(element("p", { className: "small quiet", textContent: this.words.none }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(typed ? this.options.find((option) => option.goal === found[0]) : undefined);
    if (typed) this.said.textContent = found.length ? `${found.length} ${this.words.found}` : this.words.none;
  }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  group(area, goals) {
    const group = element("div", {}, { role: "group", "aria-label": area });
    if (area) group.append(element("div", { className: "goal-area", textContent: area }, { "aria-hidden": "true" }));
    for (const goal of goals) {
      const id = `goals-${this.number}-${goal.value}`;
      group.append(element("div", { id, goal, textContent: goal.label }, { role: "option", "aria-selected": goal.chosen }));
    }
    return group;
  }

  mark(option) {
    this.list.querySelector("[data-marked]")?.removeAttribute("data-marked");
    this.marked = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("data-marked", "");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.mark();
    this.input.setAttribute("aria-expanded", "false");
  }

  step(by) {
    if (!this.isOpen) this.open();
    const options = this.options;
    const at = options.indexOf(this.marked);
    this.mark(options[at === -1 ? (by > 0 ? 0 : options.length - 1) : (at + by + options.length) % options.length]);
  }

  press(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") this.step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && this.isOpen && this.marked) this.pick(this.marked.goal);
    else if (key === "Enter" && this.isOpen && this.input.value && !this.isSingle) this.open(); // says that nothing fits
    else if (key === "Escape" && this.isOpen) this.close();
    else if (key === "Backspace" && !this.isSingle && !this.input.value) this.choose(this.chosen.at(-1), false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pick(goal) {
    if (!goal) return;
    this.choose(goal, this.isSingle || !goal.chosen);
    if (!this.isSingle) this.input.value = "";
    this.close();
  }

  choose(goal, is) {
    if (!goal || goal.chosen === is) return this.show();
    goal.chosen = is;
    for (const name of ["input", "change"]) goal.control.dispatchEvent(new Event(name, { bubbles: true }));
    this.said.textContent = `${goal.label} ${is ? this.words.added : this.words.removed}`;
    this.show();
  }

  // A code that was typed in full is chosen; in a field of one goal nothing stays that is none.
  leave() {
    const typed = folded(this.input.value);
    const goal = this.goals.find((one) => folded(codeOf(one)) === typed);
    if (goal) this.choose(goal, true);
    else if (this.isSingle && !typed) this.choose(this.chosen[0], false);
    if (goal && !this.isSingle) this.input.value = "";
    if (this.isSingle) this.show();
    this.close();
  }
}

function prepare() {
  for (const root of fields.keys()) if (!root.isConnected) fields.delete(root);
  document.querySelectorAll("[data-goals]").forEach((root) => {
    if (!fields.has(root)) fields.set(root, new GoalField(root));
  });
}

const showAll = () => fields.forEach((field) => field.show());

// A suggestion is chosen with a button of its own.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-goal]");
  const root = button?.closest("form")?.querySelector("[data-goals]");
  const field = fields.get(root);
  const goal = field?.goals.find(({ value }) => value === button.dataset.goal);
  if (goal) field.choose(goal, !goal.chosen);
});

document.addEventListener("filled", showAll); // by drafts.js
document.addEventListener("reset", () => setTimeout(showAll));
window.addEventListener("pageshow", showAll);
document.body.addEventListener("htmx:load", () => { prepare(); showAll(); });
prepare();
