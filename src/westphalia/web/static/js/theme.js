// The theme that was chosen last, before anything is drawn; without one the system's holds.
(function () {
  "use strict";
  var stored = null;
  try { stored = localStorage.getItem("westphalia-theme"); } catch (error) { /* storage may be forbidden */ }
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
  document.documentElement.classList.add("js");
})();
