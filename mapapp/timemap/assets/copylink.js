'use strict';
// "Copy link": the view on the screen as a link that is pinned to its days, to the data and to what they show. The same
// rule as mapapp.export.link (a browser test compares the two).
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, setText } = ns.dom;
  const { DAY } = ns.format; // seconds
  const PLACES = 1e4; // of a degree
  const SAID_MS = 9000;

  // The smallest box around bounds (west, south, east, north; degrees) whose sides have four decimal places; null for none
  function outward([west, south, east, north]) {
    const box = [
      ...[west, south].map((side) => Math.floor(side * PLACES) / PLACES),
      ...[east, north].map((side) => Math.ceil(side * PLACES) / PLACES),
    ];
    return box[0] < box[2] && box[1] < box[3] ? box : null;
  }

  // CRC-32 of the UTF-8 bytes of a text, as eight hex digits
  ns.crc32 = function (text) {
    let crc = -1;
    new TextEncoder().encode(text).forEach((byte) => {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    });
    return ((crc ^ -1) >>> 0).toString(16).padStart(8, '0');
  };

  // Whether the place of a row touches a box in degrees, edges included
  function touches(data, row, box) {
    const place = data.payload.places[data.payload.claims.place[row]];
    const [west, south, east, north] = place.area === null
      ? [place.lon, place.lat, place.lon, place.lat] : data.payload.areas[place.area].bbox;
    return west <= box[2] && east >= box[0] && south <= box[3] && north >= box[1];
  }

  // Rows in a box, as known before `known`; with the data as they stand on that day
  function rowsKnown(data, state, known, box) {
    const isNow = state.known === known;
    const then = isNow ? data : ns.dataAt(data, known, state.aspect);
    const asked = Object.assign({}, state, { known, bounds: null });
    if (!isNow) asked.keep = ns.keepOf(then, asked);
    const rows = Array.from(ns.select(then, asked).inView);
    return { then, rows: box === null ? rows : rows.filter((row) => touches(data, row, box)) };
  }

  function checkOf(data, rows) {
    const { claims, statuses } = data.payload;
    return ns.crc32(rows.map((row) => claims.id[row] + ' ' + statuses[data.status[row]].id).sort().join('\n'));
  }

  // The parts of the pinned link: {params: [[key, value]], known, digest, rows}. filters: [[key, value]] from the page
  ns.pinnedParts = function (map, data, state, filters) {
    const view = ns.describeView(map, data, state);
    const known = state.known === null ? data.payload.knowledge[1] : state.known;
    const box = outward(view.bounds);
    const { then, rows } = rowsKnown(data, state, known, box);
    const digest = data.payload.digest.slice(0, 12);
    const some = (key, value, usual) => (value === usual || value === null ? [] : [[key, value]]);
    const named = filters.filter(([key]) => key === 'dataset');
    const params = [
      ...named, ['from', view.from], ['to', view.to], ...some('mode', view.mode, 'window'),
      ['known', ns.format.isoDay(known - DAY)],
      ['data', digest], ['n', String(rows.length)], ['sum', checkOf(then, rows)],
      ...some('box', box === null ? null : box.join(',')),
      ...some('aspect', view.aspect), ...some('panel', view.panel, 'map'),
      ...filters.filter((each) => !named.includes(each)), ...some('claim', view.claim),
      ...some('borders', view.borders, 'recognised'), ...(view.zones ? [] : [['zones', 'off']]),
    ];
    return { params, known, digest, rows };
  };

  ns.pinnedUrl = (page, params) => page + '?' + new URLSearchParams(params).toString().replace(/%2C/g, ',');

  // What is on the screen and has no day on which it became public cannot be pinned to a day
  function lostWords(state, rows) {
    const kept = new Set(rows);
    const lost = state.selection().inView.filter((row) => !kept.has(row)).length;
    if (lost === 0) return '';
    const which = lost === 1 ? '1 claim on the screen became' : ns.format.count(lost) + ' claims on the screen became';
    return ' ' + which + ' public on a day that nobody can tell: the link leaves ' + (lost === 1 ? 'it' : 'them') + ' out.';
  }

  function createField() {
    const field = el('input', { type: 'text', class: 'cl-copy-field', readonly: true, 'aria-label': 'Pinned link' });
    const node = el('div', { class: 'cl-copy-by-hand', hidden: true }, [
      el('span', { text: 'Copy it by hand: ' }), field, button('Close', { class: 'cl-button cl-copy-close' }),
    ]);
    return { field, node };
  }

  // page(): {address, filters} as the page said last. Returns the button and what it says, for the header.
  ns.createCopyLink = function (map, data, state, page) {
    const node = button('Copy link', {
      class: 'cl-button cl-copy', title: 'Copy a link to this view, pinned to its days, to what was known and to the data',
    });
    const words = el('p', { class: 'cl-copy-words', role: 'status' });
    const { field, node: byHand } = createField();
    const box = el('div', { class: 'cl-copy-said' }, [words, byHand]);
    let timer = 0;

    const showsSomething = (wanted) => box.classList.toggle('cl-copy-open', wanted);
    function clear() {
      window.clearTimeout(timer);
      setText(words, '');
      byHand.hidden = true;
      showsSomething(false);
    }
    function say(text) {
      setText(words, text);
      showsSomething(true);
    }
    function offer(url, pinned) {
      field.value = url;
      byHand.hidden = false;
      say('This browser did not let the link be copied. It is ' + pinned);
      field.focus();
      field.select();
    }
    function close() {
      clear();
      node.focus();
    }

    async function copy() {
      clear();
      const { address, filters } = page();
      const parts = ns.pinnedParts(map, data, state.get(), filters);
      const url = ns.pinnedUrl(address, parts.params);
      const pinned = 'pinned to ' + ns.fullDay(parts.known - DAY) + ', data ' + parts.digest + '.' + lostWords(state, parts.rows);
      try {
        if (!navigator.clipboard) throw new DOMException('no clipboard', 'NotAllowedError');
        await navigator.clipboard.writeText(url);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        offer(url, pinned);
        return;
      }
      say('Link copied: ' + pinned);
      timer = window.setTimeout(clear, SAID_MS);
    }

    node.addEventListener('click', copy);
    byHand.querySelector('.cl-copy-close').addEventListener('click', close);
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
    });
    return { node, said: box };
  };
})(window.Claimline);
