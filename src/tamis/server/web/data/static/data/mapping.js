// What the columns of a file stand for: the badge beside a field says what the name in it is. Where a field is left
// empty, the column stands for its own name.
(() => {
  const known = new Set([...document.querySelectorAll("#known option")].map((each) => each.value));

  function kindOf(name) {
    if (!known.has(name)) return "new";
    return name === "company.name" ? "company" : "known";
  }

  document.addEventListener("input", (event) => {
    const row = event.target.closest("[data-header]");
    if (!row || event.target.name !== "name") return;
    const kind = kindOf(event.target.value.trim() || row.dataset.header);
    for (const badge of row.querySelectorAll("[data-kind]")) badge.hidden = badge.dataset.kind !== kind;
  });
})();
