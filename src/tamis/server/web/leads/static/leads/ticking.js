// Ticking leads: one by one, with Shift all from the one ticked before, or all that are shown; x ticks by the keyboard.
// The bar says how many are ticked; whatever form of it is sent takes them along. When all that are shown are ticked, it
// offers to take all that the list finds, which are then not named one by one.
(() => {
  const boxes = () => [...document.querySelectorAll("#leads [data-tick]")];
  const ticked = () => boxes().filter((box) => box.checked);
  const bar = () => document.querySelector("#leads-bar");
  let last = "";
  let isFound = false;

  function tell() {
    const count = ticked().length;
    const isAll = count > 0 && count === boxes().length;
    isFound = isFound && isAll;
    const whole = document.querySelector("#leads [data-tick-all]");
    if (whole) {
      whole.checked = isAll;
      whole.indeterminate = count > 0 && !whole.checked;
    }
    if (!bar()) return;
    bar().hidden = !count;
    const offer = bar().querySelector("[data-tick-found]");
    if (offer) offer.hidden = !isAll || isFound;
    bar().querySelector("[data-tick-every]").hidden = isAll;
    const told = bar().querySelector("[data-count]");
    told.textContent = isFound ? told.dataset.found : count === 1 ? told.dataset.one : told.dataset.many.replace("{count}", count);
  }

  function all(isTicked) {
    for (const box of boxes()) box.checked = isTicked;
    tell();
  }

  function found() {
    isFound = true;
    tell();
    // The button that was pressed is gone.
    bar().querySelector("[data-tick-none]").focus();
  }

  function tick(box, isRange) {
    const shown = boxes();
    const from = shown.findIndex((each) => each.id === last);
    const to = shown.indexOf(box);
    if (isRange && from >= 0) {
      for (const each of shown.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
    }
    last = box.id;
    isFound = false;
    tell();
  }

  function say(form, name, value) {
    const one = document.createElement("input");
    Object.assign(one, { type: "hidden", name, value });
    form.append(one);
  }

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-tick]");
    if (box) tick(box, event.shiftKey);
    else if (event.target.closest("[data-tick-all]")) all(event.target.checked);
    else if (event.target.closest("[data-tick-every]")) all(true);
    else if (event.target.closest("[data-tick-none]")) all(false);
    else if (event.target.closest("button[data-tick-found]")) found();
  });

  document.addEventListener("keydown", (event) => {
    // Whoever closed a menu by Escape has prevented what else it does.
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open], .dropdown-menu.show")) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.key === "Escape" && ticked().length) all(false);
    if (event.key !== "x" && event.key !== "X") return;
    const box = document.activeElement?.closest("[data-lead]")?.querySelector("[data-tick]");
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    tick(box, event.shiftKey);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-ticked]");
    if (!form) return;
    for (const before of form.querySelectorAll("input[name=id], input[name=found]")) before.remove();
    if (isFound) return say(form, "found", "yes");
    for (const box of ticked()) say(form, "id", box.value);
  });

  document.addEventListener("DOMContentLoaded", tell);
  document.addEventListener("htmx:after:swap", tell);
})();
