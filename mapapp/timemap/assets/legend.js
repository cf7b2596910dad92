'use strict';
// The legend on the map's corner: what each sign means, how many claims in view carry it, and which judgement colours them.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, svg, button, paced, setText } = ns.dom;

  function sample(children) {
    return svg('svg', { viewBox: '-1 -1 24 22', class: 'cl-mark', 'aria-hidden': 'true', focusable: 'false' }, children);
  }

  // How the marks say what a status does not: plan, denial, and how exactly the place is known
  function samples() {
    const ring = [svg('circle', { cx: 10, cy: 10, r: 9, class: 'cl-sample-ring' }), svg('circle', { cx: 10, cy: 10, r: 3, class: 'cl-sample-ink' })];
    const hatch = ['M1 8l7-7', 'M1 14L14 1', 'M3 19L20 2', 'M9 19l11-11', 'M15 19l5-5'].map((d) => svg('path', { d, class: 'cl-sample-line' }));
    const denied = [svg('circle', { cx: 10, cy: 10, r: 6, class: 'cl-sample-denied' }), svg('path', { d: 'M6 14l8-8', class: 'cl-sample-denied' })];
    return [
      [[svg('circle', { cx: 10, cy: 10, r: 7, class: 'cl-sample-hollow' })], 'dashed and hollow: a plan or an inference'],
      [denied, 'badge: a party denies it'],
      [ring, 'ring: the place may be anywhere inside'],
      [[svg('rect', { x: 1, y: 1, width: 19, height: 18, class: 'cl-sample-frame' }), ...hatch], 'hatched area: somewhere in the region'],
      [[svg('rect', { x: 1, y: 1, width: 19, height: 18, rx: 6, class: 'cl-sample-soft' })], 'soft area: its limits were not stated'],
      [[svg('circle', { cx: 10, cy: 10, r: 7, class: 'cl-sample-faded' })], ns.fadeRule()],
    ].map(([drawing, text]) => el('li', {}, [sample(drawing), el('span', { text })]));
  }

  // Opens the rule under each status, and the samples
  function createHelp(onOpen) {
    const node = el('details', { class: 'cl-legend-help' }, [
      el('summary', { text: 'What do these mean?' }), el('ul', { class: 'cl-samples' }, samples()),
    ]);
    node.addEventListener('toggle', () => onOpen(node.open));
    return node;
  }

  function statusRow(status, onToggle) {
    const count = el('span', { class: 'cl-legend-count', text: '0' });
    const rule = el('span', { class: 'cl-legend-rule', text: ns.format.visible(status.rule) });
    const inside = [ns.mark(status), el('span', { class: 'cl-legend-name' }, [status.label, rule]), count];
    const props = { class: 'cl-legend-row', title: status.label + ': ' + status.rule, 'data-status': status.id };
    const node = onToggle
      ? button('', Object.assign(props, { 'aria-pressed': 'true', click: onToggle }), inside)
      : el('div', props, inside);
    return { node, count };
  }

  // Statuses switched off here leave, whatever the day of knowledge makes of a claim; with the last one gone all are back
  function createFilter(data, state) {
    const ids = data.payload.statuses.map((each) => each.id);
    return function (index) {
      const now = state.get().statuses || ids;
      const kept = ids.filter((each, at) => now.includes(each) !== (at === index));
      state.set({ statuses: kept.length === 0 || kept.length === ids.length ? null : kept });
    };
  }

  // Of a claim that nobody has judged in the chosen aspect the map can only say: unverified
  function unassessedWords(data, rows, aspect) {
    const n = ns.countUnassessed(data, rows, aspect);
    if (n === 0) return '';
    const name = ns.aspectLabel(data.payload, aspect).toLowerCase();
    return ns.format.plural(n, 'claim') + ' in view ' + (n === 1 ? 'is' : 'are') + ' not assessed for ' + name +
      ' and ' + (n === 1 ? 'looks' : 'look') + ' unverified for that.';
  }

  // root: the map's frame; options: {standalone: true} makes each status a switch,
  // for a page that has no sidebar
  ns.createLegend = function (root, data, state, options) {
    const statuses = data.payload.statuses;
    const filter = options && options.standalone ? createFilter(data, state) : null;
    const rows = statuses.map((status, index) => statusRow(status, filter === null ? null : () => filter(index)));
    const wide = window.matchMedia('(min-width: 641px)').matches;
    const list = el('ul', { class: 'cl-legend-rows' }, rows.map((row) => el('li', {}, [row.node])));
    const title = el('span', { text: 'Status' });
    const unassessed = el('p', { class: 'cl-legend-unassessed' });
    const node = el('details', { class: 'cl-legend', open: wide }, [
      el('summary', {}, [title, el('span', { class: 'cl-legend-unit', text: 'in view' })]),
      list, unassessed, ns.createAspectChoice(data, state), createHelp((open) => node.classList.toggle('cl-legend-explained', open)),
    ]);
    root.append(node);

    function update() {
      const { counts, inView } = state.selection();
      const { aspect } = state.get();
      setText(title, aspect < 0 ? 'Status' : 'Status: ' + ns.aspectLabel(data.payload, aspect).toLowerCase());
      setText(unassessed, unassessedWords(data, inView, aspect));
      rows.forEach((row, index) => {
        setText(row.count, ns.format.count(counts[index]));
        row.node.classList.toggle('cl-none', counts[index] === 0);
      });
    }
    const later = paced(update, data.n);
    function press() {
      const kept = state.get().statuses;
      rows.forEach((row, index) => row.node.setAttribute('aria-pressed', String(kept === null || kept.includes(statuses[index].id))));
    }
    state.on((changed) => {
      if (filter !== null && changed.has('statuses')) press();
      if (['from', 'to', 'mode', 'keep', 'bounds'].some((key) => changed.has(key))) later();
    });
    update();
    return { node, update };
  };
})(window.Claimline);
