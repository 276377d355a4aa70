/* A range drawn over a line of time becomes the range of dates in the address; the fields of the filter do the same. */
(function () {
  "use strict";
  var drawn = null;

  /* Where the axes begin and end in a drawing, as the server draws it. */
  var LEFT = 46, RIGHT = 10;

  function place(slot, event) {
    var drawing = slot.querySelector("svg"), box = drawing.getBoundingClientRect(), width = drawing.viewBox.baseVal.width;
    var at = (event.clientX - box.left) / box.width * width;
    return Math.min(Math.max((at - LEFT) / (width - LEFT - RIGHT), 0), 1);
  }

  function show(slot, from, to) {
    var drawing = slot.querySelector("svg"), size = drawing.viewBox.baseVal, wide = size.width - LEFT - RIGHT;
    var mark = drawing.querySelector(".brushed");
    if (!mark) {
      mark = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      mark.setAttribute("class", "brushed");
      drawing.append(mark);
    }
    mark.setAttribute("x", LEFT + wide * Math.min(from, to));
    mark.setAttribute("width", wide * Math.abs(to - from));
    mark.setAttribute("y", 34);
    mark.setAttribute("height", size.height - 58);
  }

  function day(slot, part) {
    var first = Date.parse(slot.dataset.first), last = Date.parse(slot.dataset.last) - 864e5;
    return new Date(Math.min(first + part * (last + 864e5 - first), last)).toISOString().slice(0, 10);
  }

  document.addEventListener("pointerdown", function (event) {
    var slot = event.target.closest && event.target.closest(".brush");
    if (!slot || event.button || !slot.querySelector("svg")) { return; }
    drawn = { slot: slot, from: place(slot, event) };
    event.preventDefault();
  });
  document.addEventListener("pointermove", function (event) {
    if (drawn && drawn.slot.isConnected) { show(drawn.slot, drawn.from, place(drawn.slot, event)); }
  });
  document.addEventListener("pointercancel", function () { drawn = null; });
  document.addEventListener("pointerup", function (event) {
    if (!drawn) { return; }
    var slot = drawn.slot, ends = slot.isConnected ? [drawn.from, place(slot, event)].sort(function (a, b) { return a - b; }) : [0, 0];
    drawn = null;
    if (ends[1] - ends[0] < 0.01) { return; }
    var target = new URL(slot.dataset.href, window.location.href), link = document.createElement("a");
    target.searchParams.set("since", day(slot, ends[0]));
    target.searchParams.set("until", day(slot, ends[1]));
    link.className = "view";
    link.hidden = true;
    link.href = target.pathname + target.search;
    document.getElementById("page").append(link);
    link.click();
    link.remove();
  });
})();
