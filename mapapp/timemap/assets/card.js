'use strict';
// The claim card: one claim with everything that was known of it on the day, and how exactly.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, setText } = ns.dom;
  const DESK = window.matchMedia('(min-width: 641px)'); // as in the style

  // The status of presence and activity, whatever the map is coloured by, and the words of the rule that gave it
  function standing(data, row) {
    const { claims, statuses, steps, rules } = data.payload;
    const step = data.step[row];
    if (step < 0) return { status: statuses[claims.status[row]], words: '' };
    return { status: statuses[steps.status[step]], words: rules[steps.rule[step]].words };
  }

  const noteNode = (text) => (text ? el('p', { class: 'cl-note', text }) : null);

  function statusNode(data, row, go) {
    const { visible, day, DAY } = ns.format;
    const { status, words } = standing(data, row);
    const chip = el('span', { class: 'cl-chip', text: status.label });
    chip.style.backgroundColor = status.colour;
    chip.style.color = status.ink;
    const mark = ns.mark(status, { hollow: data.hollow[row] === 1, denied: data.denied[row] === 1 });
    const denied = data.denied[row] ? el('span', { class: 'cl-badge', text: 'denied by a party' }) : null;
    const asOf = data.knownNow === null ? null : el('span', { class: 'cl-as-of', text: 'as known on ' + day(data.knownNow - DAY) });
    return el('div', { class: 'cl-card-status' }, [
      el('p', { class: 'cl-chips' }, [mark, chip, denied, asOf]),
      words ? el('p', { class: 'cl-fired', text: visible(words) }) : null,
      ns.elsewhereNode(data, row, go),
      el('p', { class: 'cl-rule', text: status.label + ' means: ' + visible(status.rule) }),
      noteNode(ns.aspectWords(data, row)),
    ]);
  }

  function fact(name, main, note) {
    if (!main) return [];
    return [
      el('dt', { text: name }),
      el('dd', {}, [
        el('span', { dir: 'auto', text: main }), note && note !== main ? el('span', { class: 'cl-note', dir: 'auto', text: note }) : null,
      ]),
    ];
  }

  function placeText(place) {
    if (!place) return ['Place not stated', 'It is on no map; find it in the list under “No place on the map”.'];
    const { visible, placeName, placePrecision, capital } = ns.format;
    const said = place.lon === null ? visible(place.rule) : visible(place.label);
    const beyond = ns.isOnMap(place) || place.lon === null ? [] : ['So near to the pole that it is on no map'];
    const notes = [capital(said), ...beyond, ...(place.remark ? [visible(place.remark)] : [])];
    return [placeName(place) + ': ' + placePrecision(place), notes.join('. ')];
  }

  function nativeNames(place) {
    if (!place) return [];
    const known = ['ru', 'uk', 'ko'].filter((language) => place.names[language]);
    if (known.length === 0) return [];
    return [
      el('dt', { text: 'Also' }),
      el('dd', { class: 'cl-natives' }, known.map((language) => {
        return el('span', { lang: language, dir: 'auto', text: ns.format.visible(place.names[language]) });
      })),
    ];
  }

  function factsNode(data, row) {
    const { visible, capital } = ns.format;
    const { claims, types, modalities, places } = data.payload;
    const modality = modalities[claims.modality[row]];
    const place = places[claims.place[row]];
    return el('dl', { class: 'cl-facts' }, [
      ...fact('Type', types[claims.type[row]].label),
      ...fact('Modality', modality.label, capital(visible(modality.rule)) + '.'),
      ...fact('Who', visible(claims.actor[row] || '')),
      ...fact('Where', ...placeText(place)),
      ...nativeNames(place),
      ...fact('When', ...ns.timeWords(data, row).map((words) => capital(visible(words)))),
      ...fact('Still so?', ns.fadeWords(data, row, data.knownNow)),
      // our own remark carries no day: it stands where everything is shown
      ...fact('Remark', data.knownNow === null ? visible(claims.remark[row] || '') : ''),
    ]);
  }

  // quantity: [low, best, high, unit], or null where the claim gives no number
  function quantityNode(quantity) {
    if (!quantity) return null;
    const names = ['Low', 'Best', 'High'];
    const cell = (value) => (value === null || value === undefined ? 'not stated' : ns.format.count(value));
    return el('table', { class: 'cl-quantity' }, [
      el('caption', { text: ns.format.capital(ns.format.words(quantity[3])) + '; never added to other claims' }),
      el('thead', {}, [el('tr', {}, names.map((text) => el('th', { scope: 'col', text })))]),
      el('tbody', {}, [el('tr', {}, names.map((_, index) => el('td', { text: cell(quantity[index]) })))]),
    ]);
  }

  const section = (title, node, note) => (node === null ? [] : [el('h3', {}, [title, el('span', { text: note })]), node]);

  function headingNode(data, row) {
    return el('h2', { class: 'cl-claim', tabindex: '-1', dir: 'auto', text: ns.format.visible(data.payload.claims.text[row]) });
  }

  // pick(index): a report was chosen in the graph; go(row): another claim was chosen
  function bodyNodes(data, row, heading, { pick, go }) {
    const claims = data.payload.claims;
    return [
      heading, statusNode(data, row, go), factsNode(data, row), quantityNode(claims.quantity[row]),
      ...section('Who repeats whom', ns.provenanceNode(data, row, pick), ns.reportWords(data, row)),
      ...section('Reports', ns.reportsNode(data, row), ns.format.plural(data.reportCount[row], 'report')),
      ...section('What the parties say', ns.positionsNode(data, row), 'never a verdict'),
      ...section('What others call it', ns.foreignNode(data, row), 'their words, not our status'),
      ...section('Aspects', ns.aspectsNode(data, row), 'each judged by itself'),
      ...section('Assessments', ns.historyNode(data, row), 'newest first'),
      el('p', { class: 'cl-note cl-claim-id', text: 'Claim ' + ns.format.visible(claims.id[row]) }),
    ].filter((node) => node !== null);
  }

  // Where the focus was when the card opened, so that it can go back there
  function createReturn(root) {
    let opener = null;
    return {
      remember: () => { if (!root.contains(document.activeElement)) opener = document.activeElement; },
      go(row) {
        const item = document.querySelector('.cl-item[data-row="' + row + '"]');
        const wanted = opener && opener.isConnected && opener !== document.body ? opener : item;
        opener = null;
        if (wanted) wanted.focus();
      },
    };
  }

  function buildHead(step, close) {
    const where = el('span', { class: 'cl-card-where', 'aria-live': 'polite' });
    const back = button('‹ Previous', { class: 'cl-button cl-quiet', title: 'Previous in the list', click: () => step(-1) });
    const on = button('Next ›', { class: 'cl-button cl-quiet', title: 'Next in the list', click: () => step(1) });
    const shut = button('Close', { class: 'cl-button cl-close', title: 'Close (Escape)', click: close });
    const node = el('div', { class: 'cl-card-head' }, [back, on, where, shut]);
    function show(order, row, isGroup) {
      const index = order.indexOf(row);
      const position = ns.format.count(index + 1) + ' of ' + ns.format.count(order.length) + (isGroup ? ' at this spot' : '');
      setText(where, index < 0 ? 'not in the list' : position);
      back.disabled = index <= 0;
      on.disabled = index < 0 ? order.length === 0 : index === order.length - 1;
    }
    return { node, show };
  }

  // On a desk the open card hides the list: what nobody sees takes no focus
  function coverList(root, isOpen) {
    const list = root.parentElement === null ? null : root.parentElement.querySelector('.cl-list');
    if (list !== null) list.inert = isOpen && DESK.matches;
  }

  // root: an empty element that lies over the list; shows itself while state.selected >= 0
  ns.createCard = function (root, data, state) {
    const body = el('div', { class: 'cl-card-body', tabindex: '-1' });
    const close = () => state.set({ selected: -1, group: null });
    // The claims that share the spot on the map where the card was opened, or else the list
    const group = () => (state.get().group || []).includes(state.get().selected);
    const order = () => (group() ? state.get().group : ns.listOrder(data, state));
    const focus = createReturn(root);
    let shown = -1;

    function step(direction) {
      const rows = order();
      const next = rows[rows.indexOf(shown) + direction];
      if (next !== undefined) state.set({ selected: next });
    }
    const head = buildHead(step, close);

    // Bring a report of the list below the graph into view
    function pick(index) {
      const node = body.querySelector('.cl-report[data-report="' + index + '"]');
      if (node === null) return;
      node.scrollIntoView({ block: 'nearest' });
      node.focus({ preventScroll: true });
    }
    const go = (row) => state.set({ selected: row, group: null });

    // The same claim on another day, or in other colours: the reader stays where they were
    function refresh() {
      if (shown < 0) return;
      const had = body.contains(document.activeElement);
      const at = body.scrollTop;
      const heading = headingNode(data, shown);
      body.replaceChildren(...bodyNodes(data, shown, heading, { pick, go }));
      body.scrollTop = at;
      if (had) heading.focus({ preventScroll: true });
    }

    function open(row) {
      const inside = root.contains(document.activeElement);
      if (shown < 0) focus.remember();
      const heading = headingNode(data, row);
      body.replaceChildren(...bodyNodes(data, row, heading, { pick, go }));
      body.scrollTop = 0;
      head.show(order(), row, group());
      root.hidden = false;
      coverList(root, true);
      shown = row;
      if (!inside || !root.contains(document.activeElement)) heading.focus({ preventScroll: true });
    }

    function shut() {
      const had = root.contains(document.activeElement) || document.activeElement === document.body;
      const row = shown;
      shown = -1;
      root.hidden = true;
      coverList(root, false);
      if (had) focus.go(row);
    }

    root.classList.add('cl-card');
    root.setAttribute('role', 'dialog');
    root.setAttribute('aria-label', 'Claim');
    root.hidden = true;
    root.append(head.node, body);
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && shown >= 0) close();
    });
    const show = (row) => (row >= 0 ? open(row) : shown >= 0 && shut());
    const later = ns.dom.paced(() => { if (shown >= 0) head.show(order(), shown, group()); }, data.n);
    const again = ns.dom.paced(refresh, 0); // one claim: no reason to wait for rest
    DESK.addEventListener('change', () => coverList(root, shown >= 0));
    state.on((changed) => {
      if (changed.has('selected')) show(state.get().selected);
      else if (shown >= 0) later();
      if (changed.has('known') || changed.has('aspect')) again();
    });
    show(state.get().selected);
    return { close };
  };
})(window.Claimline);
