// Of two presses on a button a browser shows the second answer only, which says that there is
// nothing left to do. So the second one is not sent. Without this script both are.
(function () {
  "use strict";
  var PATIENCE = 3000;
  var form = null;
  var sent = 0;

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.getAttribute("method") !== "post") return;
    if (event.target === form && Date.now() - sent < PATIENCE) return event.preventDefault();
    form = event.target;
    sent = Date.now();
  });

  // Who comes back by the browser's button may send it anew.
  window.addEventListener("pageshow", function () { form = null; });
})();
