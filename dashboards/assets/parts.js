/* Parts of a page that are not there yet: they are asked for until they are. */
(function () {
  "use strict";

  /* What takes long says how far it is, and is asked for again until it is there. */
  var asked = 0;
  function askAgain(waiting) {
    if (waiting.dataset.waits) { return; }
    waiting.dataset.waits = "yes";
    window.setTimeout(function () {
      delete waiting.dataset.waits;
      if (!waiting.isConnected) { return; }
      asked += 1;
      window.dash_clientside.set_props("ask-" + waiting.dataset.again, { data: waiting.dataset.address + "&asked=" + asked });
      askAgain(waiting);
    }, 1500);
  }

  /* What the whole page waited for is there: the page is asked for anew. */
  function askPage(waiting) {
    if (waiting.dataset.asked) { return; }
    waiting.dataset.asked = "yes";
    window.dash_clientside.set_props("version", { data: "anew " + Date.now() });
  }

  new MutationObserver(function () {
    document.querySelectorAll("[data-anew]").forEach(askPage);
    document.querySelectorAll(".pending[data-again]").forEach(askAgain);
  }).observe(document.body, { childList: true, subtree: true });
})();
