'use strict';
// The one state of the document and the one rule that says which claims it selects.
window.Claimline = window.Claimline || {};
(function (ns) {
  // Heaps; the first three are kept row by row
  const IN_VIEW = 0;
  const UNLOCATED = 1;
  const UNDATED = 2;
  const FILTERED = 3;
  const OUTSIDE_WINDOW = 4;
  const OUTSIDE_VIEW = 5;

  function initial(data) {
    return {
      from: data.extent[0], // seconds UTC, inclusive
      to: data.extent[1], // seconds UTC, exclusive
      mode: 'window', // or 'cumulative': everything since the beginning, up to `to`
      mask: new Uint8Array(data.n).fill(1), // 1: the filters keep this row
      bounds: null, // [west, north, east, south] in Mercator 0..1; null: the whole world
      zoom: 0,
      selected: -1, // row whose card is open
      group: null, // rows that share the spot where the card was opened; null: the list's order
      borders: 'recognised',
      zones: true,
      theme: 'light',
      language: 'en',
    };
  }

  // Effective window in seconds, half-open.
  function windowOf(data, state) {
    return state.mode === 'cumulative' ? [data.extent[0], state.to] : [state.from, state.to];
  }

  function inBounds(data, row, bounds) {
    if (bounds === null) return true;
    const area = data.area[row];
    if (area >= 0) {
      const box = data.areas[area].box;
      return box[0] <= bounds[2] && box[2] >= bounds[0] && box[1] <= bounds[3] && box[3] >= bounds[1];
    }
    const x = data.x[row];
    const y = data.y[row];
    return x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3];
  }

  function isLocated(data, row) {
    return data.area[row] >= 0 || !Number.isNaN(data.x[row]);
  }

  // Which heap a row falls on, for the given state.
  function placeRow(data, state, win, row) {
    if (state.mask[row] === 0) return FILTERED;
    if (!isLocated(data, row)) return UNLOCATED;
    if (Number.isNaN(data.t0[row])) return UNDATED;
    if (data.t0[row] >= win[1] || data.t1[row] <= win[0]) return OUTSIDE_WINDOW;
    return inBounds(data, row, state.bounds) ? IN_VIEW : OUTSIDE_VIEW;
  }

  function select(data, state) {
    const win = windowOf(data, state);
    const sizes = new Uint32Array(6);
    const rows = [IN_VIEW, UNLOCATED, UNDATED].map(() => new Int32Array(data.n));
    const counts = new Uint32Array(data.statusCount);
    let definite = 0;
    for (let row = 0; row < data.n; row += 1) {
      const heap = placeRow(data, state, win, row);
      if (heap <= UNDATED) rows[heap][sizes[heap]] = row;
      sizes[heap] += 1;
      if (heap === IN_VIEW) {
        counts[data.status[row]] += 1;
        if (data.t0[row] >= win[0] && data.t1[row] <= win[1]) definite += 1;
      }
    }
    const [inView, unlocated, undated] = rows.map((found, heap) => found.subarray(0, sizes[heap]));
    return {
      inView, unlocated, undated, // rows, in rising order
      filtered: sizes[FILTERED], outsideWindow: sizes[OUTSIDE_WINDOW], outsideView: sizes[OUTSIDE_VIEW],
      definite, possible: inView.length - definite, // of the rows in view: wholly inside the window, or only touching it
      counts, // of the rows in view, by status
    };
  }

  ns.createState = function (data) {
    const state = initial(data);
    const listeners = [];
    let cached = null;
    const selective = ['from', 'to', 'mode', 'mask', 'bounds'];

    function set(patch) {
      const changed = new Set();
      Object.keys(patch).forEach((key) => {
        if (!(key in state)) throw new Error('unknown state key ' + key);
        if (state[key] !== patch[key]) {
          state[key] = patch[key];
          changed.add(key);
        }
      });
      if (changed.size === 0) return;
      if (selective.some((key) => changed.has(key))) cached = null;
      listeners.forEach((listener) => listener(changed, state));
    }

    return {
      get: () => state,
      set,
      on: (listener) => listeners.push(listener),
      window: () => windowOf(data, state),
      selection() {
        if (cached === null) cached = select(data, state);
        return cached;
      },
    };
  };
})(window.Claimline);
