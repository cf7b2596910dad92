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
  const NOT_KNOWN = 6; // nobody had reported it by then
  const HEAPS = 7;
  const { DAY } = ns.format; // seconds
  const LAST_DAY = 2147483646; // since 1970; the day after it stands for never

  function initial(data) {
    return {
      from: data.extent[0], // seconds UTC, inclusive
      to: data.extent[1], // seconds UTC, exclusive
      mode: 'window', // or 'cumulative': everything since the beginning, up to `to`
      known: null, // as known before this moment: seconds UTC, the end of a day; null: everything recorded
      aspect: -1, // which aspect's status colours the map: position in payload.aspects; -1: presence and activity
      mask: new Uint8Array(data.n).fill(1), // 1: the filters that do not depend on what was known keep this row
      since: null, // by row, the first day since 1970 on whose end the other filters keep it; null: they keep all
      statuses: null, // ids of the statuses that are kept; null: all
      keep: null, // 1: known and kept by every filter. Follows from the five above; another array after each change
      bounds: null, // [west, north, east, south] in Mercator 0..1; null: the whole world
      zoom: 0,
      selected: -1, // row whose card is open
      group: null, // rows that share the spot where the card was opened; null: the list's order
      borders: 'recognised',
      zones: true,
      panel: 'map', // or 'says', 'numbers'
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

  // Which rows are known and kept by every filter. `data` holds its columns as of state.known and state.aspect.
  function keepOf(data, state) {
    const { mask, since, statuses, known } = state;
    if (known === null && since === null && statuses === null) return mask;
    const day = known === null ? LAST_DAY : known / DAY - 1;
    const keep = new Uint8Array(data.n);
    if (since === null && statuses === null) { // the day alone: what follows a slider
      for (let row = 0; row < data.n; row += 1) keep[row] = mask[row] & data.publicNow[row];
      return keep;
    }
    const allowed = Uint8Array.from(data.payload.statuses, (each) => (statuses === null || statuses.includes(each.id) ? 1 : 0));
    for (let row = 0; row < data.n; row += 1) {
      keep[row] = mask[row] & data.publicNow[row] & allowed[data.status[row]];
      if (since !== null && since[row] > day) keep[row] = 0;
    }
    return keep;
  }

  // Which heap a row falls on, for the given state.
  function placeRow(data, state, win, row) {
    if (data.publicNow[row] === 0) return NOT_KNOWN;
    if (state.keep[row] === 0) return FILTERED;
    if (!isLocated(data, row)) return UNLOCATED;
    if (Number.isNaN(data.t0[row])) return UNDATED;
    if (data.t0[row] >= win[1] || data.t1[row] <= win[0]) return OUTSIDE_WINDOW;
    return inBounds(data, row, state.bounds) ? IN_VIEW : OUTSIDE_VIEW;
  }

  function select(data, state) {
    const win = windowOf(data, state);
    const sizes = new Uint32Array(HEAPS);
    const rows = [IN_VIEW, UNLOCATED, UNDATED].map(() => new Int32Array(data.n));
    const counts = new Uint32Array(data.statusCount);
    let definite = 0;
    let dateless = 0;
    for (let row = 0; row < data.n; row += 1) {
      const heap = placeRow(data, state, win, row);
      if (heap <= UNDATED) rows[heap][sizes[heap]] = row;
      sizes[heap] += 1;
      if (heap === NOT_KNOWN) dateless += data.dateless[row];
      if (heap === IN_VIEW) {
        counts[data.status[row]] += 1;
        if (data.t0[row] >= win[0] && data.t1[row] <= win[1]) definite += 1;
      }
    }
    const [inView, unlocated, undated] = rows.map((found, heap) => found.subarray(0, sizes[heap]));
    return {
      inView, unlocated, undated, // rows, in rising order
      filtered: sizes[FILTERED], outsideWindow: sizes[OUTSIDE_WINDOW], outsideView: sizes[OUTSIDE_VIEW],
      notKnown: sizes[NOT_KNOWN], // on no other heap
      dateless, // of these: known on no day, because no report of them has a date
      definite, possible: inView.length - definite, // of the rows in view: wholly inside the window, or only touching it
      counts, // of the rows in view, by status
    };
  }

  const KEPT_BY = ['known', 'aspect', 'mask', 'since', 'statuses'];
  const SELECTED_BY = ['from', 'to', 'mode', 'bounds', 'keep'];
  const someOf = (keys, changed) => keys.some((key) => changed.has(key));

  function write(state, patch, changed) {
    Object.keys(patch).forEach((key) => {
      if (!(key in state) || key === 'keep') throw new Error('unknown state key ' + key);
      if (state[key] === patch[key]) return;
      state[key] = patch[key];
      changed.add(key);
    });
  }

  function closeUnknown(data, state, changed) {
    const isKnown = (row) => data.publicNow[row] === 1;
    if (state.group !== null && !state.group.every(isKnown)) {
      state.group = state.group.filter(isKnown);
      changed.add('group');
    }
    if (state.selected < 0 || isKnown(state.selected)) return;
    Object.assign(state, { selected: -1, group: null });
    changed.add('selected').add('group');
  }

  // What follows from a change: the columns of the day, the rows kept, and no card of a claim that is not known yet
  function follow(data, state, changed) {
    const isKnowledge = changed.has('known') || changed.has('aspect');
    if (isKnowledge) data.knowAt(state.known, state.aspect);
    if (someOf(KEPT_BY, changed)) {
      const keep = keepOf(data, state);
      state.keep = keep === state.mask && isKnowledge ? keep.slice() : keep; // other colours are another picture
      changed.add('keep');
    }
    closeUnknown(data, state, changed);
  }

  ns.createState = function (data) {
    const state = initial(data);
    state.keep = keepOf(data, state);
    const listeners = [];
    let cached = null;

    // All of a change is in place, the columns of `data` too, before the first listener hears of it
    function set(patch) {
      const changed = new Set();
      write(state, patch, changed);
      if (changed.size === 0) return;
      follow(data, state, changed);
      if (someOf(SELECTED_BY, changed)) cached = null;
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
  Object.assign(ns, { keepOf, select, inBounds });
})(window.Claimline);
