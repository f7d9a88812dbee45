// What every page needs beyond HTML: menus that close, errors that receive the focus, htmx without empty parameters.
(function () {
  "use strict";

  // --- Menus (details) close on Escape, on a click elsewhere, and when another one opens.
  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details[data-menu]"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // --- Details that stand beside the content on a wide screen and are folded on a narrow one.
  if (window.matchMedia("(min-width: 75rem)").matches) {
    document.querySelectorAll("details[data-open-when-wide]").forEach(function (part) { part.open = true; });
  }

  // --- Gestures named in the page.
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog).showModal();
    if (event.target.closest("[data-print]")) window.print();
    const filler = event.target.closest("[data-fill]");
    if (filler) fill(filler);
    const link = event.target.closest("[data-go-to-field]");
    if (link) goToField(event, link);
  });

  function fill(button) {
    const values = JSON.parse(button.dataset.fill);
    Object.keys(values).forEach(function (name) {
      document.querySelector('[name="' + name + '"]').value = values[name];
    });
    document.querySelector("[data-fill-then]").focus();
  }

  function goToField(event, link) {
    const place = document.querySelector(link.getAttribute("href"));
    const field = place && place.querySelector("input, select, textarea");
    if (!field) return;
    event.preventDefault();
    place.scrollIntoView({ block: "center" });
    field.focus();
  }

  // --- The summary of errors receives the focus when the page or a fragment arrives.
  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }
  focusErrors(document);

  // --- htmx: a bar while a request runs, no empty parameter in the address, errors told in words.
  let running = 0;
  function setRunning(change) {
    running = Math.max(0, running + change);
    document.body.classList.toggle("request-running", running > 0);
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    setRunning(1);
    if (event.target.form) sent.set(event.detail.target, answersIn(event.detail.target));
  });
  document.addEventListener("htmx:afterRequest", function () { setRunning(-1); });
  document.addEventListener("htmx:afterSwap", function (event) {
    putBack(event.detail.target);
    focusErrors(event.detail.target);
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    // The session is over: the answer is the sign-in page, which must not land inside this one.
    const answered = new URL(event.detail.xhr.responseURL).pathname;
    if (answered !== document.body.dataset.signIn) return;
    event.detail.shouldSwap = false;
    window.location.reload();
  });
  document.addEventListener("htmx:beforeSwap", function (event) { keepTyped(event.detail.target); });
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.target.matches("[data-filters]")) return;
    const parameters = event.detail.parameters;
    Object.keys(parameters).forEach(function (name) {
      if (parameters[name] === "") delete parameters[name];
    });
  });
  // --- What was answered while the questions were being drawn again is put back into the new ones.
  const sent = new WeakMap();
  const typed = new WeakMap();
  function isBox(field) { return field.type === "checkbox" || field.type === "radio"; }
  function keyOf(field) { return isBox(field) ? field.name + "=" + field.value : field.name; }
  function fieldsIn(place) { return [...place.querySelectorAll("input:not([type=hidden]), select, textarea")]; }
  function answersIn(place) {
    return new Map(fieldsIn(place).map(function (field) { return [keyOf(field), isBox(field) ? field.checked : field.value]; }));
  }
  function keepTyped(place) {
    const before = sent.get(place);
    if (!before) return;
    typed.set(place, [...answersIn(place)].filter(function ([name, answer]) { return before.get(name) !== answer; }));
  }
  function putBack(place) {
    const answers = new Map(typed.get(place));
    typed.delete(place);
    fieldsIn(place).forEach(function (field) {
      if (answers.has(keyOf(field))) field[isBox(field) ? "checked" : "value"] = answers.get(keyOf(field));
    });
  }

  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function () {
      say("La page n’a pas pu être mise à jour. Vérifiez le réseau, puis réessayez.");
    });
  });

  function say(text) {
    const area = document.getElementById("messages");
    if (!area) return;
    const message = document.createElement("div");
    message.className = "message message-error";
    const words = document.createElement("p");
    words.textContent = text;
    message.append(words);
    area.replaceChildren(message);
  }
})();
