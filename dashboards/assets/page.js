/* Views are links. A click on one changes the address and lets the server's answer replace the page in place. */
(function () {
  "use strict";
  var inWords = window.inWords, calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function go(link) {
    var target = new URL(link.getAttribute("href"), window.location.href);
    var before = new URL(window.sessionStorage.getItem("overview") || "", target);
    /* Back to the place in the list; with other filters it is another list. */
    if (link.dataset.back === "overview" && filtersOf(before) === filtersOf(target)) { target = before; }
    var filter = link.closest("details.filter");
    if (filter && !link.matches(".toggle")) {
      opened = null;
      filter.querySelector("summary").focus();
      filter.open = false;
    }
    visit(target);
  }

  function filtersOf(address) {
    return document.getElementById("page").dataset.filters.split(" ").map(function (name) {
      return name + "=" + address.searchParams.getAll(name).join("&");
    }).join("\n");
  }

  function visit(target) {
    if (window.location.pathname === "/") {
      window.sessionStorage.setItem("overview", window.location.search);
    }
    var elsewhere = target.pathname !== window.location.pathname, page = document.getElementById("page");
    /* What is asked for anew is not there for a moment; the place on the screen is kept meanwhile. */
    page.style.minHeight = elsewhere ? "" : page.offsetHeight + "px";
    window.history.pushState({}, "", target.pathname + target.search);
    /* All of the address: Dash would set the browser back to whatever part it still has from before. */
    window.dash_clientside.set_props("url", {
      pathname: target.pathname, search: target.search, hash: "", href: window.location.href
    });
    if (elsewhere) { held = null; window.scrollTo(0, 0); page.focus(); }
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
      var close = document.querySelector(".card a.close, .drawer a.close");
      if (open) { open.open = false; open.querySelector("summary").focus(); } else if (close) { go(close); }
    }
  });

  /* A panel at the end of a line would leave the screen; it has to move before its field has the focus. */
  document.addEventListener("toggle", function (event) {
    var panel = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".panel");
    if (!panel) { return; }
    panel.style.translate = "";
    var box = panel.getBoundingClientRect(), beyond = Math.min(0, document.documentElement.clientWidth - 8 - box.right);
    panel.style.translate = (beyond || Math.max(0, 8 - box.left)) + "px";
  }, true);

  /* A long list of choices holds its first ones; a field, made where it is first opened, asks the server for others. */
  document.addEventListener("toggle", function (event) {
    var slot = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".search-slot");
    if (!slot) { return; }
    fillSearch(slot, "");
    focusUnlessKept(event.target, slot.firstChild);
  }, true);

  function fillSearch(slot, asked) {
    /* The list that stands there already is Dash's own; what the server answers stands in a list beside it. */
    if (slot.firstChild) { return; }
    slot.append(searchField(slot), document.createElement("ul"));
    if (!asked) { return; }
    slot.firstChild.value = asked;
    slot.parentNode.querySelector(":scope > ul").hidden = true;
    search(slot);
  }

  function searchField(slot) {
    var field = document.createElement("input"), waiting = 0;
    field.type = "search";
    field.dir = "auto";
    field.name = "search";
    field.placeholder = slot.dataset.placeholder;
    field.setAttribute("aria-label", slot.dataset.placeholder);
    field.addEventListener("input", function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(search, 120, slot);
    });
    return field;
  }

  var asked = 0, answered = 0;
  function search(slot) {
    var mine = ++asked, said = slot.firstChild.value;
    var query = new URLSearchParams({ name: slot.dataset.name, view: slot.dataset.view, q: said });
    if (opened) { opened.asked = said; }
    window.fetch(slot.dataset.ask + "?" + query).then(function (response) {
      return response.ok ? response.json() : [];
    }).then(function (found) {
      /* Answers may overtake each other; the last question counts. */
      if (mine !== asked) { return; }
      answered = mine;
      fill(slot.lastChild, said.trim() ? found : null, slot.dataset.name.length > 1, slot.dataset.name);
      slot.parentNode.querySelector(":scope > ul").hidden = said.trim() !== "";
    }).catch(function () { answered = mine; /* The server is gone; the page says so by itself. */ });
  }

  function fill(list, found, several, name) {
    if (found === null) { list.replaceChildren(); return; }
    if (!found.length) { list.replaceChildren(span("nothing", inWords("Nothing has that in its name."))); return; }
    list.replaceChildren.apply(list, found.map(function (choice) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = choice.href;
      link.dataset.focus = name + " " + choice.key;
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

  /* Filters that are typed: what is in the fields of a panel becomes part of the address, which is like any other. */
  document.addEventListener("toggle", function (event) {
    var panel = event.target.matches && event.target.matches("details.filter[open]") && event.target.querySelector(".panel.ask");
    if (!panel) { return; }
    makeFields(panel);
    focusUnlessKept(event.target, panel.querySelector("input"));
  }, true);

  function makeFields(panel) {
    var slots = panel.querySelectorAll(".ask-slot");
    if (slots[0].firstChild) { return; }
    slots.forEach(function (slot, at) {
      var label = document.createElement("label"), field = document.createElement("input");
      field.type = slot.dataset.kind === "text" ? "search" : "text";
      field.inputMode = slot.dataset.kind === "text" ? "search" : "numeric";
      field.autocomplete = "off";
      field.dir = "auto";
      field.name = slot.dataset.name;
      field.value = slot.dataset.value;
      field.placeholder = slot.dataset.hint;
      field.addEventListener("keydown", function (pressed) {
        if (pressed.key !== "Enter" || pressed.isComposing) { return; }
        /* The focus moves to the button of the panel, which this key would press. */
        pressed.preventDefault();
        ask(panel);
      });
      label.append(span("label", slot.dataset.label), field);
      slot.append(label);
      if (at < slots.length - 1) { return; }
      var button = document.createElement("button"), complaint = span("complaint", "");
      button.type = "button";
      button.textContent = inWords("Show");
      button.addEventListener("click", function () { ask(panel); });
      complaint.setAttribute("role", "alert");
      slot.append(button, complaint);
    });
  }

  var SHAPES = {
    text: [/^/, ""],
    date: [/^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$/, inWords("Write a date as 2026-02-05, 2026-02 or 2026.")],
    number: [/^\d{0,8}$/, inWords("Write a number in figures.")]
  };

  function ask(panel) {
    var target = new URL(window.location.href), wrong = null;
    ["page", "outlets", "countries"].forEach(function (name) { target.searchParams.delete(name); });
    panel.querySelectorAll(".ask-slot").forEach(function (slot) {
      var field = slot.querySelector("input"), said = field.value.trim(), shape = SHAPES[slot.dataset.kind];
      field.setAttribute("aria-invalid", String(!shape[0].test(said)));
      if (!shape[0].test(said)) { wrong = wrong || [field, shape[1]]; }
      target.searchParams.delete(field.name);
      if (said) { target.searchParams.set(field.name, said); }
    });
    panel.querySelector(".complaint").textContent = wrong ? wrong[1] : "";
    if (wrong) { wrong[0].focus(); return; }
    var filter = panel.closest("details");
    opened = null;
    filter.open = false;
    filter.querySelector("summary").focus();
    visit(target);
  }

  /* An answer of the server replaces the page. Where the focus was, and which panel was open, is held and found again. */
  var FOCUSABLE = "a, summary, input, button, [tabindex]";
  var held = null, opened = null;

  function placeOf(element) {
    var root = element.closest("[id]"), row = element.parentNode.closest("[data-key], [data-dimension], [data-measure]");
    var named = element.matches("summary, input") ? element.name || "" : element.dataset.focus || element.textContent;
    return JSON.stringify([root && root.id, row && Object.values(row.dataset).join(" "), element.tagName, named]);
  }

  function sameAs(place) {
    return Array.prototype.filter.call(document.querySelectorAll(FOCUSABLE), function (element) {
      return element.getClientRects().length && placeOf(element) === place;
    });
  }

  document.addEventListener("focusin", function (event) {
    var place = placeOf(event.target);
    held = { element: event.target, place: place, at: sameAs(place).indexOf(event.target) };
  });
  document.addEventListener("focusout", function (event) {
    if (!event.relatedTarget && event.target.isConnected && document.hasFocus()) {
      var left = event.target;
      /* A node that is taken out of the page loses the focus too, and that is no wish of the reader's. */
      window.queueMicrotask(function () { if (left.isConnected && held && held.element === left) { held = null; } });
    }
  });
  document.addEventListener("toggle", function (event) {
    if (!event.target.matches || !event.target.matches("details.filter")) { return; }
    if (event.target.open) {
      var panel = event.target.querySelector(".panel");
      if (!opened || opened.element !== event.target) {
        opened = { element: event.target, id: event.target.id, asked: "", scroll: 0 };
      }
      panel.addEventListener("scroll", function () { if (opened && panel.isConnected) { opened.scroll = panel.scrollTop; } });
    } else if (opened && opened.element === event.target && event.target.isConnected) { opened = null; }
  }, true);

  function focusUnlessKept(filter, field) {
    if (filter.dataset.kept) { delete filter.dataset.kept; } else { field.focus(); }
  }

  function restore() {
    if (opened && !opened.element.isConnected) { reopen(document.getElementById(opened.id)); }
    if (!held || held.element.isConnected || document.activeElement !== document.body) { return; }
    var found = sameAs(held.place);
    if (found.length) { found[Math.min(Math.max(held.at, 0), found.length - 1)].focus({ preventScroll: true }); }
  }

  function reopen(filter) {
    if (!filter) { return; }
    var before = opened, slot = filter.querySelector(".search-slot"), panel = filter.querySelector(".panel");
    opened = { element: filter, id: filter.id, asked: before.asked, scroll: before.scroll };
    filter.dataset.kept = "yes";
    filter.open = true;
    if (panel.matches(".ask")) { makeFields(panel); }
    if (slot) { fillSearch(slot, before.asked); }
    panel.scrollTop = before.scroll;
  }

  /* What a reader has opened beside the filters stays open, on the next article too. */
  var more = false;
  document.addEventListener("toggle", function (event) {
    if (event.target.matches && event.target.matches("details.more") && event.target.isConnected) { more = event.target.open; }
  }, true);
  function keepMore() {
    document.querySelectorAll("details.more:not([data-known])").forEach(function (part) { part.dataset.known = "yes"; part.open = more; });
  }

  /* A drawer takes the focus when it opens, and when another place of the page than itself filled it anew; what was
     chosen to open it has the focus again when it is closed. */
  var drawer = null, opener = null;
  function watchDrawer() {
    var now = document.querySelector(".drawer"), shows = now && now.dataset.a + " " + now.dataset.measure;
    if (now && shows !== drawer) {
      var inside = held && held.place && JSON.parse(held.place)[0] !== "heat" && drawer !== null;
      if (!inside) {
        opener = held && { place: held.place, at: held.at };
        held = null;
        now.querySelector("h2").focus({ preventScroll: true });
      }
      now.scrollTop = 0;
    } else if (!now && drawer !== null) {
      var found = opener ? sameAs(opener.place) : [];
      var row = document.querySelector("#heat tr[data-key=" + CSS.escape(drawer.split(" ")[0]) + "] a");
      var back = found[Math.min(Math.max(opener ? opener.at : 0, 0), found.length - 1)] || row;
      opener = null;
      held = null;
      if (back) { back.focus({ preventScroll: true }); }
    }
    drawer = shows || null;
  }

  /* A grid is one stop of the tab key; arrows, Home and End go from cell to cell, and the cell left is come back to. */
  function cellsOf(grid) {
    return Array.prototype.map.call(grid.rows, function (row) { return row.querySelectorAll("a"); })
      .filter(function (links) { return links.length; });
  }
  function steadyGrids() {
    document.querySelectorAll("[role=grid]").forEach(function (grid) {
      if (!grid.querySelector("a[tabindex='0']")) {
        var first = grid.querySelector("tbody td a, tbody a, a");
        if (first) { first.setAttribute("tabindex", "0"); }
      }
    });
  }
  document.addEventListener("focusin", function (event) {
    var grid = event.target.closest("[role=grid]");
    if (!grid || !event.target.matches("a")) { return; }
    grid.querySelectorAll("a[tabindex='0']").forEach(function (cell) { cell.setAttribute("tabindex", "-1"); });
    event.target.setAttribute("tabindex", "0");
  });
  document.addEventListener("keydown", function (event) {
    var grid = event.target.closest && event.target.closest("[role=grid]");
    var ahead = document.documentElement.dir === "rtl" ? -1 : 1;
    var step = { ArrowRight: [0, ahead], ArrowLeft: [0, -ahead], ArrowDown: [1, 0], ArrowUp: [-1, 0], Home: [0, -1e3], End: [0, 1e3] };
    if (!grid || !step[event.key] || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var rows = cellsOf(grid), by = step[event.key];
    var row = rows.findIndex(function (links) { return Array.prototype.includes.call(links, event.target); });
    if (row < 0) { return; }
    event.preventDefault();
    var next = null;
    if (by[1]) {
      var own = rows[row], at = Array.prototype.indexOf.call(own, event.target) + by[1];
      next = own[Math.min(Math.max(at, 0), own.length - 1)];
    } else {
      /* Not every cell has something to open: the nearest one of the row is meant. */
      var there = rows[row + by[0]], left = event.target.getBoundingClientRect().left;
      next = there && Array.prototype.reduce.call(there, function (best, link) {
        var far = function (one) { return Math.abs(one.getBoundingClientRect().left - left); };
        return best && far(best) <= far(link) ? best : link;
      }, null);
    }
    if (next) { next.focus(); }
  });

  function letGo() {
    var page = document.getElementById("page");
    if (page && page.style.minHeight && !page.querySelector(".pending")) { page.style.minHeight = ""; }
  }

  new MutationObserver(function () { keepMore(); steadyGrids(); watchDrawer(); restore(); }).observe(document.body, {
    childList: true, subtree: true
  });

  var last = "";
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.framing = {
    /* After a page was put in place: its title, and the first span of what the reader asked to see. */
    settle: function (effect) {
      if (!effect) { return window.dash_clientside.no_update; }
      document.title = effect.title;
      var wanted = effect.focus ? window.location.pathname + " " + effect.focus : "";
      if (wanted && wanted !== last) { window.requestAnimationFrame(reveal); }
      last = wanted;
      /* What Dash kept in place holds fields of ours, which know the view before. */
      window.requestAnimationFrame(refresh);
      return window.dash_clientside.no_update;
    }
  };

  function refresh() {
    document.querySelectorAll(".ask-slot input").forEach(function (field) {
      if (field !== document.activeElement) { field.value = field.closest(".ask-slot").dataset.value; }
    });
    var slot = opened && opened.element.isConnected && opened.asked && opened.element.querySelector(".search-slot");
    if (slot && slot.firstChild) { search(slot); }
    restore();
    letGo();
    /* What a field asked for comes a little later, and the focus with it. */
    if ((opened && asked !== answered) || document.querySelector(".pending")) { return; }
    /* What had the focus is gone for good: the page has it, so that the next key starts there and not at the top. */
    if (held && !held.element.isConnected && document.activeElement === document.body) {
      held = null;
      document.getElementById("page").focus({ preventScroll: true });
    }
  }

  function reveal() {
    var first = document.querySelector("mark.focus");
    if (first) { first.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" }); }
  }
})();
