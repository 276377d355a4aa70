/* Hits that were drawn at random: where readers are named, each can be judged, with the mouse or with keys. */
(function () {
  "use strict";
  var CODES = ["right", "wrong", "unsure"], KEYS = { 1: "right", 2: "wrong", 3: "unsure", 0: null };
  var STORED = "framing-reader", saving = Promise.resolve(), asked = 0;

  function readers() {
    var page = document.getElementById("page");
    return page && page.dataset.readers ? JSON.parse(page.dataset.readers) : [];
  }

  function make(kind, content, attributes) {
    var made = document.createElement(kind);
    if (content) { made.textContent = content; }
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    return made;
  }

  function stored() { try { return window.localStorage.getItem(STORED); } catch (error) { return null; } }
  function store(name) { try { window.localStorage.setItem(STORED, name); } catch (error) { /* It is asked for again. */ } }
  var chosen = null;
  function reader() {
    var names = readers();
    if (names.indexOf(chosen) < 0) { chosen = names.indexOf(stored()) < 0 ? names[0] : stored(); }
    return chosen;
  }

  function words(list) { return JSON.parse(list.dataset.words); }

  /* What is there already stays: the page's content may be put in place anew, or not. */
  function fill(list) {
    var slot = list.querySelector(".reader-slot");
    if (slot.firstChild || !readers().length) { return; }
    var said = words(list), label = make("label", "", { "class": "reader" }), choice = make("select");
    readers().forEach(function (name) { choice.append(make("option", name, { value: name })); });
    choice.value = reader();
    choice.addEventListener("change", function () {
      chosen = choice.value;
      store(chosen);
      list.querySelectorAll("li").forEach(show);
    });
    label.append(make("span", said.who, { "class": "label" }), choice);
    slot.append(label, make("p", "", { "class": "note verdict-news", role: "status" }));
    list.querySelectorAll("li").forEach(function (hit) {
      var group = hit.querySelector(".verdict");
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", said.question);
      CODES.forEach(function (code) {
        var button = make("button", said[code], { type: "button", "data-code": code });
        button.addEventListener("click", function () {
          judge(list, hit, button.getAttribute("aria-pressed") === "true" ? null : code);
        });
        group.append(button);
      });
      show(hit);
    });
  }

  function show(hit) {
    var said = JSON.parse(hit.dataset.said)[reader()];
    hit.querySelectorAll(".verdict button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.code === said));
    });
  }

  function tell(list, text) {
    list.querySelector(".verdict-news").textContent = text;
  }

  function judge(list, hit, code) {
    var said = JSON.parse(hit.dataset.said), before = hit.dataset.said, name = reader(), word = words(list);
    if (code) { said[name] = code; } else { delete said[name]; }
    hit.dataset.said = JSON.stringify(said);
    show(hit);
    var body = { reader: name, hit: JSON.parse(hit.dataset.hit), verdict: code, drawn_for: list.dataset.judge, frame: list.dataset.frame };
    /* One after the other, in the order of the keys; "saved" only after the server has said so. */
    saving = saving.then(function () {
      return window.fetch("/lexicons/verdict", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body)
      });
    }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (got) {
        if (!answer.ok) { throw new Error((got.what || answer.status) + (got.hint ? "; " + got.hint : "")); }
        tell(list, code ? word.saved : word.taken);
        asked += 1;
        window.dash_clientside.set_props("ask-judged", { data: list.dataset.again + "&asked=" + asked });
      });
    }).catch(function (error) {
      hit.dataset.said = before;
      show(hit);
      tell(list, word.failed + " " + error.message + ".");
    });
  }

  document.addEventListener("keydown", function (event) {
    var hit = event.target.closest && event.target.closest("li[data-hit]");
    if (!hit || !(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey || !readers().length) { return; }
    event.preventDefault();
    judge(hit.closest("[data-judge]"), hit, KEYS[event.key]);
    var next = KEYS[event.key] && hit.nextElementSibling;
    if (next) { next.querySelector(".verdict button").focus(); }
  });

  new MutationObserver(function () {
    document.querySelectorAll("[data-judge]").forEach(fill);
  }).observe(document.body, { childList: true, subtree: true });
})();
