/* Before the first paint: the theme that the reader chose, else the system's. */
(function () {
  "use strict";
  var order = ["system", "light", "dark"];
  var root = document.documentElement;
  function read() {
    try { return window.localStorage.getItem("framing-theme") || "system"; } catch (_) { return "system"; }
  }
  function apply(theme) { root.dataset.theme = order.indexOf(theme) < 0 ? "system" : theme; }
  apply(read());
  document.addEventListener("click", function (event) {
    if (!event.target.closest("#theme")) { return; }
    var next = order[(order.indexOf(root.dataset.theme) + 1) % order.length];
    try { window.localStorage.setItem("framing-theme", next); } catch (_) { /* a private window forgets it */ }
    apply(next);
  });
})();
