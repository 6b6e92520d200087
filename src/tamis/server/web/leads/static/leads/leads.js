// The keyboard of the list: j and k go from lead to lead, / searches, ? tells of all this.
(() => {
  const leads = () => [...document.querySelectorAll("#leads [data-open]")];
  const help = () => document.querySelector("#leads-help");

  function move(step) {
    const all = leads();
    if (!all.length) return;
    const row = document.activeElement?.closest("[data-lead]");
    const at = row ? all.indexOf(row.querySelector("[data-open]")) : -1;
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].focus();
    all[next].closest("[data-lead]").scrollIntoView({ block: "nearest" });
  }

  const keys = {
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
    "/": () => document.querySelector("#leads-q")?.select(),
    n: () => document.querySelector("#leads [rel=next]")?.click(),
    p: () => document.querySelector("#leads [rel=prev]")?.click(),
    "?": () => help()?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help()?.open) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable], .dropdown-menu, .dropdown")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-leads-help]")) help()?.showModal();
    const fold = event.target.closest("[data-leads-fold]");
    if (fold) fold.setAttribute("aria-expanded", document.querySelector("#leads-fold").classList.toggle("is-open"));
  });
})();
