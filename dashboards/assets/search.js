/* A field that stands open on a page: what is typed there becomes part of the address, which is like any other. */
(function () {
  "use strict";
  var inWords = window.inWords;

  function fill(slot) {
    if (slot.firstChild) { return; }
    var label = document.createElement("label"), name = document.createElement("span");
    var field = document.createElement("input"), button = document.createElement("button");
    name.className = "label";
    name.textContent = slot.dataset.label;
    field.type = "search";
    field.dir = "auto";
    field.autocomplete = "off";
    field.name = slot.dataset.name;
    field.placeholder = slot.dataset.hint;
    field.value = slot.dataset.value;
    field.addEventListener("keydown", function (pressed) {
      if (pressed.key !== "Enter" || pressed.isComposing) { return; }
      pressed.preventDefault();
      look(slot);
    });
    button.type = "button";
    button.textContent = inWords("Search");
    button.addEventListener("click", function () { look(slot); });
    label.append(name, field);
    slot.append(label, button);
  }

  function look(slot) {
    var target = new URL(slot.dataset.href, window.location.href), link = document.createElement("a");
    var asked = slot.querySelector("input").value.trim();
    if (asked) { target.searchParams.set(slot.dataset.name, asked); }
    /* A view is a link: this one is followed like those that are seen. */
    link.className = "view";
    link.hidden = true;
    link.href = target.pathname + target.search;
    slot.append(link);
    link.click();
    link.remove();
  }

  new MutationObserver(function (changes) {
    document.querySelectorAll(".find-slot").forEach(fill);
    changes.forEach(function (change) {
      var field = change.type === "attributes" && change.target.matches(".find-slot") && change.target.querySelector("input");
      if (field) {
        field.placeholder = change.target.dataset.hint;
        if (change.attributeName === "data-value" && field !== document.activeElement) { field.value = change.target.dataset.value; }
      }
    });
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-value", "data-hint"] });
})();
