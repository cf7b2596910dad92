'use strict';
// How many claims touch each day, week or month, by status. A claim counts in every bar that its interval touches,
// and is drawn pale where these are several: it may belong to any of them, so that no month becomes its first day. Without
// a stated end it counts no further than the data speak, and not after the day of knowledge: nobody said that it went on.
window.Claimline = window.Claimline || {};
(function (ns) {
  const SLIMMEST = 7; // CSS pixels a bar needs
  const HEADROOM = 14; // CSS pixels above the tallest bar, for the number at the grid line

  function startsOf(unit, first, end) {
    const DAY = ns.format.DAY;
    const date = new Date(first * 1000);
    if (unit === 'month') date.setUTCDate(1);
    if (unit === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7)); // Monday
    const starts = [];
    while (date.getTime() / 1000 < end) {
      starts.push(Math.max(first, date.getTime() / 1000));
      if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + 1);
      else date.setTime(date.getTime() + (unit === 'week' ? 7 : 1) * DAY * 1000);
    }
    starts.push(end);
    return starts; // one more than there are bins
  }

  // The finest of day, week and month whose bars are wide enough to be read.
  function chooseBins(extent, width) {
    const days = (extent[1] - extent[0]) / ns.format.DAY;
    const unit = width / days >= SLIMMEST ? 'day' : (width / days) * 7 >= SLIMMEST ? 'week' : 'month';
    const starts = startsOf(unit, extent[0], extent[1]);
    const binOfDay = new Int32Array(Math.ceil(days));
    for (let bin = 0, day = 0; day < binOfDay.length; day += 1) {
      while (extent[0] + day * ns.format.DAY >= starts[bin + 1]) bin += 1;
      binOfDay[day] = bin;
    }
    return { unit, starts, binOfDay, width, count: starts.length - 1 };
  }

  // First bar, last bar, and whether a row is spread over several (pale: possible in each, definite in none); null where
  // it touches none
  function barsOf(data, bins, row, open) {
    const DAY = ns.format.DAY;
    const [first, end] = data.extent;
    const t0 = data.t0[row];
    if (Number.isNaN(t0) || t0 >= end || data.t1[row] <= first) return null;
    const t1 = ns.isOpenEnded(data, row) ? open : Math.min(data.t1[row], end);
    const from = bins.binOfDay[Math.max(0, Math.floor((t0 - first) / DAY))];
    const to = Math.max(from, bins.binOfDay[Math.max(0, Math.ceil((t1 - first) / DAY) - 1)]);
    return [from, to, to > from || t0 < first || data.t1[row] > end ? 1 : 0];
  }

  // Where each row stands among the bars: worked out once, but for rows whose end depends on what was known
  function placeRows(data, bins) {
    const placed = { rows: [], open: [], from: new Uint16Array(data.n), to: new Uint16Array(data.n), pale: new Uint8Array(data.n) };
    for (let row = 0; row < data.n; row += 1) {
      if (ns.mayBeOpenEnded(data, row)) placed.open.push(row);
      else if (putRow(data, bins, placed, row, 0)) placed.rows.push(row);
    }
    placed.rows = Int32Array.from(placed.rows);
    return placed;
  }

  function putRow(data, bins, placed, row, open) {
    const bars = barsOf(data, bins, row, open);
    if (bars !== null) [placed.from[row], placed.to[row], placed.pale[row]] = bars;
    return bars !== null;
  }

  // counts[(status * 2 + pale) * stride + bin]; undated rows and those that are not kept count nowhere
  function countBins(data, keep, bins, placed) {
    const open = Math.min(data.extent[1], ns.spokenUntil(data, data.knownNow)); // how far claims without an end reach
    const stride = bins.count + 1; // one more, where the last differences end
    const counts = new Int32Array(data.statusCount * 2 * stride);
    const { from, to, pale } = placed;
    const { status } = data;
    const count = (rows) => {
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i];
        if (keep[row] === 0) continue;
        const base = (status[row] * 2 + pale[row]) * stride;
        counts[base + from[row]] += 1;
        counts[base + to[row] + 1] -= 1;
      }
    };
    count(placed.rows);
    count(placed.open.filter((row) => putRow(data, bins, placed, row, open)));
    for (let i = 1; i < counts.length; i += 1) if (i % stride !== 0) counts[i] += counts[i - 1];
    return { counts, stride };
  }

  function tallest(data, bins, table) {
    let most = 0;
    for (let bin = 0; bin < bins.count; bin += 1) {
      let sum = 0;
      for (let s = 0; s < data.statusCount * 2; s += 1) sum += table.counts[s * table.stride + bin];
      most = Math.max(most, sum);
    }
    return most;
  }

  // A round number below the top, for the one grid line: 1, 2 or 5 times a power of ten
  function gridStep(most) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
    return [5, 2, 1].map((factor) => factor * power).find((step) => step <= most) || 1;
  }

  function drawBar(view, bin, box) {
    const { context, data, table, unitHeight, height, edge } = view;
    let y = height;
    for (let pass = 0; pass < 2; pass += 1) {
      for (let status = 0; status < data.statusCount; status += 1) {
        const n = table.counts[(status * 2 + pass) * table.stride + bin];
        if (n === 0) continue;
        const style = data.payload.statuses[status];
        const h = n * unitHeight;
        y -= h;
        context.globalAlpha = pass === 1 ? 0.36 : 1;
        context.fillStyle = style.colour;
        context.fillRect(box.x, y, box.w, Math.max(1, h - 1));
        context.globalAlpha = pass === 1 ? 0.6 : 1;
        if (edge) context.strokeRect(box.x + 0.5, y + 0.5, box.w - 1, Math.max(0, h - 2));
        context.globalAlpha = 1;
        if (pass === 0 && box.w >= 9 && h >= 9.5) {
          context.fillStyle = style.ink;
          context.fillText(style.letter, box.x + box.w / 2, y + h / 2);
        }
      }
    }
  }

  function drawGrid(view, most, colours) {
    const { context, width, height, unitHeight } = view;
    const step = gridStep(most);
    const y = Math.round(height - step * unitHeight) + 0.5;
    context.fillStyle = colours.rule;
    context.fillRect(0, y - 0.5, width, 1);
    context.fillRect(0, height - 1, width, 1);
    return { y, text: ns.format.count(step) };
  }

  function drawGridLabel(view, grid, colours) {
    const context = view.context;
    context.textAlign = 'left';
    context.lineWidth = 3;
    context.strokeStyle = colours.paper;
    context.fillStyle = colours.muted;
    context.strokeText(grid.text, 3, grid.y - 7);
    context.fillText(grid.text, 3, grid.y - 7);
  }

  function coloursOf(node) {
    const style = getComputedStyle(node);
    const read = (name) => style.getPropertyValue(name).trim();
    return { rule: read('--cl-rule'), muted: read('--cl-muted'), paper: read('--cl-surface'), edge: read('--cl-mark-edge') };
  }

  // How many claims of each status a bar holds: of those that belong to it (pale 0), or that may (pale 1)
  function countWords(data, table, bin, pale) {
    const parts = data.payload.statuses.map((status, s) => {
      const n = table.counts[(s * 2 + pale) * table.stride + bin];
      return n > 0 ? ns.format.count(n) + ' ' + status.label.toLowerCase() : '';
    });
    return parts.filter((part) => part !== '').join(', ');
  }

  // '3 to 9 Jun 2025: 1 unverified; possibly 1 confirmed'
  function describe(data, bins, table, bin) {
    const definite = countWords(data, table, bin, 0);
    const possible = countWords(data, table, bin, 1);
    const said = [definite, possible && 'possibly ' + possible].filter((part) => part !== '').join('; ');
    return ns.format.span(bins.starts[bin], bins.starts[bin + 1]) + ': ' + (said || 'no claim');
  }

  ns.createHistogram = function (root, data, state) {
    const picture = ns.createLively('cl-histogram', root);
    const canvas = picture.node;
    canvas.setAttribute('role', 'img');
    const size = ns.dom.watchSize(canvas, recount);
    let bins = null;
    let placed = null; // of these bins
    let table = null;
    let most = 0;
    let colours = null; // of the theme

    function label() {
      canvas.setAttribute('aria-label', 'Claims for each ' + bins.unit + ', stacked by status, at most ' +
        ns.format.count(most) + ' in one bar; pale: the claim may belong to other bars instead');
    }

    function draw() {
      const { width, height } = size;
      if (width === 0 || table === null) return;
      const ratio = window.devicePixelRatio || 1;
      const context = picture.open(Math.round(width * ratio), Math.round(height * ratio));
      context.scale(ratio, ratio);
      if (colours === null) colours = coloursOf(canvas);
      const view = { context, data, table, width, height, edge: colours.edge !== 'none' };
      view.unitHeight = (height - HEADROOM) / Math.max(1, most);
      const grid = drawGrid(view, most, colours);
      context.font = '600 9px Arial, sans-serif';
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.strokeStyle = colours.edge;
      const scale = width / (data.extent[1] - data.extent[0]);
      for (let bin = 0; bin < bins.count; bin += 1) {
        const x = (bins.starts[bin] - data.extent[0]) * scale;
        const next = (bins.starts[bin + 1] - data.extent[0]) * scale;
        drawBar(view, bin, { x: Math.round(x) + 0.5, w: Math.max(1, Math.round(next) - Math.round(x) - 1) });
      }
      context.font = '10px Arial, sans-serif';
      drawGridLabel(view, grid, colours);
    }

    function recolour() {
      colours = null;
      draw();
    }

    function recount() {
      if (size.width === 0) return;
      if (bins === null || bins.width !== size.width) {
        bins = chooseBins(data.extent, size.width);
        placed = placeRows(data, bins);
      }
      table = countBins(data, state.get().keep, bins, placed);
      most = tallest(data, bins, table);
      label();
      draw();
    }

    const count = ns.dom.inFrame(recount, data.n); // the pointer reports more often than the screen shows
    state.on((changed) => {
      if (changed.has('keep')) count.ask();
      else if (changed.has('theme')) requestAnimationFrame(recolour);
    });

    return {
      unit: () => (bins === null ? 'week' : bins.unit),
      // The bar at a moment (seconds) in words
      describeAt(seconds) {
        count.settle();
        const day = Math.floor((seconds - data.extent[0]) / ns.format.DAY);
        if (table === null || day < 0 || day >= bins.binOfDay.length) return '';
        return describe(data, bins, table, bins.binOfDay[day]);
      },
      // For tests and for the reader's summary: how many claims touch each bar
      totals() {
        count.settle();
        return bins.starts.slice(0, -1).map((_, bin) => {
          let sum = 0;
          for (let s = 0; s < data.statusCount * 2; s += 1) sum += table.counts[s * table.stride + bin];
          return sum;
        });
      },
    };
  };
})(window.Claimline);
