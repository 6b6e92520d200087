// Before anything is drawn: the theme that the person chose on this device, else theirs, else the system's.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("tamis-theme") || root.dataset.theme || "auto";
  const apply = () => {
    const theme = chosen();
    root.dataset.bsTheme = theme === "auto" ? (system.matches ? "dark" : "light") : theme;
    root.dispatchEvent(new CustomEvent("tamis:theme"));
  };
  system.addEventListener("change", apply);
  window.tamisTheme = {
    toggle() {
      localStorage.setItem("tamis-theme", root.dataset.bsTheme === "dark" ? "light" : "dark");
      apply();
    },
  };
  apply();
})();
