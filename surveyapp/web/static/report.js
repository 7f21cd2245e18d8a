// Draws the figures of a report with Plotly, each when it comes near. Without this script, or where
// Plotly does not arrive, the tables say the same.
(function () {
  "use strict";

  var LINE = 19;
  var LANES = 64;
  var NARROW = 560;
  var AHEAD = "600px";
  var source = document.currentScript.dataset.plotly;
  var letters = getComputedStyle(document.body).fontFamily;

  function wrap(text, length) {
    var lines = [""];
    text.split(" ").forEach(function (word) {
      var line = lines[lines.length - 1];
      if (line && (line + " " + word).length > length) lines.push(word);
      else lines[lines.length - 1] = line ? line + " " + word : word;
    });
    return lines;
  }

  // Names of rows stand above their marks, so that a narrow screen keeps its width for the marks.
  function namesAbove(figure, width) {
    var layout = figure.layout;
    var axis = layout.yaxis;
    var names = axis.ticktext.map(function (text) {
      return wrap(text, Math.max(24, Math.floor(width / 7.5)));
    });
    var most = Math.max.apply(null, names.map(function (lines) { return lines.length; }));
    var row = LANES + LINE * most;
    layout.annotations = names.map(function (lines, place) {
      return {
        x: 0, xref: "paper", xanchor: "left", align: "left",
        y: place - 0.5, yref: "y", yanchor: "top",
        text: lines.join("<br>"), showarrow: false, bgcolor: "#fff", font: { size: 14 },
      };
    });
    axis.showticklabels = false;
    axis.range = [names.length - 0.5, -0.5 - 8 / row];
    layout.margin = { l: 4, r: 4, t: layout.xaxis.ticktext ? 44 : 4, b: 8 };
    layout.height = row * names.length + 52 + (layout.showlegend === false ? 0 : 28 * figure.data.length);
    layout.legend = { orientation: width < NARROW ? "v" : "h", x: 0, y: 0, yanchor: "top" };
    figure.data.forEach(function (trace) { moveDown(trace, LANES / row); });
  }

  // The marks keep the lower part of the row, which is this share of its height.
  function moveDown(trace, share) {
    trace.y = trace.y.map(function (y) {
      var row = Math.round(y);
      return row + (y - row) * share + (1 - share) / 2;
    });
    if (trace.type === "bar") trace.width = 0.5 * share;
  }

  // On a narrow screen the words of the scale stand at its ends only, one below the other.
  function shortScale(layout) {
    var most = 0;
    layout.xaxis.ticktext = layout.xaxis.ticktext.map(function (text, place, all) {
      var lines = text.split(/<br>| /);
      if (place > 0 && place < all.length - 1) return lines[0];
      most = Math.max(most, lines.length);
      return lines.join("<br>");
    });
    var more = Math.max(0, most - 2) * LINE;
    layout.margin.t += more;
    layout.height += more;
  }

  function square(layout, width) {
    layout.width = Math.min(width, 620);
    layout.height = layout.width;
    layout.margin = { l: 48, r: 8, t: 8, b: 48 };
  }

  function fitted(chart, width) {
    var figure = JSON.parse(chart.querySelector(".figure").textContent);
    figure.layout.width = width;
    figure.layout.font.family = letters;
    if (figure.layout.yaxis.ticktext) namesAbove(figure, width);
    else square(figure.layout, width);
    if (figure.layout.xaxis.ticktext && width < NARROW) shortScale(figure.layout);
    return figure;
  }

  // The room is kept before anything is drawn, so that nothing on the page jumps.
  function prepare(chart) {
    chart.querySelector("details").open = false;
    chart.querySelector(".drawing").hidden = false;
    fit(chart);
  }

  function fit(chart) {
    var place = chart.querySelector(".drawing");
    chart.room = place.clientWidth;
    chart.fitted = fitted(chart, chart.room);
    place.style.height = chart.fitted.layout.height + "px";
  }

  function asTable(chart) {
    chart.querySelector(".drawing").hidden = true;
    chart.querySelector("details").open = true;
  }

  var arriving = null;

  function plotly() {
    arriving = arriving || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return arriving;
  }

  function draw(chart) {
    return plotly().then(function () {
      if (printed) return waiting.unshift(chart);
      var place = chart.querySelector(".drawing");
      return Plotly.newPlot(place, chart.fitted.data, chart.fitted.layout, { displayModeBar: false });
    }).catch(function () {
      chart.failed = true;
      asTable(chart);
    });
  }

  var charts = Array.prototype.slice.call(document.querySelectorAll(".chart"));
  var waiting = [];
  var busy = false;
  var printed = null; // while it prints: the figures that are tables on paper

  // One after another with a breath in between, so that an old phone stays quick.
  function next() {
    busy = waiting.length > 0 && !printed;
    if (busy) draw(waiting.shift()).then(function () { setTimeout(next, 0); });
  }

  function watch(margin, share) {
    var near = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting || entry.intersectionRatio < share || entry.target.queued) return;
        near.unobserve(entry.target);
        entry.target.queued = true;
        waiting.push(entry.target);
      });
      if (!busy) next();
    }, { rootMargin: margin, threshold: share });
    charts.forEach(function (chart) { if (!chart.queued) near.observe(chart); });
  }

  charts.forEach(prepare);
  // Only what is seen at first, and not for its upper edge; further ahead once somebody reads on.
  watch("0px", 0.3);
  window.addEventListener("scroll", function () { watch(AHEAD, 0); }, { once: true, passive: true });

  // A telephone that is turned, or a window that is made narrower: what was drawn is drawn anew.
  function refit() {
    charts.forEach(function (chart) {
      var place = chart.querySelector(".drawing");
      if (printed || place.hidden || place.clientWidth === chart.room) return;
      fit(chart);
      if (place.querySelector(".main-svg")) waiting.push(chart);
    });
    if (!busy) next();
  }

  var still = null;
  window.addEventListener("resize", function () {
    clearTimeout(still);
    still = setTimeout(refit, 150);
  });

  // What was not drawn yet is printed as its table, and is a figure again on the screen.
  window.addEventListener("beforeprint", function () {
    printed = printed || charts.filter(function (chart) {
      return !chart.querySelector(".main-svg") && !chart.querySelector(".drawing").hidden;
    });
    printed.forEach(function (chart) {
      chart.unfolded = chart.querySelector("details").open;
      asTable(chart);
    });
  });

  window.addEventListener("afterprint", function () {
    (printed || []).forEach(function (chart) {
      if (chart.failed) return;
      chart.querySelector(".drawing").hidden = false;
      chart.querySelector("details").open = chart.unfolded;
    });
    printed = null;
    if (!busy) next();
  });
})();
