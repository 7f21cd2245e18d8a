// Shows how far the work with a wave is. Without this script a link loads the page again.
(function () {
  "use strict";
  var box = document.getElementById("work");
  var jobs = box ? box.querySelectorAll("[data-job]") : [];
  if (!jobs.length) return;
  var looks = 0;

  // What was shown as under way and has ended changes the whole page: it is loaded again.
  function show(found) {
    var ended = false;
    jobs.forEach(function (place) {
      var now = found.filter(function (one) { return one.job === place.dataset.job; })[0];
      if (!now || now.ended) { ended = true; return; }
      var said = place.querySelector("[role=status]");
      var bar = place.querySelector("progress");
      if (said.textContent !== now.sentence) said.textContent = now.sentence;
      if (now.total) { bar.max = now.total; bar.value = now.done; }
    });
    if (ended) location.reload(); else later();
  }

  function look() {
    if (document.hidden) return later();
    fetch(box.dataset.place, { redirect: "error", cache: "no-store" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(show)
      .catch(later);
  }

  // Often at first, as most work is short.
  function later() {
    looks += 1;
    setTimeout(look, looks < 20 ? 700 : 3000);
  }

  box.querySelectorAll(".again").forEach(function (link) { link.hidden = true; });
  later();
})();
