'use strict';
// The one state of the document and the one rule that says which claims it selects.
window.Claimline = window.Claimline || {};
(function (ns) {
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
    if (state.mask[row] === 0) return 'filtered';
    if (!isLocated(data, row)) return 'unlocated';
    if (Number.isNaN(data.t0[row])) return 'undated';
    if (data.t0[row] >= win[1] || data.t1[row] <= win[0]) return 'outsideWindow';
    return inBounds(data, row, state.bounds) ? 'inView' : 'outsideView';
  }

  function select(data, state) {
    const win = windowOf(data, state);
    const found = {
      inView: [], unlocated: [], undated: [], // rows
      filtered: 0, outsideWindow: 0, outsideView: 0, // counts
      definite: 0, possible: 0, // of the rows in view: wholly inside the window, or only touching it
      counts: new Uint32Array(data.statusCount), // of the rows in view, by status
    };
    for (let row = 0; row < data.n; row += 1) {
      const heap = placeRow(data, state, win, row);
      if (typeof found[heap] === 'number') {
        found[heap] += 1;
      } else {
        found[heap].push(row);
        if (heap === 'inView') {
          found.counts[data.status[row]] += 1;
          if (data.t0[row] >= win[0] && data.t1[row] <= win[1]) found.definite += 1;
          else found.possible += 1;
        }
      }
    }
    return found;
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
