// Saves every answer as it is given. Without this script the buttons save each page.
(function () {
  "use strict";
  var form = document.getElementById("page");
  var sign = document.getElementById("saved");
  var timer = null;
  var dirty = false;
  var running = null;

  function tell(text) {
    sign.textContent = text ? " · " + text : "";
  }

  // What the report will mask is said below the field, and taken back when it is gone.
  function warn(sentences) {
    form.querySelectorAll("[data-question]").forEach(function (place) {
      var sentence = sentences[place.dataset.question] || "";
      if (place.textContent !== sentence) place.textContent = sentence;
    });
  }

  // One request at a time: what is given meanwhile goes with the next one.
  function save() {
    if (!dirty || running) return;
    var abort = running = new AbortController();
    var data = new FormData(form);
    var wait = 0;
    dirty = false;
    data.append("autosave", "1");
    fetch(location.pathname, { method: "POST", body: new URLSearchParams(data), redirect: "error", keepalive: document.hidden, signal: abort.signal })
      .then(function (answer) {
        if (answer.status === 410) return location.reload();
        if (answer.status === 422) return tell(sign.dataset.refused);
        if (answer.status === 429) {
          dirty = true;
          wait = 1000 * (Number(answer.headers.get("Retry-After")) || 5);
          return tell(sign.dataset.busy);
        }
        if (!answer.ok) throw new Error(String(answer.status));
        tell(sign.dataset.saved);
        return answer.status === 200 ? answer.json().then(warn) : warn({});
      })
      .catch(function () {
        if (abort.signal.aborted) return;
        dirty = true;
        wait = 5000;
        tell(sign.dataset.waiting);
      })
      .then(function () {
        if (running !== abort) return;
        running = null;
        if (dirty) later(wait);
      });
  }

  function stop() {
    var stopped = running;
    if (stopped) stopped.abort();
    running = null;
    return stopped;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  form.addEventListener("input", function (event) {
    dirty = true;
    later(event.target.type === "radio" ? 300 : 1500);
  });
  // The page is sent as a whole: nothing older may come in behind it.
  form.addEventListener("submit", function () {
    clearTimeout(timer);
    dirty = false;
    stop();
  });
  window.addEventListener("online", save);
  // Whoever puts the phone away keeps what was written last.
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) return;
    if (stop()) dirty = true;
    save();
  });

  var summary = document.getElementById("summary");
  if (summary) summary.focus();
})();
