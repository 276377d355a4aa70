/* What scripts say, in the language of the page: the server puts the messages into it. */
(function () {
  "use strict";
  var held = document.getElementById("messages");
  var words = held ? JSON.parse(held.textContent) : {};
  var isolates = document.documentElement.dir === "rtl";
  window.inWords = function (message, values) {
    return (words[message] || message).replace(/\{(\w+)\}/g, function (place, name) {
      if (!values || !(name in values)) { return place; }
      return isolates && typeof values[name] === "string" ? "\u2068" + values[name] + "\u2069" : values[name];
    });
  };
})();
