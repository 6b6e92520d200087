"use strict";
(() => {
  const block = document.getElementById("cuts");
  if (!block) return;
  const cuts = JSON.parse(block.textContent);
  const calls = document.getElementById("calls");
  const places = [...document.querySelectorAll("[data-told]")];
  const show = () => {
    const cut = cuts[Number(calls.value)];
    calls.setAttribute("aria-valuetext", cut[0]);
    for (const place of places) place.textContent = cut[Number(place.dataset.told)];
  };
  calls.addEventListener("input", show);
  for (const live of document.querySelectorAll("[data-live]")) live.hidden = false;
  show();
})();
