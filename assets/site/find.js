"use strict";
// Every village stands on the page already; where scripts run, typing leaves only those meant.
(function () {
  var main = document.getElementById("main");
  var items = Array.prototype.slice.call(main.querySelectorAll("li[data-k]"));
  if (items.length < 8) {
    return;
  }
  var label = document.createElement("label");
  label.className = "find";
  label.textContent = "找：写名字或拼音首字母";
  var box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  label.appendChild(box);
  main.querySelector("h1").insertAdjacentElement("afterend", label);
  box.addEventListener("input", function () {
    var word = box.value.trim().toLowerCase();
    items.forEach(function (item) {
      var name = item.querySelector("a").textContent;
      var found = name.indexOf(word) >= 0 || item.dataset.k.indexOf(word) >= 0;
      item.hidden = word !== "" && !found;
    });
  });
}());
