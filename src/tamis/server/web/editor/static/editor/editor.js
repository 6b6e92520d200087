// The editor: each change is one POST, one after the other; its answer is the form, the YAML and the mistakes anew.
(() => {
  const page = document.getElementById("editor-page");
  if (!page) return;
  const yaml = document.getElementById("yaml");
  const byId = (id) => document.getElementById(id);
  const bar = () => byId("editor-bar");
  const headers = () => ({
    ...JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}"),
    "HX-Request": "true",
  });
  let queue = Promise.resolve();
  let shownText = yaml.value;
  let typing = 0;
  let isUncounted = false;
  let isUntested = false;

  // One request after the other: each names the mark that the one before left.
  function send(url, fields, focus) {
    queue = queue.then(() => post(url, fields, focus)).catch(() => tell(page.dataset.lost));
    return queue;
  }

  async function post(url, fields, focus) {
    const body = new URLSearchParams();
    for (const [name, value] of fields) body.append(name, value);
    body.append("mark", bar().dataset.mark);
    if (!body.has("open")) body.append("open", bar().dataset.open);
    await take(await fetch(url, { method: "POST", body, headers: headers() }), focus, body.get("text") ?? undefined);
  }

  function open(path, focus) {
    const address = new URL(page.dataset.page, location.href);
    address.searchParams.set("part", "1");
    address.searchParams.set("open", path);
    queue = queue
      .then(async () => take(await fetch(address, { headers: headers() }), focus))
      .catch(() => tell(page.dataset.lost));
  }

  // What was typed over somebody else's change is not taken, and not lost either.
  function keepTyped(told, typed) {
    const kept = document.createElement("textarea");
    kept.className = "form-control yaml-kept mt-2";
    kept.readOnly = true;
    kept.setAttribute("aria-label", page.dataset.typed);
    kept.value = typed;
    told.append(page.dataset.typed, kept);
  }

  async function take(answer, focus, typed) {
    const text = await answer.text();
    const found = new DOMParser().parseFromString(text, "text/html");
    if (answer.status === 204 || answer.redirected) return location.reload();
    if (!found.getElementById("editor-form")) return tell(found.body.textContent.trim());
    const kept = focusNow();
    for (const id of ["editor-bar", "editor-form", "yaml-issues"]) byId(id).replaceWith(found.getElementById(id));
    takeYaml(found.getElementById("yaml-now").value);
    restore(focus || kept);
    const told = byId("told");
    byId("editor-told").textContent = told ? told.textContent : "";
    if (told && typed !== undefined && typed !== yaml.value) keepTyped(told, typed);
  }

  function takeYaml(text) {
    const isTyping = document.activeElement === yaml && typing;
    if (!isTyping && yaml.value !== text) yaml.value = text;
    const isNew = text !== shownText;
    shownText = text;
    drawLines();
    const isWrong = bar().dataset.wrong === "1";
    const stale = byId("stale");
    if (stale) stale.hidden = !isWrong;
    isUncounted = isUncounted || isNew;
    isUntested = isUntested || isNew;
    count();
    test();
  }

  // The record that was chosen is tried again only while somebody looks at what it gets.
  function test() {
    const side = byId("side-test");
    if (!side || side.hidden) return;
    tellBody("testing");
    if (isUntested) tellBody("retest");
    isUntested = false;
  }
  byId("side-test")?.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-record]");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    byId("tried-record").value = chosen.dataset.record;
    byId("tried-on").replaceChildren();
    tellBody("retest");
  });
  const tellBody = (name) => document.body.dispatchEvent(new CustomEvent(name));

  // The preview is computed only while somebody looks at it.
  function count() {
    if (!isUncounted || bar().dataset.wrong === "1" || byId("side-preview").hidden) return;
    isUncounted = false;
    tellBody("edited");
  }

  function tell(text) {
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.setAttribute("role", "alert");
    alert.id = "told";
    alert.textContent = text;
    byId("told")?.remove();
    byId("yaml-issues").prepend(alert);
    byId("editor-told").textContent = text;
  }

  function focusNow() {
    const active = document.activeElement;
    if (!active || !active.id || !page.parentElement.contains(active)) return null;
    const isText = active.tagName === "INPUT" && active.type === "text";
    return { id: active.id, at: isText ? active.selectionStart : null };
  }

  function restore(focus) {
    if (!focus || focus.id === "yaml") return;
    const again = byId(focus.id) || page.querySelector(".editor-rule.is-open .editor-sentence, .editor-sentence");
    if (!again || again === document.activeElement) return;
    again.focus({ preventScroll: !focus.isNew });
    if (focus.at != null && again.setSelectionRange) again.setSelectionRange(focus.at, focus.at);
  }

  // ---- what is clicked and typed in the form
  function does(element, values, focus) {
    const { do: action, path, kind } = element.dataset;
    const fields = [["do", action], ["path", path], ["kind", kind || "text"]];
    return send(page.dataset.change, [...fields, ...values.map((value) => ["value", value])], focus);
  }

  page.addEventListener("change", (event) => {
    const element = event.target.closest("[data-do]");
    if (!element || !event.target.matches("input, select")) return;
    const several = element.matches(".editor-several");
    const values = several ? [...element.querySelectorAll("[name=value]")].map((each) => each.value) : [element.value];
    if (several && element.dataset.kind !== "period" && values.some((value) => !value)) return;
    if (["or_event", "append"].includes(element.dataset.do) && !values[0]) return;
    does(element, values);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, [data-do]");
    if (!button) return;
    if (button.dataset.step) return send(page.dataset.step, [["do", button.dataset.step]]);
    if (button.dataset.side) return showSide(button.dataset.side);
    if (button.dataset.goLine) return goToLine(Number(button.dataset.goLine));
    if (!page.contains(button)) return;
    if ("open" in button.dataset) return open(button.dataset.open, button.id ? { id: button.id } : null);
    if (button.tagName === "BUTTON" && button.dataset.do) {
      const focus = button.closest(".dropdown-menu") ? { id: `open-${button.dataset.path}` } : null;
      does(button, button.dataset.value !== undefined ? [button.dataset.value] : [], focus);
    }
  });

  // ---- the values that the data has
  let offering = 0;
  function offer(input) {
    clearTimeout(offering);
    offering = setTimeout(async () => {
      const asked = `${page.dataset.offers}?${input.dataset.offers}&starting=${encodeURIComponent(input.value)}`;
      const answer = await fetch(asked, { headers: headers() });
      const list = byId(input.getAttribute("list"));
      if (answer.ok && list) list.innerHTML = await answer.text();
    }, 120);
  }
  page.addEventListener("focusin", (event) => event.target.dataset?.offers && offer(event.target));
  page.addEventListener("input", (event) => event.target.dataset?.offers && offer(event.target));

  // ---- the YAML
  function writeYaml() {
    clearTimeout(typing);
    typing = 0;
    if (yaml.value !== shownText) send(page.dataset.write, [["text", yaml.value]]);
  }
  yaml.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(writeYaml, 500);
    drawLines();
  });
  yaml.addEventListener("blur", () => typing && writeYaml());
  yaml.addEventListener("scroll", () => (byId("yaml-lines").scrollTop = yaml.scrollTop));
  yaml.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey) return;
    const { selectionStart: start, selectionEnd: end } = yaml;
    if (start === 0 && end === 0) return;
    event.preventDefault();
    yaml.setRangeText("  ", start, end, "end");
    yaml.dispatchEvent(new Event("input"));
  });

  function drawLines() {
    const wrong = new Map();
    for (const issue of document.querySelectorAll("#yaml-issues [data-line]")) {
      const line = Number(issue.dataset.line);
      if (wrong.get(line) !== "error") wrong.set(line, issue.dataset.severity);
    }
    const lines = yaml.value.split("\n").map((_, index) => {
      const line = document.createElement("div");
      line.textContent = String(index + 1);
      if (wrong.has(index + 1)) line.className = `is-${wrong.get(index + 1)}`;
      return line;
    });
    byId("yaml-lines").replaceChildren(...lines);
    byId("yaml-lines").scrollTop = yaml.scrollTop;
  }

  function goToLine(line) {
    showSide("yaml");
    const before = yaml.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    const end = yaml.value.indexOf("\n", before);
    yaml.focus();
    yaml.setSelectionRange(before, end < 0 ? yaml.value.length : end);
    yaml.scrollTop = (line - 4) * parseFloat(getComputedStyle(yaml).lineHeight);
  }

  // ---- beside the form
  function showSide(name) {
    for (const tab of document.querySelectorAll("[data-side]")) {
      const isShown = tab.dataset.side === name;
      tab.classList.toggle("active", isShown);
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      byId(`side-${tab.dataset.side}`).hidden = !isShown;
    }
    localStorage.setItem("tamis-editor-side", name);
    drawLines();
    count();
    test();
  }
  document.querySelector(".editor-side [role=tablist]").addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...document.querySelectorAll("[data-side]")];
    const step = event.key === "ArrowRight" ? 1 : tabs.length - 1;
    const next = tabs[(tabs.indexOf(event.target) + step) % tabs.length];
    showSide(next.dataset.side);
    next.focus();
  });

  // ---- keys
  const isWriting = (element) => element.matches("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const active = document.activeElement || document.body;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "z" || key === "y") && !isWriting(active)) {
      event.preventDefault();
      const step = key === "y" || event.shiftKey ? "redo" : "undo";
      if (!byId(step).disabled) send(page.dataset.step, [["do", step]]);
      return;
    }
    const rule = active.closest?.("[data-rule]");
    if (!rule) return;
    if (event.key === "Escape" && rule.matches(".is-open")) {
      event.preventDefault();
      return open("-", { id: `open-${rule.dataset.rule}` });
    }
    if (!active.matches(".editor-sentence") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (event.altKey) return shift(rule, event.key === "ArrowUp" ? "up" : "down");
    const all = [...document.querySelectorAll(".editor-sentence")];
    all[all.indexOf(active) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
  });

  function shift(rule, action) {
    const all = [...document.querySelectorAll("[data-rule]")].map((each) => each.dataset.rule);
    const fields = [["do", action], ["path", rule.dataset.rule]];
    const group = rule.dataset.rule.replace(/\.rules.*/, "");
    send(page.dataset.change, fields).then(() => {
      const place = all.indexOf(rule.dataset.rule);
      const rules = [...document.querySelectorAll("[data-rule]")];
      const crossed = !rules[place] || !rules.some((each) => each.dataset.rule === rule.dataset.rule);
      const inside = rules[place + (action === "up" ? -1 : 1)];
      const moved = inside && inside.dataset.rule.startsWith(`${group}.`) && !crossed ? inside : rules[place];
      moved?.querySelector(".editor-sentence")?.focus();
    });
  }

  // ---- moving by hand
  let dragged = null;
  page.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-rule]");
    if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.rule);
  });
  page.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest("[data-rule], [data-list]");
    if (!over) return;
    event.preventDefault();
    mark(over.dataset.rule ? over : null, isLower(event, over));
  });
  page.addEventListener("dragend", () => {
    mark(null);
    dragged = null;
  });
  page.addEventListener("drop", (event) => {
    const over = event.target.closest("[data-rule]");
    mark(null);
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const [, toList, toAt] = over.dataset.rule.match(/^(.*)\[(\d+)\]$/);
    const [, fromList, fromAt] = dragged.dataset.rule.match(/^(.*)\[(\d+)\]$/);
    let at = Number(toAt) + (isLower(event, over) ? 1 : 0);
    if (toList === fromList && Number(fromAt) < at) at -= 1;
    send(page.dataset.change, [["do", "move"], ["path", dragged.dataset.rule], ["value", `${toList}[${at}]`]]);
  });
  const isLower = (event, over) => {
    const box = over.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };
  function mark(over, lower) {
    for (const each of page.querySelectorAll(".is-before, .is-behind")) each.classList.remove("is-before", "is-behind");
    if (over) over.classList.add(lower ? "is-behind" : "is-before");
  }

  drawLines();
  const side = localStorage.getItem("tamis-editor-side");
  if (side === "yaml") showSide(side);
  // Asked for only when htmx listens.
  if (side === "test" && byId("side-test")) document.addEventListener("DOMContentLoaded", () => showSide(side));
  if (byId("stale")) byId("stale").hidden = bar().dataset.wrong !== "1";
  window.addEventListener("beforeunload", (event) => {
    if (typing) {
      writeYaml();
      event.preventDefault();
    }
  });
})();
