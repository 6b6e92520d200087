// What every page does: the theme button, pages that come by themselves, what is confirmed before it is done.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) window.tamisTheme.toggle();
});

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

for (const waiting of document.querySelectorAll("[data-reload-in]")) {
  setTimeout(() => location.reload(), Number(waiting.dataset.reloadIn) * 1000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
  button.classList.add("text-green");
});

// Finders (`data-finder`): arrow keys go to what was found and through it, Enter chooses; `first`: from the field, too,
// where what is listed is of what was typed. `data-finder-stays`: it has no page of its own.
document.addEventListener("keydown", (event) => {
  const finder = event.target.closest("[data-finder]");
  const field = finder?.querySelector("input[type=search]");
  if (!field || event.isComposing) return;
  const found = [...finder.querySelectorAll("a[href]")];
  const at = found.indexOf(event.target);
  if (event.key === "ArrowDown" && found[at + 1]) found[at + 1].focus();
  else if (event.key === "ArrowUp" && at >= 0) (found[at - 1] || field).focus();
  else if (event.key === "Escape" && at >= 0) field.focus();
  else if (event.key === "Enter" && event.target === field && finder.dataset.finder === "first") {
    const isOfThis = finder.querySelector("[data-found]")?.dataset.found === field.value.trim();
    if (isOfThis && found[0]) found[0].click();
    else if (!("finderStays" in finder.dataset)) return;
  } else return;
  event.preventDefault();
});

// A page's parts are asked for at once, and the server makes a few at a time: who finds none is told to come again.
async function askAgain(address, asked) {
  for (let times = 1; ; times += 1) {
    const answer = await fetch(address, asked);
    const wait = Number(answer.headers.get("Retry-After"));
    if (answer.status !== 503 || !wait || times === 10) return answer;
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method === "GET") ctx.fetch = askAgain;
});
