// What the columns of a file stand for: the badge beside a field says what the name in it is, and the choice of a type
// is there for names that have none. Where a field is left empty, the column stands for its own name. What is not
// ticked is left out. A value that is none of the type is told beside it.
(() => {
  const known = new Map([...document.querySelectorAll("#known option")].map((each) => [each.value, each.dataset]));
  const said = document.querySelector("[data-others]").dataset;
  const others = said.others.split(" ").filter(Boolean);
  const rows = [...document.querySelectorAll("[data-header]")];
  const leaveNew = document.querySelector("[data-leave-new]");
  const takeAll = document.querySelector("[data-take-all]");

  const tick = (row) => row.querySelector("[data-take]");
  const nameOf = (row) => row.querySelector("[data-name]").value.trim() || row.dataset.header;
  const isNew = (row) => ["new", "misplaced"].includes(kindOf(nameOf(row)));

  function kindOf(name) {
    const [whose, ...rest] = name.split(".");
    if (!known.has(name))
      return rest.join(".") && others.includes(whose.toLowerCase()) ? "misplaced" : "new";
    return name === "company.name" ? "company" : "known";
  }

  function show(row) {
    const isTaken = tick(row).checked;
    const kind = isTaken ? kindOf(nameOf(row)) : "out";
    row.classList.toggle("mapping-out", !isTaken);
    for (const badge of row.querySelectorAll("[data-kind]")) badge.hidden = badge.dataset.kind !== kind;
    const type = row.querySelector("[data-type]");
    if (type) showType(row, type, known.get(nameOf(row)), isTaken);
  }

  function showType(row, type, told, isTaken) {
    row.querySelector("[data-standing]").textContent = told?.label ?? "";
    type.hidden = type.disabled = Boolean(told && (told.type || "plain" in told));
    const chosen = type.disabled ? told.type : type.value;
    const misfit = [...type.options].find((each) => each.value === chosen)?.dataset.misfit;
    const warning = row.querySelector("[data-warning]");
    warning.hidden = !misfit || !isTaken;
    const isCode = chosen === "number" && /^([+]|-?0\d)[\d.,]*$/.test(misfit);
    const sentence = isCode ? said.code : said.misfit;
    warning.querySelector("span").textContent = warning.hidden ? "" : sentence.replace("{value}", () => misfit);
  }

  function showAll() {
    const taken = rows.filter((row) => tick(row).checked);
    for (const [which, number] of [["taken", taken.length], ["out", rows.length - taken.length]])
      for (const each of document.querySelectorAll(`[data-tally="${which}"]`)) each.textContent = number;
    leaveNew.disabled = !taken.some(isNew);
    takeAll.disabled = taken.length === rows.length;
  }

  function take(some, isTaken) {
    for (const row of some) {
      tick(row).checked = isTaken;
      show(row);
    }
    showAll();
  }

  leaveNew.addEventListener("click", () => take(rows.filter(isNew), false));
  takeAll.addEventListener("click", () => take(rows, true));
  document.addEventListener("input", (event) => {
    const row = event.target.closest("[data-header]");
    if (row) show(row);
    showAll();
  });
  // A browser that comes back to the page keeps what was typed and ticked.
  window.addEventListener("pageshow", () => {
    document.querySelector("[data-all]").hidden = false;
    rows.forEach(show);
    showAll();
  });
})();
