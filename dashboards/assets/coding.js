/* A text at a time, and what a coder says of it. Nothing of a text is ever markup. */
(function () {
  "use strict";
  var inWords = window.inWords, byId = function (id) { return document.getElementById(id); };
  var task = null, active = 0, saving = Promise.resolve();
  var address = new URLSearchParams(window.location.search);
  var settles = address.get("settle") === "1";
  var ahead = document.documentElement.dir === "rtl" ? -1 : 1;
  var CODES = ["yes", "no", "unsure"];
  var marks = window.codingMarks(say, function () { return task.dimensions[active]; }, function (entry) {
    save(entry, entry.code || "yes");
  });

  function make(kind, content, attributes) {
    var made = document.createElement(kind);
    if (content !== undefined) { made.textContent = content; }
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    return made;
  }

  function problem(what) {
    byId("problem").textContent = what;
    byId("problem").hidden = !what;
  }
  function say(line) { byId("news").textContent = line; }

  function told(answer) {
    return answer.json().catch(function () { return {}; }).then(function (body) {
      if (answer.ok) { return body; }
      var failure = new Error((body.what || inWords("the server answers {status}", {status: answer.status})) + (body.hint ? "; " + body.hint : ""));
      failure.isChanged = answer.status === 409;
      throw failure;
    });
  }

  function load(at) {
    var asked = new URLSearchParams({coder: byId("coder").value});
    if (at !== null) { asked.set("at", at); }
    if (settles) { asked.set("settle", "1"); }
    return fetch("/code/task?" + asked).then(told).then(function (got) {
      problem("");
      task = got;
      show();
    }).catch(function (error) {
      problem(inWords("This cannot be shown: {reason}.", {reason: error.message}));
    });
  }

  function show() {
    var isThere = task.total > 0;
    byId("project").textContent = task.project;
    byId("desk").hidden = byId("answers").hidden = !isThere;
    byId("nothing").hidden = isThere;
    byId("bar").max = Math.max(task.total, 1);
    if (!isThere) { progress(task); nothing(); return; }
    keep();
    var reading = byId("reading");
    reading.lang = task.language;
    reading.dir = task.direction;
    marks.show(task);
    active = Math.max(0, task.dimensions.findIndex(function (each) { return each.code === null; }));
    progress(task);
    byId("previous").disabled = task.at === 0;
    byId("next").disabled = task.at === task.total - 1;
    cards();
    say("");
    window.scrollTo(0, 0);
  }

  function nothing() {
    var place = byId("nothing");
    place.textContent = settles
      ? inWords("There is nothing that coders differ on, as far as they have coded.")
      : inWords("No text was drawn for this coder. Draw some with this command:");
    if (!settles) {
      place.append(make("code", "framing sample DIR --n 60 --coder " + byId("coder").value + " --dimension derogation"));
    }
  }

  function keep() {
    address.set("coder", byId("coder").value);
    address.set("at", task.at);
    window.history.replaceState({}, "", "/code?" + address);
  }

  function progress(now) {
    var places = {n: task.at + 1, all: now.total, done: now.done};
    var told = settles ? inWords("Dispute {n} of {all} · {done} settled", places) : inWords("Text {n} of {all} · {done} done", places);
    byId("progress").textContent = now.total ? told : "";
    byId("bar").value = now.done;
  }

  function cards() {
    var book = byId("book");
    var heads = make("div", undefined, {"class": "heads"});
    heads.append.apply(heads, task.dimensions.map(head));
    book.replaceChildren(heads, page(task.dimensions[active]));
    CODES.forEach(function (code) { byId(code).setAttribute("aria-pressed", String(task.dimensions[active].code === code)); });
    byId("active").textContent = task.dimensions[active].label;
    byId("mark").hidden = settles;
    marks.paint();
  }

  function head(entry, place) {
    var made = make("button", undefined, {"type": "button", "class": "head", "aria-pressed": String(place === active)});
    var state = entry.failed ? inWords("not saved") : entry.code ? called(entry.code) : entry.earlier ? inWords("to be coded again")
      : settles ? inWords("open") : inWords("to be coded");
    var look = entry.failed ? "state unsaved" : entry.code ? "state said" : "state";
    made.append(make("span", entry.label), make("span", state, {"class": look}));
    made.addEventListener("click", function () { open(place); });
    return made;
  }

  function page(entry) {
    var made = make("div", undefined, {"class": "page"});
    made.append(make("h3", entry.label));
    if (settles) { made.append(said(entry)); }
    made.append(make("p", entry.definition));
    if (entry.earlier) {
      made.append(make("p", inWords("You said {code}; the text or this page has changed since.", {code: called(entry.earlier)}), {"class": "stale"}));
    }
    listed(made, inWords("It counts"), entry.include);
    listed(made, inWords("It does not count"), entry.exclude);
    if (entry.examples.texts.length) {
      made.append(make("h4", inWords("Examples")));
      var list = make("ul", undefined, {"class": "plain examples", lang: entry.examples.language, dir: entry.examples.direction});
      entry.examples.texts.forEach(function (text) { list.append(example(text)); });
      made.append(list);
    }
    if (!settles && entry.spans.length) { made.append(marked(entry)); }
    made.append(comment(entry));
    return made;
  }

  function listed(place, title, rows) {
    if (!rows.length) { return; }
    var list = make("ul");
    rows.forEach(function (row) { list.append(make("li", row)); });
    place.append(make("h4", title), list);
  }

  /* The words that make it stand in square brackets. */
  function example(text) {
    var item = make("li");
    text.split(/\[([^\]]*)\]/).forEach(function (part, number) { item.append(number % 2 ? make("b", part) : part); });
    return item;
  }

  function called(code) {
    return {yes: inWords("yes"), no: inWords("no"), unsure: inWords("unsure")}[code] || code;
  }

  function said(entry) {
    var part = make("div"), list = make("ul", undefined, {"class": "plain"});
    part.append(make("h4", inWords("What coders said")), list);
    entry.said.forEach(function (row) {
      var item = make("li");
      item.append(make("strong", row.coder + ": " + called(row.code)), row.comment ? " – " + row.comment : "");
      row.spans.forEach(function (span) {
        item.append(" ", make("span", marks.words(span), {"class": "quoted", lang: task.language, dir: task.direction}));
      });
      list.append(item);
    });
    return part;
  }

  function marked(entry) {
    var part = make("div"), list = make("ul", undefined, {"class": "plain"});
    part.append(make("h4", inWords("Marked words")), list);
    entry.spans.forEach(function (span, place) {
      var item = make("li"), quoted = marks.words(span);
      item.append(make("span", quoted, {lang: task.language, dir: task.direction}), " ");
      var button = make("button", inWords("Remove"), {type: "button", "class": "remove", "aria-label": inWords("Remove the mark of: {words}", {words: quoted})});
      button.addEventListener("click", function () {
        entry.spans.splice(place, 1);
        save(entry, entry.code);
        byId("reading").focus();
      });
      item.append(button);
      list.append(item);
    });
    return part;
  }

  function comment(entry) {
    var part = make("div"), box = make("textarea", undefined, {id: "comment", "class": "comment", maxlength: "2000", rows: "2"});
    part.append(make("label", inWords("Comment"), {"for": "comment"}), box);
    box.value = entry.comment;
    box.addEventListener("change", function () {
      entry.comment = box.value;
      if (entry.code) { save(entry, entry.code); } else { say(inWords("The comment is saved with your answer.")); }
    });
    return part;
  }

  function open(place) {
    blurComment();
    active = Math.max(0, Math.min(place, task.dimensions.length - 1));
    marks.leave();
    cards();
    byId("book").scrollTop = 0;
    byId("book").querySelectorAll(".head")[active].focus({preventScroll: true});
  }

  /* Saving: one after the other, in the order of the keys; "saved" only after the server has said so. */
  function save(entry, code) {
    var unit = task.unit, name = byId("coder").value, of = task;
    var body = {
      coder: name, unit: unit, dimension: entry.name, code: code, content_sha256: task.content_sha256,
      edition: entry.edition, spans: settles ? [] : entry.spans, comment: entry.comment, settles: settles
    };
    entry.code = code;
    entry.failed = false;
    cards();
    say(inWords("saving …"));
    saving = saving.then(function () {
      return fetch("/code/save", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
    }).then(told).then(function (got) {
      entry.earlier = null;
      problem("");
      if (of !== task) { return; }
      if (!settles) { progress(got); }
      say(code ? inWords("{dimension}: {code} – saved", {dimension: entry.label, code: called(code)})
        : inWords("{dimension}: taken back – saved", {dimension: entry.label}));
    }).catch(function (error) {
      if (of !== task) { problem(inWords("A code of a text before was not saved: {reason}.", {reason: error.message})); return; }
      entry.failed = true;
      say(inWords("not saved"));
      cards();
      problem(inWords("Not saved: {reason}.", {reason: error.message}));
      if (error.isChanged) { return load(task.at).then(function () { problem(inWords("Not saved: {reason}.", {reason: error.message})); }); }
    });
    return saving;
  }

  function answer(code) {
    if (!task || !task.total) { return; }
    blurComment();
    var entry = task.dimensions[active];
    save(entry, code);
    var left = task.dimensions.findIndex(function (each, place) { return place > active && each.code === null; });
    if (left < 0) { left = task.dimensions.findIndex(function (each) { return each.code === null; }); }
    if (code !== null && left >= 0) { active = left; cards(); }
  }

  function turn(by) {
    if (!task || !task.total) { return; }
    blurComment();
    var at = task.at + by;
    if (at < 0 || at >= task.total) { say(by > 0 ? inWords("This is the last text.") : inWords("This is the first text.")); return; }
    saving.then(function () {
      if (task.dimensions.some(function (each) { return each.failed; })) {
        say(inWords("Not saved yet: answer again before you go on."));
        return;
      }
      return load(at).then(function () { byId("reading").focus({preventScroll: true}); });
    });
  }

  function blurComment() {
    if (document.activeElement && document.activeElement.id === "comment") { document.activeElement.blur(); }
  }

  function mark() {
    if (!settles && task && task.total) { marks.mark(); }
  }

  var KEYS = {
    y: function () { answer("yes"); },
    n: function () { answer("no"); },
    u: function () { answer("unsure"); },
    x: function () { answer(null); },
    m: mark,
    c: function () { byId("comment").focus(); },
    ArrowDown: function () { open(active + 1); },
    ArrowUp: function () { open(active - 1); },
    ArrowRight: function () { turn(ahead); },
    ArrowLeft: function () { turn(-ahead); },
    "?": function () { byId("help").open = !byId("help").open; }
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !task || !task.total) { return; }
    if (event.target.matches("textarea, select, input")) {
      if (event.key === "Escape") { event.target.blur(); byId("reading").focus({preventScroll: true}); }
      return;
    }
    if (marks.isChoosing()) { marks.key(event); return; }
    var isLetter = event.key.length === 1;
    if (!(event.key in KEYS) || event.shiftKey && event.key !== "?" || isLetter && !byId("keys").checked) { return; }
    event.preventDefault();
    KEYS[event.key]();
  });

  CODES.forEach(function (code) { byId(code).addEventListener("click", function () { answer(code); }); });
  /* A click would take the selection away before it is read. */
  byId("mark").addEventListener("mousedown", function (event) { event.preventDefault(); });
  byId("mark").addEventListener("click", mark);
  byId("previous").addEventListener("click", function () { turn(-1); });
  byId("next").addEventListener("click", function () { turn(1); });
  byId("coder").addEventListener("change", function () { load(null); });

  if (settles) {
    byId("question").textContent = inWords("What do we settle on?");
    document.title = inWords("Settle") + " – Framing";
  }
  byId(settles ? "to-settle" : "to-code").setAttribute("aria-current", "page");
  if (address.get("coder")) { byId("coder").value = address.get("coder"); }
  if (!byId("coder").value) { byId("coder").selectedIndex = 0; }
  load(address.get("at"));
})();
