// Saves every answer as it is given, and lets a page wait where there is no connection.
// Without this script the buttons save each page. What waits is in the page and nowhere else.
(function () {
  "use strict";
  var PATIENCE = 20000;
  var AGAIN = 5000;
  var form = document.getElementById("page");
  var sign = document.getElementById("saved");
  var hold = document.getElementById("on-hold");
  var turn = form.elements["sheet.turn"];
  var state = "";
  var timer = null;
  var dirty = false; // something was given since the last request began
  var running = null; // the request that is on its way
  var pressed = null; // the button that waits until its page is sent
  var leaving = false; // the browser sends the page itself, and shows what comes back

  function say(place, text) {
    if (place && place.textContent !== text) place.textContent = text;
  }

  function tell(now) {
    state = now;
    if (sign) say(sign, now && " · " + sign.dataset[now]);
    say(hold, hold.dataset[now] || "");
  }

  // What the report will mask, or what cannot be kept, is said below the field it is about.
  function warn(sentences) {
    form.querySelectorAll("[data-question]").forEach(function (place) {
      say(place, sentences[place.dataset.question] || "");
    });
  }

  // What one page sends is numbered: something older that comes in late counts no more.
  function contents(button) {
    if (turn) turn.value = Number(turn.value) + 1;
    var data = new URLSearchParams(new FormData(form));
    if (button) data.append(button.name, button.value);
    data.append(button ? "sheet.quietly" : "autosave", "1");
    return data;
  }

  // One request at a time: what is given meanwhile goes with the next one.
  function send() {
    if (running || state === "gone" && !pressed || !dirty && !pressed) return;
    var abort = running = new AbortController();
    var button = pressed;
    var patience = setTimeout(function () { abort.abort(); }, PATIENCE);
    var wait = 0;
    dirty = false;
    fetch(location.pathname, { method: "POST", body: contents(button), redirect: "error", keepalive: document.hidden, signal: abort.signal })
      .then(function (answer) {
        if (running !== abort) return;
        if (answer.status !== 429 && answer.status < 500) return button ? go(answer, button) : saved(answer);
        wait = 1000 * Number(answer.headers.get("Retry-After")) || AGAIN;
        dirty = true;
        tell("busy");
      })
      .catch(function () {
        if (running !== abort) return;
        wait = AGAIN;
        dirty = true;
        tell("waiting");
      })
      .then(function () {
        clearTimeout(patience);
        if (running !== abort || leaving) return;
        running = null;
        if (dirty || pressed) later(wait);
      });
  }

  function saved(answer) {
    if (answer.status === 410) return tell("gone");
    if (answer.status === 413) return tell("refused");
    if (answer.status !== 422 && !answer.ok) throw new Error(String(answer.status));
    tell(answer.ok ? "saved" : "refused");
    return answer.status === 204 ? warn({}) : answer.json().then(warn);
  }

  // A page that was taken leads on. Whatever else there is to say, the browser fetches as a page.
  function go(answer, button) {
    if (answer.status === 413) {
      pressed = null;
      return tell("refused");
    }
    return (answer.ok ? answer.json() : Promise.resolve({})).then(function (next) {
      leaving = true;
      tell("");
      if (next.to) location.assign(next.to);
      else button.click();
    });
  }

  function stop() {
    var stopped = running;
    running = null;
    if (stopped) stopped.abort();
    return stopped;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  if (sign) form.addEventListener("input", function (event) {
    var seen = form.elements["seen." + event.target.name];
    if (seen) seen.remove();
    dirty = true;
    if (!pressed) later(event.target.type === "radio" ? 300 : 1500);
  });

  form.addEventListener("submit", function (event) {
    var twice = running && pressed && pressed === event.submitter;
    clearTimeout(timer);
    if (!leaving && event.submitter) {
      event.preventDefault();
      if (twice) return;
      pressed = event.submitter;
      stop();
      return send();
    }
    leaving = true;
    dirty = false;
    pressed = null; // nothing waits: what hides this page now must not send it once more
    stop();
    if (turn) turn.value = Number(turn.value) + 1;
  });

  window.addEventListener("online", send);

  // Whoever puts the phone away keeps what was written last.
  document.addEventListener("visibilitychange", function () {
    if (!pressed && document.hidden && stop()) dirty = true;
    send();
  });

  // What is on this page only would be lost.
  window.addEventListener("beforeunload", function (event) {
    if (!leaving && state && state !== "saved") event.preventDefault();
  });

  // Who comes back by the browser's button may find a page whose link was used meanwhile.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    leaving = false;
    pressed = running = null;
    fetch(location.pathname, { method: "HEAD" }).then(function (answer) {
      if (answer.status === 410) location.reload();
    }, function () {});
  });

  var summary = document.getElementById("summary");
  if (summary) summary.focus();
})();
