// Choosing columns: the buttons beside one that is ticked put it before or behind the next one that is, and say where it
// stands now.
(() => {
  const ticked = (list) => [...list.querySelectorAll("[data-column]")].filter((row) => row.querySelector("input").checked);

  function move(row, way) {
    const all = ticked(row.parentElement);
    const at = all.indexOf(row);
    // The other one is moved: whatever is moved loses the focus.
    if (way === "up" && at > 0) row.after(all[at - 1]);
    if (way === "down" && at < all.length - 1) row.before(all[at + 1]);
    row.scrollIntoView({ block: "nearest" });
    say(row);
  }

  function say(row) {
    const all = ticked(row.parentElement);
    const told = row.closest("form").querySelector("[data-moved]");
    const words = { column: row.dataset.column, place: all.indexOf(row) + 1, count: all.length };
    told.textContent = told.dataset.moved.replace(/\{(\w+)\}/g, (_whole, name) => words[name]);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-columns] [data-move]");
    if (button) move(button.closest("[data-column]"), button.dataset.move);
  });
})();
