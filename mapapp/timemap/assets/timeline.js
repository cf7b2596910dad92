'use strict';
// The timeline under the map: histogram, window, coverage band, dates, controls, and the day as of which it is known.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, paced, setText, takesKeys } = ns.dom;

  function build(controls, chart, readout) {
    return [
      el('div', { class: 'cl-time-row' }, controls.top),
      chart,
      el('div', { class: 'cl-time-row cl-time-foot' }, [...controls.bottom, readout, ns.coverageKey()]),
    ];
  }

  // Whether the window is moving: a drag is going on, or playback
  function createBusy(playback) {
    const listeners = [];
    const now = { held: false, playing: false };
    function set(key, value) {
      const before = now.held || now.playing;
      now[key] = value;
      const after = now.held || now.playing;
      if (after !== before) listeners.forEach((listener) => listener(after));
    }
    playback.on((playing) => set('playing', playing));
    return { held: (value) => set('held', value), on: (listener) => listeners.push(listener) };
  }

  function listenForSpace(playback) {
    document.addEventListener('keydown', (event) => {
      if (event.key !== ' ' || event.repeat || event.defaultPrevented || takesKeys(event.target)) return;
      event.preventDefault();
      playback.toggle();
    });
  }

  // root: an empty element; returns {moves, playback, histogram, bands, onBusy}; onBusy(fn) tells with true and false
  // when the window begins to move by hand or by itself, and when it has come to rest
  ns.createTimeline = function (root, data, state) {
    const moves = ns.createMoves(data, state);
    const playback = ns.createPlayback(data, state, moves);
    const controls = ns.createTimeControls(data, state, moves, playback);
    const plot = el('div', { class: 'cl-plot' });
    const chart = el('div', { class: 'cl-chart' }, [plot]);
    const readout = el('p', { class: 'cl-readout' });
    root.classList.add('cl-timeline');
    root.setAttribute('role', 'region');
    root.setAttribute('aria-label', 'Timeline');
    root.append(...build(controls, chart, readout));
    const histogram = ns.createHistogram(plot, data, state);

    const rest = () => 'Claims a ' + histogram.unit() + '; pale: spread over more than one bar';
    function hover(seconds) {
      setText(readout, (Number.isNaN(seconds) ? '' : histogram.describeAt(seconds)) || rest());
    }
    const busy = createBusy(playback);
    ns.createHandles(plot, data, state, moves, { grabbed: playback.pause, held: busy.held, hover });
    const bands = ns.createBands(chart, data, state, (text) => setText(readout, text || rest()));
    ns.createCoverage(chart, plot, data);
    ns.createAxis(chart, data);
    ns.createKnowledge(root, data, state, { grabbed: playback.pause, held: busy.held });
    listenForSpace(playback);
    const sync = paced(controls.sync, 0);
    const syncAtRest = paced(controls.sync, data.n); // to find the next change again takes a look at every row
    state.on((changed) => {
      if (['from', 'to', 'mode'].some((key) => changed.has(key))) sync();
      else if (changed.has('keep')) syncAtRest();
    });
    controls.sync();
    hover(NaN);
    return { moves, playback, histogram, bands, onBusy: busy.on };
  };
})(window.Claimline);
