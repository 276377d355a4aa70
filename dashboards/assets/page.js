/* Views are links. A click on one changes the address and lets the server's answer replace the page in place. */
(function () {
  "use strict";
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function go(link) {
    var target = new URL(link.href);
    if (link.dataset.back === "overview") {
      target.search = window.sessionStorage.getItem("overview") || "";
    }
    visit(target);
  }

  function visit(target) {
    if (window.location.pathname === "/") {
      window.sessionStorage.setItem("overview", window.location.search);
    }
    var elsewhere = target.pathname !== window.location.pathname;
    window.history.pushState({}, "", target.pathname + target.search);
    /* All of the address: Dash would set the browser back to whatever part it still has from before. */
    window.dash_clientside.set_props("url", {
      pathname: target.pathname, search: target.search, hash: "", href: window.location.href
    });
    if (elsewhere) { window.scrollTo(0, 0); }
  }

  function closeFilters(except) {
    document.querySelectorAll("details.filter[open]").forEach(function (filter) {
      if (filter !== except) { filter.open = false; }
    });
  }

  document.addEventListener("click", function (event) {
    closeFilters(event.target.closest("details.filter"));
    var link = event.target.closest("a.view");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    go(link);
  });

  document.addEventListener("keydown", function (event) {
    var link = event.target.closest && event.target.closest("a.toggle");
    if (link && event.key === " ") { event.preventDefault(); go(link); }
    if (event.key === "Escape") {
      var open = document.querySelector("details.filter[open]");
      var close = document.querySelector("#entry a.close");
      if (open) { open.open = false; open.querySelector("summary").focus(); } else if (close) { go(close); }
    }
  });

  /* A long list of choices gets a field to search it, made where it is first opened. */
  document.addEventListener("toggle", function (event) {
    var slot = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".search-slot");
    if (!slot || slot.firstChild) { return; }
    var field = document.createElement("input");
    field.type = "search";
    field.placeholder = slot.dataset.placeholder;
    field.setAttribute("aria-label", slot.dataset.placeholder);
    field.addEventListener("input", function () {
      var wanted = field.value.trim().toLowerCase();
      slot.parentNode.querySelectorAll("li").forEach(function (item) {
        item.hidden = item.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    slot.appendChild(field);
    field.focus();
  }, true);

  /* What the articles are about is asked for in words; the answer is an address like any other. */
  document.addEventListener("toggle", function (event) {
    var slot = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".ask-slot");
    if (!slot) { return; }
    if (!slot.firstChild) {
      var field = document.createElement("input");
      field.type = "search";
      field.dir = "auto";
      field.value = slot.dataset.value;
      field.setAttribute("aria-label", slot.dataset.label);
      field.placeholder = slot.dataset.label;
      field.addEventListener("keydown", function (pressed) {
        if (pressed.key !== "Enter" || pressed.isComposing) { return; }
        var target = new URL(window.location.href);
        target.searchParams.delete("page");
        target.searchParams.delete(slot.dataset.name);
        if (field.value.trim()) { target.searchParams.set(slot.dataset.name, field.value.trim()); }
        event.target.open = false;
        visit(target);
      });
      slot.appendChild(field);
    }
    slot.firstChild.focus();
  }, true);

  var last = "";
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.framing = {
    /* After a page was put in place: its title, and the first span of what the reader asked to see. */
    settle: function (effect) {
      if (!effect) { return window.dash_clientside.no_update; }
      document.title = effect.title;
      document.querySelectorAll(".nav a").forEach(function (link) {
        if (link.pathname === window.location.pathname) { link.setAttribute("aria-current", "page"); }
        else { link.removeAttribute("aria-current"); }
      });
      var wanted = effect.focus ? window.location.pathname + " " + effect.focus : "";
      if (wanted && wanted !== last) { window.requestAnimationFrame(reveal); }
      last = wanted;
      return window.dash_clientside.no_update;
    }
  };

  function reveal() {
    var first = document.querySelector("mark.focus");
    if (first) { first.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" }); }
  }
})();
