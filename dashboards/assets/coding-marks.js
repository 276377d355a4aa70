/* The text on the page on which people code, and the words that they mark in it.

   A paragraph is an element. The page counts in halves of characters within one, the project in whole ones from the
   beginning of the title or the text; marks go from word to word. They are painted, not written into the text. */
(function () {
  "use strict";
  var FIELDS = ["title", "text"], LAYERS = ["others", "marked", "cursor"];

  window.codingMarks = function (say, active, changed) {
    var task = null, pieces = {title: [], text: []}, cursor = null;

    function byId(id) { return document.getElementById(id); }

    function show(shown) {
      task = shown;
      cursor = null;
      byId("title").className = task.title ? "" : "untitled";
      byId("title").textContent = task.title || window.inWords("No headline");
      pieces = {title: task.title ? [{node: byId("title").firstChild, start: 0}] : [], text: []};
      var start = 0, made = [];
      task.text.split("\n").forEach(function (line) {
        if (line) {
          var paragraph = document.createElement("p");
          paragraph.textContent = line;
          made.push(paragraph);
          pieces.text.push({node: paragraph.firstChild, start: start});
        }
        start += line.length + 1;
      });
      byId("text").replaceChildren.apply(byId("text"), made);
    }

    function points(section, at) { return Array.from(task[section].slice(0, at)).length; }
    function halves(section, at) { return Array.from(task[section]).slice(0, at).join("").length; }
    function words(span) { return Array.from(task[span.section]).slice(span.start, span.end).join(""); }

    /* Where a place of a field stands on the page; an end stands behind the letter before it. */
    function spot(section, at, isEnd) {
      var found = pieces[section][0];
      pieces[section].forEach(function (piece) { if (piece.start < at || !isEnd && piece.start === at) { found = piece; } });
      return {node: found.node, offset: Math.min(at - found.start, found.node.length)};
    }

    function range(first, last) {
      var made = document.createRange(), from = spot(first.section, first.start, false), to = spot(last.section, last.end, true);
      made.setStart(from.node, from.offset);
      made.setEnd(to.node, to.offset);
      return made;
    }

    function paint() {
      if (!window.CSS || !CSS.highlights) { return; }
      var entry = active(), layers = {marked: [], others: [], cursor: []};
      function add(layer, span) {
        var place = {section: span.section, start: halves(span.section, span.start), end: halves(span.section, span.end)};
        layers[layer].push(range(place, place));
      }
      task.dimensions.forEach(function (each) {
        each.spans.forEach(function (span) { add(each === entry ? "marked" : "others", span); });
      });
      (entry.said || []).forEach(function (row) { row.spans.forEach(function (span) { add("marked", span); }); });
      if (cursor) { layers.cursor.push(cursorRange()); }
      LAYERS.forEach(function (layer) {
        var made = new Highlight();
        layers[layer].forEach(function (each) { made.add(each); });
        CSS.highlights.set(layer, made);
      });
    }

    /* Mark what is chosen or selected; where nothing is, begin to choose. */
    function mark() {
      if (cursor) {
        var chosen = cursorRange();
        cursor = null;
        add(chosen);
        return;
      }
      var selected = window.getSelection();
      if (!selected.isCollapsed && selected.rangeCount && add(selected.getRangeAt(0))) { selected.removeAllRanges(); return; }
      begin();
    }

    /* Mark what of a range stands in the title or the text, to whole words; false where nothing does. */
    function add(chosen) {
      var entry = active(), isAny = false;
      FIELDS.forEach(function (section) {
        var inside = pieces[section].filter(function (piece) { return chosen.intersectsNode(piece.node); });
        if (!inside.length) { return; }
        var first = inside[0], last = inside[inside.length - 1], text = task[section];
        var start = first.start + (chosen.startContainer === first.node ? chosen.startOffset : 0);
        var end = last.start + (chosen.endContainer === last.node ? chosen.endOffset : last.node.length);
        while (start < end && /\s/.test(text[start])) { start += 1; }
        while (end > start && /\s/.test(text[end - 1])) { end -= 1; }
        if (start >= end) { return; }
        while (start > 0 && !/\s/.test(text[start - 1])) { start -= 1; }
        while (end < text.length && !/\s/.test(text[end])) { end += 1; }
        var span = {section: section, start: points(section, start), end: points(section, end)};
        var isKnown = entry.spans.some(function (other) {
          return other.section === section && other.start === span.start && other.end === span.end;
        });
        if (!isKnown) { entry.spans.push(span); }
        isAny = true;
      });
      if (isAny) { changed(entry); }
      return isAny;
    }

    /* Words are chosen with the arrows. */
    function begin() {
      var list = [];
      FIELDS.forEach(function (section) {
        Array.from(task[section].matchAll(/\S+/g)).forEach(function (found) {
          list.push({section: section, start: found.index, end: found.index + found[0].length});
        });
      });
      if (!list.length) { return; }
      cursor = {words: list, from: 0, to: 0};
      byId("reading").focus({preventScroll: true});
      move(0, false);
    }

    function cursorRange() {
      var low = Math.min(cursor.from, cursor.to), high = Math.max(cursor.from, cursor.to);
      return range(cursor.words[low], cursor.words[high]);
    }

    function move(by, isLonger) {
      cursor.to = Math.max(0, Math.min(cursor.words.length - 1, cursor.to + by));
      if (!isLonger) { cursor.from = cursor.to; }
      paint();
      var chosen = cursorRange(), box = chosen.getBoundingClientRect();
      if (box.top < 80 || box.bottom > window.innerHeight - 140) { window.scrollBy(0, box.top - window.innerHeight / 3); }
      say(window.inWords("{words} – Enter marks, Esc leaves", {words: chosen.toString()}));
    }

    function key(event) {
      var ahead = task.direction === "rtl" ? -1 : 1;
      var steps = {ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: 10, ArrowUp: -10, Home: -1e9, End: 1e9};
      if (event.key in steps) { move(steps[event.key], event.shiftKey); }
      else if (event.key === "Enter" || event.key === "m") { mark(); }
      else if (event.key === "Escape") { leave(); paint(); say(""); }
      else { return; }
      event.preventDefault();
    }

    function leave() { cursor = null; }

    return {show: show, paint: paint, mark: mark, words: words, key: key, leave: leave, isChoosing: function () { return cursor !== null; }};
  };
})();
