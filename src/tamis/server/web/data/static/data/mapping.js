// What the columns of a file stand for: the badge beside a field says what the name in it is. Where a field is left
// empty, the column stands for its own name.
(() => {
  const known = new Set([...document.querySelectorAll("#known option")].map((each) => each.value));

  const others = document.querySelector("[data-others]").dataset.others.split(" ").filter(Boolean);

  function kindOf(name) {
    const [whose, ...rest] = name.split(".");
    const isMisplaced = rest.join("").trim() && others.includes(whose.trim().toLowerCase());
    if (!known.has(name)) return isMisplaced ? "misplaced" : "new";
    return name === "company.name" ? "company" : "known";
  }

  document.addEventListener("input", (event) => {
    const row = event.target.closest("[data-header]");
    if (!row || event.target.name !== "name") return;
    const kind = kindOf(event.target.value.trim() || row.dataset.header);
    for (const badge of row.querySelectorAll("[data-kind]")) badge.hidden = badge.dataset.kind !== kind;
  });
})();
