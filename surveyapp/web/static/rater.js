// Saves every answer as it is given. Without this script the buttons save each page.
(function () {
  "use strict";
  var form = document.getElementById("page");
  var sign = document.getElementById("saved");
  var timer = null;
  var dirty = false;

  function tell(text) {
    sign.textContent = text ? " · " + text : "";
  }

  function save() {
    if (!dirty) return;
    dirty = false;
    var data = new FormData(form);
    data.append("autosave", "1");
    fetch(location.pathname, { method: "POST", body: new URLSearchParams(data), redirect: "error", keepalive: true })
      .then(function (answer) {
        if (answer.status === 410) return location.reload();
        if (answer.status === 422) return tell(sign.dataset.refused);
        if (!answer.ok) throw new Error(String(answer.status));
        tell(sign.dataset.saved);
      })
      .catch(function () {
        dirty = true;
        tell(sign.dataset.waiting);
        later(5000);
      });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  form.addEventListener("input", function (event) {
    dirty = true;
    later(event.target.type === "radio" ? 300 : 1500);
  });
  form.addEventListener("submit", function () {
    clearTimeout(timer);
  });
  window.addEventListener("online", save);
  // Whoever puts the phone away keeps what was written last.
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") save();
  });

  var summary = document.getElementById("summary");
  if (summary) summary.focus();
})();
