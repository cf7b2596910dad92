'use strict';
// Then and now: the map as of the day of knowledge, and beside it the same map with everything known. Window, filters,
// zones, borders and camera are in step; nothing else differs but the day.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, setText } = ns.dom;
  const { DAY } = ns.format; // seconds
  const KEPT_BY = ['aspect', 'mask', 'since', 'statuses'];
  const SHARED = ['zoomSnap', 'zoomDelta', 'keyboardPanDelta', 'minZoom', 'maxZoom', 'maxBounds', 'crs'];
  const COUNTED_BY = ['from', 'to', 'mode', 'keep', 'bounds'];

  // Boxes of nodes in CSS px of an element, those left out that are not shown
  ns.boxesOver = function (element, nodes) {
    const from = element.getBoundingClientRect();
    return nodes.filter((node) => node.offsetParent !== null).map((node) => {
      const box = node.getBoundingClientRect();
      return { x: box.left - from.left, y: box.top - from.top, width: box.width, height: box.height };
    });
  };

  // The middle of the days on which anything became public, as the state holds a day
  function middleOf(data) {
    const [first, end] = data.payload.knowledge;
    return first + (Math.floor((end - first) / DAY / 2) + 1) * DAY;
  }

  const firstKnown = (data, row) => data.payload.steps.at[data.stepIndex.offsets[row]];

  // The state as of everything known, for the second map: the same answers, but for the day and what follows from it
  function createTwinState(data, twin, state, onUnknown) {
    const own = Object.create(state.get());
    const listeners = [];
    let isOn = false;

    function follow() {
      if (twin.aspectNow !== state.get().aspect) twin.knowAt(null, state.get().aspect);
      own.keep = ns.keepOf(twin, own).slice(); // another array: other colours are another picture
    }
    function tell(changed) {
      const ours = new Set(changed);
      ours.delete('known');
      ours.delete('keep');
      if (KEPT_BY.some((key) => ours.has(key))) {
        follow();
        ours.add('keep');
      }
      if (isOn && ours.size > 0) listeners.forEach((listener) => listener(ours, own));
    }
    // A claim that was not known then has no card then
    function set(patch) {
      const row = patch.selected;
      if (row === undefined || row < 0 || data.publicNow[row] === 1) state.set(patch);
      else onUnknown(row);
    }
    own.known = null;
    follow();
    state.on(tell);
    return {
      get: () => own, set, window: state.window,
      on: (listener) => listeners.push(listener),
      selection: () => ns.select(twin, own),
      wake(wanted) {
        isOn = wanted;
        if (isOn) tell(new Set(['mask', ...COUNTED_BY, 'theme', 'borders', 'zones', 'selected']));
      },
    };
  }

  // Two maps with one camera: whichever moves, the other goes along. Returns what brings the second to the first.
  function keepInStep(first, second, isOn) {
    let isFollowing = false;
    function lead(from, to, centre, zoom) {
      if (isFollowing || !isOn()) return;
      isFollowing = true;
      to.setView(centre, zoom, { animate: false });
      isFollowing = false;
    }
    [[first, second], [second, first]].forEach(([from, to]) => {
      from.on('move moveend', () => lead(from, to, from.getCenter(), from.getZoom()));
      from.on('zoomanim', (event) => lead(from, to, event.center, event.zoom));
    });
    return () => lead(first, second, first.getCenter(), first.getZoom());
  }

  function createSecondMap(frame, map) {
    const node = el('div', { class: 'folium-map cl-second' });
    frame.append(node);
    const options = { zoomControl: false, attributionControl: false };
    SHARED.forEach((key) => { options[key] = map.options[key]; });
    const second = L.map(node, options);
    second.setView(map.getCenter(), map.getZoom(), { animate: false });
    return second;
  }

  // What each map shows, in words over it
  function createCaptions(options, data, state, twinState) {
    const make = (side) => el('p', { class: 'cl-then-caption cl-then-' + side, role: 'status' });
    const [left, right] = [make('left'), make('right')];
    options.frame.append(left, right);
    let boxes = []; // of what lies over the second map, in CSS px of it: its labels keep clear of these
    const claims = (found) => ' · ' + ns.format.plural(found.inView.length, 'claim') + ' in view';
    function sync() {
      const { known } = state.get();
      setText(left, ns.format.capital(ns.knownClause(known)) + claims(state.selection()));
      setText(right, 'Everything known' + claims(twinState.selection()));
      boxes = ns.boxesOver(options.frame.querySelector('.cl-second'), [right, ...options.over()]);
    }
    return {
      sync, later: ns.dom.paced(sync, data.n),
      obstacles: () => boxes,
      unknown(row) {
        const at = firstKnown(data, row);
        const when = at === null || at === undefined ? 'on a day that nobody knows' : 'on ' + ns.fullDay(at);
        setText(right, 'That claim was first reported ' + when + ': set “As known on” to a later day to open its card.');
      },
    };
  }

  // The second map and all that goes with it; made when it is first asked for
  function createPair(map, data, state, options) {
    let isOn = false;
    const twin = ns.dataAt(data, null, state.get().aspect);
    const twinState = createTwinState(data, twin, state, (row) => captions.unknown(row));
    const captions = createCaptions(options, data, state, twinState);
    const second = createSecondMap(options.frame, map);
    second.getContainer().setAttribute('aria-description', 'The same map with everything known');
    const claims = ns.createClaims(second, twin, twinState, {
      onGroup: (rows) => options.openGroup(twinState, rows, data), obstacles: captions.obstacles,
    });
    options.addGround(second, twinState);
    const step = keepInStep(map, second, () => isOn);
    state.on((changed) => {
      if (isOn && (changed.has('known') || COUNTED_BY.some((key) => changed.has(key)))) captions.later();
    });
    return {
      map: second, claims, data: twin, state: twinState,
      show(wanted) {
        isOn = wanted;
        options.frame.classList.toggle('cl-pair', wanted);
        if (wanted) captions.sync(); // before the maps measure what lies over them
        map.invalidateSize({ animate: false });
        second.invalidateSize({ animate: false });
        step();
        if (wanted) captions.sync();
        twinState.wake(wanted);
      },
    };
  }

  // options: {frame: the map's, actions: where the switch stands, over() -> nodes that lie over the maps, addGround(map,
  // state): draws the basemap, openGroup(state, rows, data): opens the card for several claims of one spot}. Returns {node, pair(): the second map, or null}.
  ns.createThen = function (map, data, state, options) {
    let pair = null;
    let chosenHere = null; // the day that the switch set, where none was set before
    const node = button('Then and now', {
      class: 'cl-button cl-toggle', 'aria-pressed': 'false', title: 'Show beside this map the same map with everything known',
    });
    function turn(wanted) {
      if (pair === null) pair = createPair(map, data, state, options);
      if (wanted) state.set({ panel: 'map' });
      if (wanted && state.get().known === null) {
        chosenHere = middleOf(data);
        state.set({ known: chosenHere });
      }
      pair.show(wanted); // after the day is set: the labels keep clear of the captions' words
      node.setAttribute('aria-pressed', String(wanted));
      if (!wanted && chosenHere !== null && state.get().known === chosenHere) state.set({ known: null });
      if (!wanted) chosenHere = null;
    }
    node.addEventListener('click', () => turn(node.getAttribute('aria-pressed') !== 'true'));
    options.actions.prepend(node);
    return { node, pair: () => pair };
  };
})(window.Claimline);
