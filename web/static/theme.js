// Sets theme and language before the first paint, so that nothing flashes.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // Storage is switched off: the system's choice stands.
    }
  };
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const locale =
    kept("locale") ?? (navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");
  document.documentElement.lang = locale === "fr" ? "fr" : "en";
})();
