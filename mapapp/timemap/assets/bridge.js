'use strict';
// Talk between the document and the page that carries it. The page says filters and theme; the document says, once
// things have come to rest, which window, day of knowledge, map view and claim the reader has chosen. Nothing is sent while they move.
window.Claimline = window.Claimline || {};
(function (ns) {
  const REST_MS = 400;
  const { DAY, isoDay, parseIsoDay } = ns.format; // DAY in seconds

  // What a page message says of the filters, as a part of the state; `mask` and `since` come in base64
  ns.filterPatch = function (message, n) {
    return {
      mask: ns.decodeMask(message.mask, n),
      since: ns.decodeSince(message.since, n),
      statuses: message.statuses,
    };
  };

  // base64 of one byte a claim -> Uint8Array; null keeps everything
  ns.decodeMask = function (text, n) {
    if (text === null) return new Uint8Array(n).fill(1);
    const bytes = atob(text);
    if (bytes.length !== n) throw new Error('mask of ' + bytes.length + ' for ' + n + ' claims');
    return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
  };

  // base64 of one Int32, little-endian, a claim -> Int32Array; null: the filters that depend on reports keep everything
  ns.decodeSince = function (text, n) {
    if (text === null) return null;
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    if (bytes.length !== n * 4) throw new Error('days of ' + bytes.length + ' bytes for ' + n + ' claims');
    const view = new DataView(bytes.buffer);
    return Int32Array.from({ length: n }, (_, row) => view.getInt32(row * 4, true));
  };

  // The page's first message, which travels behind the # of the document's address; null where there is none
  ns.firstMessage = function (hash) {
    if (hash.length < 2) return null;
    try {
      const message = JSON.parse(decodeURIComponent(hash.slice(1)));
      return message !== null && message.claimline === 'page' ? message : null;
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof URIError) return null;
      throw error;
    }
  };

  // What the page gets to know: days inclusive, degrees EPSG:4326
  ns.describeView = function (map, data, state) {
    const bounds = map.getBounds();
    const centre = map.getCenter();
    const round = (value) => Math.round(value * 1e4) / 1e4;
    const clamp = (value, limit) => Math.max(-limit, Math.min(limit, value));
    return {
      from: isoDay(state.from),
      to: isoDay(state.to - DAY),
      mode: state.mode,
      known: state.known === null ? null : isoDay(state.known - DAY),
      aspect: state.aspect < 0 ? null : data.payload.aspects[state.aspect].id,
      panel: state.panel,
      lat: round(clamp(centre.lat, 85)),
      lon: round(clamp(centre.lng, 180)),
      zoom: map.getZoom(),
      bounds: [
        round(clamp(bounds.getWest(), 180)), round(clamp(bounds.getSouth(), 90)),
        round(clamp(bounds.getEast(), 180)), round(clamp(bounds.getNorth(), 90)),
      ],
      claim: state.selected < 0 ? null : data.payload.claims.id[state.selected],
      zones: state.zones,
      borders: state.borders,
    };
  };

  // All of the state that a restored view sets, what it leaves open too; the map's camera is set apart
  ns.viewPatch = function (view, data) {
    const patch = {
      from: view.from ? Math.max(parseIsoDay(view.from), data.extent[0]) : data.extent[0],
      to: view.to ? Math.min(parseIsoDay(view.to) + DAY, data.extent[1]) : data.extent[1],
    };
    if (patch.from >= patch.to) { // a window wholly outside the data's dates stays as asked, and empty
      if (view.from) patch.from = parseIsoDay(view.from);
      if (view.to) patch.to = parseIsoDay(view.to) + DAY;
    }
    patch.mode = view.mode || 'window';
    patch.known = view.known ? parseIsoDay(view.known) + DAY : null;
    patch.aspect = view.aspect ? data.payload.aspects.findIndex((each) => each.id === view.aspect) : -1;
    patch.panel = view.panel || 'map';
    patch.selected = view.claim ? data.payload.claims.id.indexOf(view.claim) : -1;
    patch.group = null;
    patch.zones = view.zones !== false;
    patch.borders = view.borders || 'recognised';
    return patch;
  };

  // handlers.onPage(message) is called for each message of the page; handlers.restored() -> id of the view restored last
  ns.createBridge = function (map, data, state, handlers) {
    const framed = window.parent !== window;
    let timer = 0;
    let last = '';
    let busy = false;

    function send() {
      const view = Object.assign(ns.describeView(map, data, state.get()), { viewId: handlers.restored() });
      const text = JSON.stringify(view);
      if (!framed || text === last) return;
      last = text;
      window.parent.postMessage({ claimline: 'view', view }, window.location.origin);
    }

    function restart() {
      window.clearTimeout(timer);
      if (!busy) timer = window.setTimeout(send, REST_MS);
    }

    const told = ['from', 'to', 'mode', 'selected', 'zones', 'borders', 'bounds', 'known', 'aspect', 'panel'];
    state.on((changed) => {
      if (told.some((key) => changed.has(key))) restart();
    });
    window.addEventListener('message', (event) => {
      if (event.origin !== window.location.origin || event.source !== window.parent) return;
      if (!event.data || event.data.claimline !== 'page') return;
      const before = handlers.restored();
      handlers.onPage(event.data);
      if (handlers.restored() !== before) restart(); // the page waits to hear of the view that it asked for
    });

    return {
      ready() {
        if (framed) window.parent.postMessage({ claimline: 'ready' }, window.location.origin);
      },
      // while busy (a drag, a playback) nothing is sent; one message follows when it ends
      setBusy(value) {
        busy = value;
        restart();
      },
      framed,
    };
  };
})(window.Claimline);
