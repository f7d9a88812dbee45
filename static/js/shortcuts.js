// Keyboard: « / » search, « n » the page's primary action, « g » then a letter to go, « ? » the list.
(function () {
  "use strict";

  const KEY = "tznr-raccourcis";
  const dialog = document.getElementById("raccourcis");
  const enabled = document.getElementById("raccourcis-actifs");
  const PAUSE = 1500; // milliseconds allowed between « g » and its letter
  let goPressed = 0;

  if (enabled) {
    enabled.checked = localStorage.getItem(KEY) !== "non";
    enabled.addEventListener("change", function () {
      localStorage.setItem(KEY, enabled.checked ? "oui" : "non");
    });
  }

  function typing(element) {
    return element.closest("input, select, textarea, dialog") || element.isContentEditable;
  }

  function go(letter) {
    const link = Array.from(document.querySelectorAll("a[data-go]")).find((one) => one.dataset.go === letter);
    if (link) link.click();
  }

  const gestures = {
    "/": () => document.querySelector('main input[type="search"]'),
    n: () => document.querySelector("main [data-primary-action]"),
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (!enabled || !enabled.checked) return;
    if (Date.now() - goPressed < PAUSE) {
      goPressed = 0;
      go(event.key);
    } else if (event.key === "g") {
      goPressed = Date.now();
    } else if (event.key === "?") {
      dialog.showModal();
    } else if (gestures[event.key]) {
      const target = gestures[event.key]();
      if (!target) return;
      event.preventDefault();
      if (target.matches("input")) target.select();
      target.matches("input") ? target.focus() : target.click();
    }
  });
})();
