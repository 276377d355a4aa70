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

  /* A long list of choices holds its first ones; a field, made where it is first opened, asks the server for others. */
  document.addEventListener("toggle", function (event) {
    var slot = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".search-slot");
    if (!slot) { return; }
    /* The list that stands there already is Dash's own; what the server answers stands in a list beside it. */
    if (!slot.firstChild) { slot.append(searchField(slot), document.createElement("ul")); }
    slot.firstChild.focus();
  }, true);

  function searchField(slot) {
    var field = document.createElement("input"), asked = 0, waiting = 0;
    field.type = "search";
    field.dir = "auto";
    field.placeholder = slot.dataset.placeholder;
    field.setAttribute("aria-label", slot.dataset.placeholder);
    field.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(function () {
        var mine = ++asked;
        var query = new URLSearchParams({ name: slot.dataset.name, view: slot.dataset.view, q: field.value });
        window.fetch(slot.dataset.ask + "?" + query).then(function (response) {
          return response.ok ? response.json() : [];
        }).then(function (found) {
          /* Answers may overtake each other; the last question counts. */
          if (mine !== asked) { return; }
          fill(slot.lastChild, field.value.trim() ? found : null, slot.dataset.name.length > 1);
          slot.parentNode.querySelector(":scope > ul").hidden = field.value.trim() !== "";
        }).catch(function () { /* The server is gone; the page says so by itself. */ });
      }, 120);
    });
    return field;
  }

  function fill(list, found, several) {
    if (found === null) { list.replaceChildren(); return; }
    if (!found.length) { list.replaceChildren(span("nothing", "Nothing has that in its name.")); return; }
    list.replaceChildren.apply(list, found.map(function (choice) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = choice.href;
      link.className = several ? "view toggle" : "view";
      if (several) {
        link.setAttribute("role", "checkbox");
        link.setAttribute("aria-checked", String(choice.on));
        link.appendChild(span("tick", ""));
      } else if (choice.on) { link.setAttribute("aria-current", "true"); }
      link.appendChild(span("name", choice.text));
      link.appendChild(span("n", choice.detail));
      item.appendChild(link);
      return item;
    }));
  }

  function span(name, text) {
    var made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }

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
