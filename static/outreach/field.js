// The stand: one key per choice, Enter counts, and what is counted is sent one contact after the other.
// A contact the network loses stays in this page and is sent again under the same identifier, so it is kept once.
(function () {
  "use strict";

  const form = document.querySelector("form[data-field-entry]");
  if (!form || !window.fetch || !window.crypto.randomUUID) return;
  const waiting = form.querySelector("[data-field-waiting]");
  const RETRY_AFTER = 5000; // milliseconds
  const queue = [];
  let sending = false;

  function allowed() {
    const enabled = document.getElementById("raccourcis-actifs");
    return !enabled || enabled.checked;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !allowed()) return;
    if (event.target.closest("select, textarea, dialog, input:not([type=radio])")) return;
    if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const tile = form.querySelector('.tile[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!tile) return;
    event.preventDefault();
    tile.querySelector("input").checked = true;
  });

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    queue.push(new FormData(form));
    form.reset();
    form.elements.contact_id.value = window.crypto.randomUUID();
    const more = form.querySelector("details");
    if (more) more.open = false;
    send();
  });

  async function send() {
    if (sending || !queue.length) return;
    sending = true;
    let lost = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: queue[0],
        headers: { "HX-Request": "true" },
        redirect: "manual",
      });
      // A redirect is the sign-in page: the session is over, nothing was kept.
      lost = !answer.ok;
      if (answer.ok) {
        show(await answer.text());
        queue.shift();
      }
    } catch {
      lost = true;
    }
    sending = false;
    tell(lost);
    if (lost) window.setTimeout(send, RETRY_AFTER);
    else send();
  }

  function show(fragment) {
    const fresh = new DOMParser().parseFromString(fragment, "text/html").getElementById("compteurs");
    document.getElementById("compteurs").replaceWith(fresh);
    window.htmx.process(fresh);
  }

  function tell(lost) {
    waiting.textContent = lost
      ? queue.length + " contact(s) en attente : le réseau ne répond pas, ou la session est finie. Garder cette page ouverte."
      : "";
  }

  window.addEventListener("online", send);
  window.addEventListener("beforeunload", function (event) {
    if (queue.length) event.preventDefault();
  });
})();
