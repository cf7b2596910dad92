'use strict';
// The points of one view: kept by the mask, near enough to show, their pixel worked out once a view, not once a step.
window.Claimline = window.Claimline || {};
(function (ns) {
  const BLOCK = 256; // points between two running totals
  const BESIDE = 16; // code bit: not inside the view, only near its edge
  const TOO_FAR = 0; // not even a ring of it reaches into the view
  const NEARBY = 1;
  const INSIDE = 2;
  const EDGE = 14; // CSS px of canvas beyond the view on each side
  const NEAR = 6; // CSS px beyond the view within which a point is still stamped
  const NOWHERE = (16 << 16) | 16; // a hidden pixel within EDGE, for points that are too far out to be stamped
  const FARTHEST = 512; // CSS px beyond the view from which a ring may reach in

  // How many CSS px a metre is at a Mercator height y (0..1) in this view
  const pixelsPerMetre = (view, y) => (view.scale * Math.cosh(Math.PI * (1 - 2 * y))) / 40075016.686;

  function widestRing(data) {
    let widest = 0;
    for (let row = 0; row < data.n; row += 1) {
      const stretch = Math.cosh(Math.PI * (1 - 2 * data.y[row]));
      if (data.radius[row] > 0) widest = Math.max(widest, data.radius[row] * stretch);
    }
    return widest / 40075016.686; // in Mercator 0..1
  }

  ns.createScene = function (data) {
    const spans = ns.createSpans(data);
    const widest = widestRing(data);
    const kinds = data.statusCount;
    const rank = new Int32Array(spans.n + 1); // how many kept points stand before this one
    const source = new Int32Array(spans.n); // position in spans
    const spot = new Uint32Array(spans.n); // by position in spans: x << 16 | y in half CSS px from EDGE beyond the corner
    const where = new Uint8Array(spans.n); // by position in spans: TOO_FAR, NEARBY or INSIDE
    const pixel = new Uint32Array(spans.n); // of kept points, as `spot`
    const code = new Uint8Array(spans.n); // status, + 8 hollow, + 16 beside the view
    const totals = new Uint32Array((Math.ceil(spans.n / BLOCK) + 1) * kinds);
    const running = new Uint32Array(kinds);
    const kept = { mask: null, flags: new Uint8Array(spans.n) }; // the mask in the order of spans
    const found = new Int32Array(spans.n);
    let view = null;
    let fits = 0;
    let win = [0, 0];
    let ranges = [];
    const counts = new Uint32Array(kinds);

    function takeMask(mask) {
      if (mask === kept.mask) return;
      spans.recode();
      for (let i = 0; i < spans.n; i += 1) kept.flags[i] = mask[spans.row[i]];
      kept.mask = mask;
    }

    // Where every point stands in the view, kept or not: what a new mask need not work out again
    function locate() {
      const { scale, ox, oy } = view;
      const [west, north, east, south] = view.bounds;
      const far = (Math.min(FARTHEST, widest * scale) + 24) / scale;
      const near = NEAR / scale;
      const left = EDGE * 2 - ox * 2;
      const top = EDGE * 2 - oy * 2;
      const { x: xs, y: ys } = spans;
      for (let i = 0; i < spans.n; i += 1) {
        const x = xs[i];
        const y = ys[i];
        where[i] = TOO_FAR;
        if (x < west - far || x > east + far || y < north - far || y > south + far) continue;
        const stamped = x > west - near && x < east + near && y > north - near && y < south + near;
        spot[i] = stamped ? ((x * 2 * scale + left) << 16) | (y * 2 * scale + top) : NOWHERE;
        where[i] = x >= west && x <= east && y >= north && y <= south ? INSIDE : NEARBY;
      }
    }

    // Take in a view {scale, ox, oy, width, height, bounds} (the same object as long as it is the same view) and a mask by
    // row (a new array whenever rows or statuses change)
    function fit(nextView, mask) {
      if (nextView !== view) {
        view = nextView;
        locate();
      }
      takeMask(mask);
      const codes = spans.code;
      const { flags } = kept;
      running.fill(0);
      let k = 0;
      for (let i = 0; i < spans.n; i += 1) {
        rank[i] = k;
        if (flags[i] === 0 || where[i] === TOO_FAR) continue;
        if ((k & (BLOCK - 1)) === 0) totals.set(running, (k / BLOCK) * kinds);
        pixel[k] = spot[i];
        if (where[i] === INSIDE) {
          code[k] = codes[i];
          running[codes[i] & 7] += 1;
        } else code[k] = codes[i] | BESIDE;
        source[k] = i;
        k += 1;
      }
      rank[spans.n] = k;
      fits += 1;
      if ((k & (BLOCK - 1)) === 0) totals.set(running, (k / BLOCK) * kinds);
    }

    function addTotals(k, sign) {
      const block = Math.floor(k / BLOCK);
      for (let status = 0; status < kinds; status += 1) counts[status] += sign * totals[block * kinds + status];
      for (let j = block * BLOCK; j < k; j += 1) if (code[j] < BESIDE) counts[code[j] & 7] += sign;
    }

    // Of a range's points that must be looked at, those in the window; good until it is called again
    function uncertain(range) {
      const last = rank[range[1]];
      const from = win[0];
      let n = 0;
      for (let k = rank[range[0]]; k < last; k += 1) {
        if (spans.t1[source[k]] > from) {
          found[n] = k;
          n += 1;
        }
      }
      return found.subarray(0, n);
    }

    // Ask for [from, to), both in seconds; returns how many points of it are inside the view
    function ask(from, to) {
      win = [from, to];
      ranges = spans.ranges(from, to);
      counts.fill(0);
      ranges.forEach((range) => {
        const list = uncertain(range);
        for (let i = 0; i < list.length; i += 1) if (code[list[i]] < BESIDE) counts[code[list[i]] & 7] += 1;
        addTotals(rank[range[2]], 1);
        addTotals(rank[range[1]], -1);
      });
      return counts.reduce((sum, count) => sum + count, 0);
    }

    const at = (k) => [spans.x[source[k]] * view.scale - view.ox, spans.y[source[k]] * view.scale - view.oy];

    // Every kept point of the window, beside the view too; fn(k)
    function each(visit) {
      ranges.forEach((range) => {
        uncertain(range).slice().forEach((k) => visit(k));
        for (let k = rank[range[1]]; k < rank[range[2]]; k += 1) visit(k);
      });
    }

    return {
      fit, ask, each, at, counts, pixel, code, EDGE,
      fitted: () => fits, // rises with every view or mask that was taken in
      kept: () => rank[spans.n],
      rowAt: (k) => spans.row[source[k]],
      isInside: (k) => code[k] < BESIDE,
      // Kept points by range: [from, to) for certain, and uncertain(range) of the others
      runs: () => ranges.map((range) => ({ range, from: rank[range[1]], to: rank[range[2]] })),
      uncertain,
    };
  };
  ns.pixelsPerMetre = pixelsPerMetre;
})(window.Claimline);
