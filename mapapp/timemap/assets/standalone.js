'use strict';
// The document as one file, opened from a disk: it reads what a page would send, and stands where it was saved.
window.Claimline = window.Claimline || {};
(function (ns) {
  const WIDE = window.matchMedia('(min-width: 1101px)'); // as in the style

  // The ground out of the island `text` (base64 of gzip of JSON); null where the browser cannot unpack it
  ns.unpackGround = function (text) {
    if (typeof window.DecompressionStream === 'undefined') return Promise.resolve(null);
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).json();
  };

  // The whole state of the view as saved
  function patchOf({ theme, language, view }, data) {
    const start = { from: data.extent[0], to: data.extent[1], mode: 'window', zones: true, panel: 'map', selected: -1, group: null };
    return Object.assign(start, { theme, language }, ns.viewPatch(view, data));
  }

  // file: {theme, language, asked, view, box: [west, south, east, north] in degrees or null}; manifest: what it says of itself;
  // fit(box): bring the camera there, in the room that the map has. Returns {filters}.
  ns.openFile = function (shell, data, state, { file, manifest, style, fit }) {
    document.title = ns.format.visible(manifest.title);
    const say = () => shell.setSentence(ns.sentence(ns.filterWords(data.payload, filters.question()), state.get(), data.payload.aspects));
    const sayLater = ns.dom.paced(say, data.n);
    const filters = ns.createFilters(shell, data, state, { onChange: sayLater });
    function back() {
      state.set(patchOf(file, data));
      filters.ask(file.asked);
      say(); // before the camera: a longer sentence leaves less room
      fit(file.box);
    }
    ns.createAbout(shell, state, { manifest, payload: data.payload, style, back });
    state.on((changed) => ['from', 'to', 'mode', 'known', 'aspect'].some((key) => changed.has(key)) && sayLater());
    const { types, statuses, modalities, parties, sources, text } = file.asked;
    const isFiltered = [types, statuses, modalities, parties, sources, text].some((chosen) => chosen.length > 0);
    if (isFiltered && WIDE.matches) filters.show(true); // the reader sees at once what is left out
    back();
    return { filters };
  };
})(window.Claimline);
