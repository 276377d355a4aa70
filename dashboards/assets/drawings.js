/* Drawings come from the server as text; here they are put in place, and made pictures that can be saved. */
(function () {
  "use strict";
  function span(name, text) {
    var made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }

  /* Drawings come as markup of the server's, which Dash has no elements for; the screen decides which one fits. */
  var narrow = window.matchMedia("(max-width: 48rem)");
  narrow.addEventListener("change", drawPlanes);
  function drawPlanes() {
    document.querySelectorAll(".plane").forEach(function (slot) {
      var markup = narrow.matches ? slot.dataset.narrow : slot.dataset.wide;
      if (slot.drawn === markup) { return; }
      slot.drawn = markup;
      var drawing = document.importNode(new DOMParser().parseFromString(markup, "image/svg+xml").documentElement, true);
      var cross = document.createElementNS("http://www.w3.org/2000/svg", "path"), tip = span("plane-tip", "");
      cross.setAttribute("class", "cross");
      drawing.append(cross);
      tip.setAttribute("aria-hidden", "true");
      slot.replaceChildren(drawing, tip);
      var dots = Array.from(drawing.querySelectorAll("a.view")).sort(function (a, b) { return across(a) - across(b); });
      if (dots.length) { dots[0].setAttribute("tabindex", "0"); }
      /* One stop of the tab key for all dots; arrows go from dot to dot, from the left to the right. */
      drawing.addEventListener("keydown", function (event) {
        var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        var next = step && dots[dots.indexOf(event.target.closest("a")) + step];
        if (next) { event.preventDefault(); next.focus({ preventScroll: true }); }
      });
      ["focusin", "mouseover"].forEach(function (name) {
        drawing.addEventListener(name, function (event) {
          var dot = event.target.closest("a");
          if (!dot) { return; }
          cross.setAttribute("d", dot.dataset.cross);
          tip.textContent = dot.getAttribute("aria-label");
        });
      });
    });
  }
  function across(dot) { return Number(dot.firstElementChild.getAttribute("cx")); }

  /* Pictures: a chart of Plotly's saves itself; the server's drawing becomes points on a canvas, twice as fine. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button.save");
    if (!button) { return; }
    if (button.dataset.chart) {
      var chart = document.querySelector("#" + button.dataset.chart + " .js-plotly-plot");
      window.Plotly.downloadImage({ data: chart.data, layout: captioned(chart.layout, button.dataset.about), config: chart._context }, {
        format: button.dataset.format, filename: button.dataset.chart, width: 1200, height: 700
      });
      return;
    }
    window.fetch(button.dataset.drawing).then(function (response) { return response.blob(); }).then(function (drawing) {
      var image = new Image(), source = URL.createObjectURL(drawing);
      image.onload = function () {
        var canvas = document.createElement("canvas");
        canvas.width = 2 * image.naturalWidth;
        canvas.height = 2 * image.naturalHeight;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(source);
        canvas.toBlob(function (points) {
          var link = document.createElement("a");
          link.href = URL.createObjectURL(points);
          link.download = button.dataset.name + ".png";
          link.click();
          URL.revokeObjectURL(link.href);
        });
      };
      image.src = source;
    });
  });

  /* A file leaves the page, and what it is of has to go with it. */
  function captioned(layout, about) {
    var caption = {
      text: about, xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "top", align: "left", showarrow: false,
      font: { size: 12, color: "#5f5b53" }
    };
    var margin = { l: 20, r: 20, t: 20, b: 70 };
    return Object.assign({}, layout, { annotations: [caption], margin: margin, paper_bgcolor: "#ffffff" });
  }

  new MutationObserver(drawPlanes).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-wide"]
  });
})();
