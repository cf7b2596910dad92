'use strict';
// The list beside the map: exactly the claims in view, then the trays of those that no map or timeline can hold.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, paced, setText } = ns.dom;
  const CAP = 300; // rows that the list may hold
  const CHUNK = 60; // rows that are built at once; scrolling brings the next
  const KEEP = 1500; // built items that wait to be used again
  const orders = new WeakMap(); // state -> () => rows as the list shows them

  // The first `limit` rows by time; a claim without a date comes last. Of a million rows it sorts a few hundred.
  function firstByTime(data, rows, newest, limit) {
    const sign = newest ? -1 : 1;
    const key = (row) => (Number.isNaN(data.t0[row]) ? Infinity : sign * data.t0[row]);
    const compare = (a, b) => (key(a) === key(b) ? a - b : key(a) < key(b) ? -1 : 1);
    let best = [];
    let bar = Infinity; // key of the last row that counts so far
    function cut() {
      best = best.sort(compare).slice(0, limit);
      if (best.length === limit) bar = key(best[limit - 1]);
    }
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[newest ? rows.length - 1 - i : i]; // data sets run from old to new more often than not
      if (key(row) <= bar) best.push(row);
      if (best.length === limit * 2) cut();
    }
    cut();
    return best;
  }

  // The order in which previous and next walk: the list's, or newest first where there is no list.
  ns.listOrder = function (data, state) {
    const order = orders.get(state);
    return order ? order() : firstByTime(data, state.selection().inView, true, CAP);
  };

  function itemNode(data, state, row) {
    const { visible, placeName, placePrecision } = ns.format;
    const { claims, statuses, places } = data.payload;
    const status = statuses[data.status[row]];
    const place = places[data.place[row]];
    const precision = placePrecision(place);
    const fading = ns.fadeNote(data, row, data.knownNow);
    const denied = data.denied[row] ? el('span', { class: 'cl-badge', text: 'denied', title: 'A party denies it' }) : null;
    const node = button('', { class: 'cl-item', 'data-row': String(row), click: () => state.set({ selected: row, group: null }) }, [
      ns.mark(status, { hollow: data.hollow[row] === 1, denied: data.denied[row] === 1 }),
      el('span', { class: 'cl-item-body' }, [
        el('span', { class: 'cl-item-top' }, [
          el('span', { class: 'cl-item-status', text: status.label }),
          el('span', { class: 'cl-item-when', dir: 'auto', text: visible(ns.whenWords(data, row)) }),
        ]),
        el('span', { class: 'cl-item-text', dir: 'auto', text: visible(claims.text[row]) }),
        el('span', { class: 'cl-item-place' }, [
          el('b', { dir: 'auto', text: placeName(place) }), precision ? ' · ' + precision : '',
        ]),
        el('span', { class: 'cl-item-foot' }, [el('span', { text: ns.reportWords(data, row) + ns.elsewhereWords(data, row) }), denied]),
        fading ? el('span', { class: 'cl-item-fading', text: ns.format.capital(fading) }) : null,
      ]),
    ]);
    return el('li', {}, [node]);
  }

  // What an item shows that changes with the day of knowledge
  const standing = (data, row) => [
    data.status[row], data.denied[row], data.reportCount[row], data.originCount[row], data.independentCount[row],
    data.step[row], ns.fadeNote(data, row, data.knownNow),
  ].join();

  // Items by row, kept so that a playing window moves nodes instead of building them again
  function createItems(data, state) {
    const items = new Map();
    return function (row) {
      const stands = standing(data, row);
      const known = items.get(row);
      if (known && known.stands === stands) return known.node;
      if (items.size > KEEP) items.clear();
      const node = itemNode(data, state, row);
      items.set(row, { stands, node });
      return node;
    };
  }

  function createTray(name, itemOf) {
    const summary = el('summary', {});
    const list = el('ul', { class: 'cl-items' });
    const more = el('p', { class: 'cl-more' });
    const node = el('details', { class: 'cl-tray', 'data-tray': name }, [summary, list, more]);
    let rows = [];
    function fill() {
      if (node.open) list.replaceChildren(...Array.from(rows.slice(0, CAP), itemOf));
      setText(more, rows.length > CAP ? 'and ' + ns.format.count(rows.length - CAP) + ' more: filter to see them' : '');
    }
    node.addEventListener('toggle', fill);
    function show(found) {
      rows = found;
      setText(summary, name + ' (' + ns.format.count(rows.length) + ')');
      node.hidden = rows.length === 0;
      fill();
    }
    return { node, show };
  }

  function emptyText(data, state, found) {
    const { known } = state.get();
    if (found.dateless === data.n && known !== null) {
      return 'Nobody knows when any of these claims became public, so no day shows one. Press “Everything known”.';
    }
    if (found.notKnown === data.n && known !== null) {
      return 'Nothing had been reported by ' + ns.fullDay(known - ns.format.DAY) + '. Set “As known on” to a later day.';
    }
    if (found.filtered + found.notKnown === data.n && data.n > 0) return 'The filters hide every claim. Take one away.';
    const [from, to] = state.window();
    if (ns.isUncollected(data, from, to)) {
      return 'Nothing was collected then: an empty map is not evidence of absence.';
    }
    if (found.outsideView > 0) {
      const rest = ns.format.plural(found.outsideView, 'claim of these dates lies', 'claims of these dates lie');
      return 'No claims in this part of the map. ' + rest + ' outside it: zoom out or move the map.';
    }
    return 'No claims in this window. Widen the dates or press All dates.';
  }

  // Claims in view where nothing was collected: they began before and nobody told their end
  function noteText(data, state, found) {
    if (found.inView.length === 0) return emptyText(data, state, found);
    return ns.isUncollected(data, ...state.window()) ? 'Nothing was collected then: what stands here was said before.' : '';
  }

  function restText(found) {
    const { count } = ns.format;
    const yet = found.notKnown - found.dateless;
    const later = yet > 0 ? count(yet) + ' not yet reported · ' : '';
    const dateless = found.dateless > 0 ? ns.datelessWords(found.dateless) + ' · ' : '';
    return later + dateless + count(found.filtered) + ' hidden by filters · ' + count(found.outsideWindow) + ' outside these dates · ' +
      count(found.outsideView) + ' outside the map view';
  }

  const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

  // The rows in view, built piece by piece while the reader scrolls
  function createRows(scroller, itemOf) {
    const list = el('ol', { class: 'cl-items', 'aria-label': 'Claims in view' });
    let rows = [];
    let built = 0;
    let shown = -1; // epoch of the data that the items were built for
    function grow() {
      const next = rows.slice(built, built + CHUNK);
      list.append(...next.map(itemOf));
      built += next.length;
    }
    const isNearEnd = () => scroller.scrollTop + scroller.clientHeight * 2 > list.offsetTop + list.offsetHeight;
    scroller.addEventListener('scroll', () => { if (built < rows.length && isNearEnd()) grow(); }, { passive: true });
    list.addEventListener('focusin', (event) => {
      if (built < rows.length && list.lastElementChild.contains(event.target)) grow();
    });
    function show(found, epoch) {
      const isSame = same(found, rows);
      if (isSame && epoch === shown) return;
      const held = list.contains(document.activeElement) ? document.activeElement.dataset.row : null;
      rows = found;
      shown = epoch;
      if (!isSame) built = Math.min(CHUNK, rows.length);
      list.replaceChildren(...rows.slice(0, built).map(itemOf));
      const again = held === null ? null : list.querySelector('[data-row="' + held + '"]');
      if (again) again.focus({ preventScroll: true });
    }
    return { list, show, rows: () => rows };
  }

  function createOrderSwitch(onChange) {
    let newest = true;
    const node = button('Newest first', { class: 'cl-button cl-quiet cl-order', title: 'Turn the order round' });
    node.addEventListener('click', () => {
      newest = !newest;
      setText(node, newest ? 'Newest first' : 'Oldest first');
      onChange();
    });
    return { node, isNewest: () => newest };
  }

  // root: an empty element that scrolls; returns {rows, update}
  ns.createList = function (root, data, state) {
    const itemOf = createItems(data, state);
    const list = createRows(root, itemOf);
    const title = el('h2', { class: 'cl-list-title' });
    const note = el('p', { class: 'cl-empty', role: 'status' });
    const more = el('p', { class: 'cl-more' });
    const trays = [createTray('No place on the map', itemOf), createTray('No date stated', itemOf)];
    const rest = el('p', { class: 'cl-rest' });
    const order = createOrderSwitch(() => update());

    let isStale = false; // something has changed that the rows do not show yet

    function update() {
      const found = state.selection();
      const total = found.inView.length;
      isStale = false;
      list.show(firstByTime(data, found.inView, order.isNewest(), CAP), data.epoch);
      setText(title, ns.format.plural(total, 'claim in view', 'claims in view'));
      setText(note, noteText(data, state, found));
      setText(more, total > CAP ? 'and ' + ns.format.count(total - CAP) + ' more: zoom in or narrow the dates' : '');
      trays[0].show(firstByTime(data, found.unlocated, order.isNewest(), Math.max(1, found.unlocated.length)));
      trays[1].show(found.undated);
      setText(rest, restText(found));
    }

    function markSelected() {
      const selected = String(state.get().selected);
      root.querySelectorAll('.cl-item').forEach((node) => {
        if (node.dataset.row === selected) node.setAttribute('aria-current', 'true');
        else node.removeAttribute('aria-current');
      });
    }

    root.append(el('div', { class: 'cl-list-head' }, [title, order.node]), note, list.list, more,
      ...trays.map((tray) => tray.node), rest);
    orders.set(state, () => {
      if (isStale) update(); // the card must not count in an order of before
      return list.rows();
    });
    const later = paced(() => { update(); markSelected(); }, data.n);
    state.on((changed) => {
      if (changed.has('selected')) markSelected();
      if (['from', 'to', 'mode', 'keep', 'bounds'].some((key) => changed.has(key))) {
        isStale = true;
        later();
      }
    });
    update();
    return { rows: list.rows, update };
  };
})(window.Claimline);
