'use strict';
// Under the histogram: claims whose date is no closer than a span, each a hollow band from its first possible moment to
// its last. Where there are too many to tell apart they become one strip, darker where more of them lie, with their number.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { DAY } = ns.format; // seconds
  const MOST = 40; // bands that are drawn one by one
  const LANES = 6; // that may lie under each other
  const PITCH = 6; // CSS px from lane to lane
  const BAR = 5; // CSS px that a band is high
  const LEAST = 3; // CSS px that a band is wide, at the least
  const SHADES = 24; // of the strip
  const ROOM = DAY; // seconds between two bands of one lane

  const isCoarse = (data, row) => data.t1[row] - data.t0[row] > DAY; // false for a claim without a date

  // Rows of the extent whose date is on some day of knowledge coarser than a day, by first moment
  function coarseRows(data) {
    const rows = [];
    for (let row = 0; row < data.n; row += 1) {
      const isIn = data.t0[row] < data.extent[1] && data.t1Latest[row] > data.extent[0];
      if (isIn && data.t1Latest[row] - data.t0[row] > DAY) rows.push(row);
    }
    return Int32Array.from(rows.sort((a, b) => data.t0[a] - data.t0[b] || a - b));
  }

  // Day by which a band has run out, seconds: its end, or where no end was stated some time after the last report
  function endOf(data, row) {
    if (data.t1[row] !== Infinity) return data.t1[row];
    const last = ns.lastReported(data, row, data.knownNow);
    return (Number.isNaN(last) ? data.t0[row] : Math.max(last, data.t0[row])) + ns.FADED_DAYS * DAY;
  }

  // The latest that a band ever ends, on whatever day
  function furthest(data) {
    const told = new Map(data.lateEnds.map((end) => [end.row, end]));
    return (_data, row) => {
      const end = told.get(row);
      return end ? Math.max(end.t1, end.at + (ns.FADED_DAYS + 1) * DAY) : endOf(data, row);
    };
  }

  // rows by first moment, and when each ends -> [{row, from, to, lane}], or null where they do not fit into the lanes
  function layOut(data, rows, ends) {
    if (rows.length > MOST) return null;
    const free = []; // by lane, when it is free again
    const bands = Array.from(rows, (row) => {
      const band = { row, from: Math.max(data.t0[row], data.extent[0]), to: Math.min(ends(data, row), data.extent[1]) };
      const lane = free.findIndex((until) => until + ROOM <= band.from);
      band.lane = lane < 0 ? free.length : lane;
      free[band.lane] = band.to;
      return band;
    });
    return free.length > LANES ? null : bands;
  }

  // First pixel of a row's band and the pixel after its last, in a strip of that width
  function putPixels(data, placed, row) {
    const scale = placed.width / (data.extent[1] - data.extent[0]);
    const from = Math.max(0, Math.floor((data.t0[row] - data.extent[0]) * scale));
    placed.from[row] = from;
    placed.to[row] = Math.max(from, Math.min(placed.width, Math.ceil((endOf(data, row) - data.extent[0]) * scale)));
  }

  // Pixels of all rows, worked out once, but for those whose end depends on what was known
  function placeRows(data, rows, width) {
    const placed = { width, from: new Int32Array(data.n), to: new Int32Array(data.n) };
    rows.forEach((row) => { if (!ns.mayBeOpenEnded(data, row)) putPixels(data, placed, row); });
    return placed;
  }

  // By pixel, how many of the rows may lie there
  function densityOf(data, rows, placed) {
    const { width, from, to } = placed;
    const counts = new Int32Array(width + 1);
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i];
      if (ns.mayBeOpenEnded(data, row)) putPixels(data, placed, row);
      counts[from[row]] += 1;
      counts[to[row]] -= 1;
    }
    for (let i = 1; i <= width; i += 1) counts[i] += counts[i - 1];
    return counts.subarray(0, width);
  }

  // Of all rows, those that are kept and coarse on the day that `data` stands at
  function keptOf(data, all, keep) {
    const kept = new Int32Array(all.length);
    let n = 0;
    for (let i = 0; i < all.length; i += 1) {
      const row = all[i];
      if (keep[row] === 0 || !isCoarse(data, row) || data.t1[row] <= data.extent[0]) continue;
      kept[n] = row;
      n += 1;
    }
    return kept.subarray(0, n);
  }

  // The colour along an open band: full up to the last report, then fading to nothing
  function openInk(view, data, band, box, colour, alpha) {
    const last = ns.lastReported(data, band.row, data.knownNow);
    const turn = Math.min(1, Math.max(0, (view.xOf(Number.isNaN(last) ? band.from : last) - box.x) / box.w));
    const ink = view.context.createLinearGradient(box.x, 0, box.x + box.w, 0);
    ink.addColorStop(0, ns.glyphs.rgba(colour, alpha));
    ink.addColorStop(turn, ns.glyphs.rgba(colour, alpha));
    ink.addColorStop(1, ns.glyphs.rgba(colour, 0));
    return ink;
  }

  function drawBand(view, data, band) {
    const { context, theme } = view;
    const status = data.payload.statuses[data.status[band.row]];
    const line = ns.glyphs.lineColour(status.colour, theme);
    const x = Math.round(view.xOf(band.from));
    const box = { x, y: band.lane * PITCH + 0.5, w: Math.max(LEAST, Math.round(view.xOf(band.to)) - x - 1), h: BAR - 1 };
    const isOpen = data.t1[band.row] === Infinity;
    const ink = (alpha) => (isOpen ? openInk(view, data, band, box, line, alpha) : ns.glyphs.rgba(line, alpha));
    context.fillStyle = ink(0.18);
    context.fillRect(box.x, box.y, box.w, box.h);
    context.setLineDash(data.hollow[band.row] ? [3, 2] : []);
    context.strokeStyle = ink(1);
    context.beginPath();
    if (!isOpen) context.rect(box.x + 0.5, box.y, box.w - 1, box.h);
    else { // no edge at the right: nobody said where it ends
      context.moveTo(box.x + box.w, box.y);
      context.lineTo(box.x + 0.5, box.y);
      context.lineTo(box.x + 0.5, box.y + box.h);
      context.lineTo(box.x + box.w, box.y + box.h);
    }
    context.stroke();
    context.setLineDash([]);
  }

  // In so many shades that neighbours mostly share one and are painted together
  function drawDensity(view, density, ink) {
    const most = density.reduce((high, count) => Math.max(high, count), 1);
    const shadeAt = (x) => (x < density.length ? Math.ceil((SHADES * density[x]) / most) : -1);
    view.context.fillStyle = ink;
    for (let x = 0, from = 0; x < density.length; x += 1) {
      const shade = shadeAt(x);
      if (shadeAt(x + 1) === shade) continue;
      view.context.globalAlpha = shade === 0 ? 0 : 0.12 + (0.6 * shade) / SHADES;
      view.context.fillRect(from, 0, x + 1 - from, view.height);
      from = x + 1;
    }
    view.context.globalAlpha = 1;
  }

  function prepare(picture, size, data, theme) {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = size;
    const context = picture.open(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)));
    context.scale(ratio, ratio);
    const scale = width / (data.extent[1] - data.extent[0]);
    return { context, width, height, theme, xOf: (seconds) => (seconds - data.extent[0]) * scale };
  }

  // Room for what can ever lie there, so that no filter and no day moves what stands below
  function heightOf(data, rows) {
    const bands = layOut(data, rows, furthest(data));
    return (bands === null ? LANES : Math.max(...bands.map((band) => band.lane)) + 1) * PITCH;
  }

  const mergedWords = (n) => ns.format.plural(n, 'claim') + ' dated to a span only';
  const bandWords = (data, row) => ns.format.visible(ns.whenWords(data, row)) + ': ' +
    data.payload.statuses[data.status[row]].label.toLowerCase() + ', ' + ns.format.visible(data.payload.claims.text[row]);

  // The band under the pointer, or null
  function bandAt(canvas, data, bands, event) {
    const box = canvas.getBoundingClientRect();
    const lane = Math.floor((event.clientY - box.top) / PITCH);
    const at = data.extent[0] + ((event.clientX - box.left) / box.width) * (data.extent[1] - data.extent[0]);
    const near = ((LEAST * 2) / box.width) * (data.extent[1] - data.extent[0]);
    return (bands || []).find((band) => band.lane === lane && at >= band.from - near && at <= band.to + near) || null;
  }

  function listen(canvas, data, state, bands, say) {
    canvas.addEventListener('pointermove', (event) => {
      const band = bandAt(canvas, data, bands(), event);
      canvas.classList.toggle('cl-bands-hit', band !== null);
      say(band === null ? '' : bandWords(data, band.row));
    });
    canvas.addEventListener('pointerleave', () => say(''));
    canvas.addEventListener('click', (event) => {
      const band = bandAt(canvas, data, bands(), event);
      if (band !== null) state.set({ selected: band.row, group: null });
    });
  }

  // root: the chart; say(text): shows words about the band under the pointer, '' about none. Returns {bands, merged}:
  // the bands drawn one by one, and how many claims the strip stands for
  ns.createBands = function (root, data, state, say) {
    const all = coarseRows(data);
    if (all.length === 0) return { bands: () => [], merged: () => 0 };
    const frame = ns.dom.el('div', { class: 'cl-bands-frame' });
    const picture = ns.createLively('cl-bands', frame);
    const canvas = picture.node;
    const count = ns.dom.el('span', { class: 'cl-bands-count', 'aria-hidden': 'true' });
    frame.append(count);
    root.append(frame);
    canvas.setAttribute('role', 'img');
    canvas.style.height = heightOf(data, all) + 'px';
    const size = ns.dom.watchSize(canvas, draw);
    let bands = null;
    let kept = all;
    let placed = null; // of this width

    function draw() {
      if (size.width === 0) return;
      const { theme } = state.get();
      const view = prepare(picture, size, data, theme);
      if (bands !== null) bands.forEach((band) => drawBand(view, data, band));
      else drawDensity(view, strip(Math.floor(view.width)), ns.glyphs.theme(theme).muted);
    }

    function strip(width) {
      if (placed === null || placed.width !== width) placed = placeRows(data, all, width);
      return densityOf(data, kept, placed);
    }

    function update() {
      kept = keptOf(data, all, state.get().keep);
      bands = layOut(data, kept, endOf);
      const words = mergedWords(kept.length);
      ns.dom.setText(count, bands === null ? words : '');
      canvas.setAttribute('aria-label', words + (bands === null ? ', drawn as one strip' : ', each a band from its first possible day to its last'));
      draw();
    }

    const later = ns.dom.inFrame(update, data.n); // the pointer reports more often than the screen shows
    const drawn = () => {
      later.settle();
      return bands;
    };
    listen(canvas, data, state, drawn, say);
    state.on((changed) => {
      if (changed.has('keep') || changed.has('known')) later.ask();
      else if (changed.has('theme')) draw();
    });
    update();
    return { bands: () => drawn() || [], merged: () => (drawn() === null ? kept.length : 0) };
  };
})(window.Claimline);
