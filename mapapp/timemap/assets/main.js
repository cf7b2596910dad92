'use strict';
// Puts the document together: data island -> state -> panels, claims, basemap, bridge.
window.Claimline = window.Claimline || {};
(function (ns) {
  const SAID = ['from', 'to', 'mode', 'known', 'aspect'];
  const NO_FILTERS = JSON.stringify([null, null, null]); // mask, since, statuses
  const FIT_PADDING = [28, 28]; // CSS px around the data when the map first opens
  const HAIR = 0.01; // of a side
  const CLOSEST = 9; // zoom of a jump, however near to each other the claims are
  const WORLD = [[-85, -180], [85, 180]]; // latitude, longitude
  const CALM = window.matchMedia('(prefers-reduced-motion: reduce)');
  const NAMES_UNDER_CLAIMS = 390; // Leaflet's overlay pane, where the claims are, is 400

  function readIsland(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  // A box around the places of claims known on the day that `data` stands at, and of these those that `wanted` keeps:
  // [[south, west], [north, east]], or null where there are none
  function boundsOf(data, wanted) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    const used = new Uint8Array(data.payload.places.length);
    data.payload.claims.place.forEach((index, row) => { if (index >= 0) used[index] |= data.publicNow[row]; });
    data.payload.places.forEach((place, index) => {
      if (used[index] === 0 || !wanted(place)) return;
      const area = place.area === null ? null : data.payload.areas[place.area].bbox;
      const [west, south, east, north] = area || [place.lon, place.lat, place.lon, place.lat];
      box[0] = Math.min(box[0], west);
      box[1] = Math.min(box[1], south);
      box[2] = Math.max(box[2], east);
      box[3] = Math.max(box[3], north);
    });
    return box[0] === Infinity ? null : [[box[1], box[0]], [box[3], box[2]]];
  }

  const everything = (data) =>
    boundsOf(data, (place) => ns.isOnMap(place) && place.precision !== 'country') || boundsOf(data, ns.isOnMap) || WORLD;
  const zones = (data) => boundsOf(data, (place) => place.zone && place.area !== null);

  function prepareMap(map) {
    map.setMinZoom(2);
    map.setMaxZoom(16);
    map.setMaxBounds([[-85, -200], [85, 200]]);
    L.control.zoom({ position: 'topright' }).addTo(map);
    L.control.scale({ position: 'bottomright', imperial: false }).addTo(map);
  }

  // A box that was rounded outwards must not cost a step of the zoom: a hair of each side may be cut
  function fitBox(map, [west, south, east, north]) {
    const [dx, dy] = [(east - west) * HAIR, (north - south) * HAIR];
    map.fitBounds([[south + dy, west + dx], [north - dy, east - dx]], { animate: false });
  }

  // The box stays in sight while the page around the map finds its size, until somebody moves the map
  function holdBox(map, box) {
    let isFitting = false;
    function fit() {
      isFitting = true;
      fitBox(map, box);
      isFitting = false;
    }
    function release() {
      if (!isFitting) map.off({ resize: fit, movestart: release });
    }
    fit();
    map.on({ resize: fit, movestart: release });
  }

  // view: as the page asks for it: `at` is latitude, longitude, zoom; `box` west, south, east, north, degrees
  function applyCamera(map, data, { at, box }) {
    if (at) map.setView([at[0], at[1]], at[2], { animate: false });
    else if (box) holdBox(map, box);
    else map.fitBounds(zones(data) || everything(data), { padding: FIT_PADDING, animate: false });
  }

  // Buttons that bring the map to the repair zones, and to everything: as far as they were known on the day
  function addJumps(map, data, state, frame) {
    const jump = (label, title, boundsNow) => ns.dom.button(label, {
      title,
      click: () => map.flyToBounds(boundsNow(data), {
        padding: FIT_PADDING, duration: 0.6, animate: !CALM.matches, maxZoom: CLOSEST,
      }),
    });
    const near = zones(data) ? jump('Zoom to zones', 'Bring the map to the repair zones', zones) : null;
    const all = jump('Zoom to all', 'Bring the map to every claim that has a place', everything);
    frame.append(ns.dom.el('div', { class: 'cl-jumps' }, [near, all]));
    const later = ns.dom.paced(() => { if (near !== null) near.hidden = zones(data) === null; }, data.n);
    state.on((changed) => changed.has('known') && later());
  }

  // Online tiles have a credit of their own; borders and names stay ours
  function showCredit(frame, { tiles, style }) {
    const text = tiles ? tiles.attribution + ' · Borders and names: ' + style.credit : style.credit;
    frame.append(ns.dom.el('p', { class: 'cl-credit', text }));
  }

  // Online tiles lie under the names; the drawn ground steps aside for them
  function addTiles(map, tiles) {
    L.tileLayer(tiles.url, { subdomains: tiles.subdomains, maxZoom: tiles.maxZoom, attribution: '' }).addTo(map);
  }

  function drawBasemap(map, state, settings, payload) {
    const now = state.get();
    const basemap = ns.createBasemap(map, payload, {
      style: settings.style, borders: now.borders, theme: now.theme, language: now.language,
      ground: !settings.tiles, namesZIndex: NAMES_UNDER_CLAIMS,
    });
    state.on((changed, next) => {
      if (changed.has('borders')) basemap.setBorders(next.borders);
      if (changed.has('theme')) basemap.setTheme(next.theme);
      if (changed.has('language')) basemap.setLanguage(next.language);
    });
  }

  // Returns what draws the ground of a map, once it has come; the same for every map of the document. A file that holds
  // everything has it inside, and does without it where the browser cannot unpack it.
  function fetchGround(settings) {
    const payload = settings.file ? ns.unpackGround(readIsland('claimline-basemap'))
      : fetch(settings.basemap).then((answer) => answer.json());
    return function (map, state) {
      if (settings.tiles) addTiles(map, settings.tiles);
      return payload.then((found) => found !== null && drawBasemap(map, state, settings, found));
    };
  }

  // Several claims share a spot: the card walks through them, newest first. data: says which of them are known
  function openGroup(state, found, data) {
    const rows = found.filter((row) => data.publicNow[row] === 1);
    if (rows.length === 0) {
      state.set({ selected: found[0], group: null });
      return;
    }
    const group = rows.slice().sort((a, b) => (data.t0[b] || 0) - (data.t0[a] || 0));
    state.set({ group, selected: group[0] });
  }

  const nodesOver = ({ shell }) =>
    [...shell.mapFrame.querySelectorAll('.cl-legend, .cl-jumps, .cl-known-badge, .cl-then-left, .cl-credit, .leaflet-control'), shell.card];

  // What lies over the map, in CSS px of the map: measured when it may have changed, not for every frame
  function watchObstacles(map, panels, state) {
    let boxes = [];
    const measure = () => { boxes = ns.boxesOver(map.getContainer(), nodesOver(panels)); };
    map.on('resize', measure);
    panels.shell.mapFrame.addEventListener('toggle', measure, true);
    let wasPast = false; // whether the badge of the past stood there
    state.on((changed, now) => {
      if (!changed.has('selected') && wasPast === (now.known !== null)) return;
      wasPast = now.known !== null;
      measure();
    });
    measure();
    return () => boxes;
  }

  function keepBounds(map, state) {
    const tell = () => state.set({ bounds: ns.viewBounds(map), zoom: map.getZoom() });
    map.on('moveend', tell);
    map.on('resize', () => window.setTimeout(tell, 0));
    tell();
  }

  // first: the message that came with the address, whose camera is already applied; null where there is none
  function connectPage(map, data, state, panels, first) {
    let filters = 'All claims';
    const page = { address: '', filters: [] }; // where the page is, and its filters in the words of its link
    let restored = null; // id of the view that was last restored
    let filtered = NO_FILTERS; // what was last decoded, as text: the state begins with everything
    const say = () => panels.shell.setSentence(ns.sentence(filters, state.get(), data.payload.aspects));
    const sayLater = ns.dom.paced(say, data.n);
    state.on((changed) => SAID.some((key) => changed.has(key)) && sayLater());

    function onPage(message) {
      filters = message.filters;
      Object.assign(page, { address: message.address, filters: message.link });
      const patch = { theme: message.theme };
      const asked = JSON.stringify([message.mask, message.since, message.statuses]);
      if (asked !== filtered) Object.assign(patch, ns.filterPatch(message, data.n));
      filtered = asked;
      if (message.viewId !== restored) {
        restored = message.viewId;
        Object.assign(patch, ns.viewPatch(message.view, data));
        if (message !== first) applyCamera(map, data, message.view);
      }
      state.set(patch);
      say();
      reveal();
    }

    say();
    const bridge = ns.createBridge(map, data, state, { onPage, restored: () => restored });
    if (first !== null) onPage(first);
    if (bridge.framed) panels.shell.addCopyLink(ns.createCopyLink(map, data, state, () => page));
    return bridge;
  }

  // The same where everything is inside the file and no page stands beside it: nothing is sent and nothing comes
  const SILENT = { ready() {}, setBusy() {}, framed: false };

  function openFile(map, data, state, shell, { file, style }) {
    function fit(box) {
      map.invalidateSize({ animate: false });
      if (box === null) map.fitBounds(everything(data), { padding: FIT_PADDING, animate: false });
      else map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { animate: false });
    }
    return ns.openFile(shell, data, state, { file, style, manifest: readIsland('claimline-manifest'), fit });
  }

  // Says that the claims stand on the screen, in the frame that shows them
  function reveal() {
    requestAnimationFrame(() => {
      if (document.documentElement.dataset.ready) return;
      document.documentElement.dataset.ready = 'yes';
      performance.mark('claimline-first-claim');
    });
  }

  // map: folium's Leaflet map
  ns.start = function (map) {
    const data = ns.createData(readIsland('claimline-claims'));
    const settings = readIsland('claimline-settings');
    const state = ns.createState(data);
    prepareMap(map);
    const { file } = settings;
    const panels = ns.createPanels(map.getContainer(), data, state, file ? { standalone: true, title: file.title } : {});
    map.invalidateSize({ animate: false });
    const first = file ? null : ns.firstMessage(window.location.hash);
    applyCamera(map, data, first === null ? {} : first.view);
    addJumps(map, data, state, panels.shell.mapFrame);
    ns.createKnownBadge(panels.shell.mapFrame, state);
    ns.createEmpty(panels.shell.mapFrame, data, state);
    keepBounds(map, state);
    const claims = ns.createClaims(map, data, state, {
      onGroup: (rows) => openGroup(state, rows, data),
      obstacles: watchObstacles(map, panels, state),
    });
    const bridge = file ? SILENT : connectPage(map, data, state, panels, first);
    panels.timeline.onBusy(claims.setBusy);
    panels.timeline.onBusy(bridge.setBusy);
    const addGround = fetchGround(settings);
    showCredit(panels.shell.mapFrame, settings);
    addGround(map, state).then(() => { document.documentElement.dataset.basemap = 'drawn'; });
    const { mapFrame, actions } = panels.shell;
    const over = () => nodesOver(panels);
    const then = ns.createThen(map, data, state, { frame: mapFrame, actions, over, addGround, openGroup });
    panels.timeline.onBusy((value) => then.pair() !== null && then.pair().claims.setBusy(value));
    ns.app = { map, data, state, claims, panels, then, file: file ? openFile(map, data, state, panels.shell, settings) : null };
    bridge.ready();
    if (!bridge.framed) reveal();
  };
})(window.Claimline);
