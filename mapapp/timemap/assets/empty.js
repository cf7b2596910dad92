'use strict';
// Over a map without a mark: why it is empty, and what to do. Nothing collected, not known yet, filtered, other dates and
// another view are different things, and none of them says that nothing happened.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, paced } = ns.dom;
  const CAUTION = ' An empty map is not evidence of absence.';

  const isLocated = (data, row) => data.area[row] >= 0 || !Number.isNaN(data.x[row]);

  // Of claims with a place and a date: how many would be in view if one thing alone were different
  function causesOf(data, state) {
    const now = state.get();
    const [from, to] = state.window();
    const found = { known: 0, dateless: 0, filters: 0, dates: 0, view: 0 };
    for (let row = 0; row < data.n; row += 1) {
      if (!isLocated(data, row) || Number.isNaN(data.t0[row])) continue;
      const failed = [];
      if (data.publicNow[row] === 0) failed.push(data.dateless[row] === 1 ? 'dateless' : 'known');
      else if (now.keep[row] === 0) failed.push('filters');
      if (data.t0[row] >= to || data.t1[row] <= from) failed.push('dates');
      if (!ns.inBounds(data, row, now.bounds)) failed.push('view');
      if (failed.length === 1) found[failed[0]] += 1;
    }
    return found;
  }

  // What was collected of the window, in words; '' where all of it was
  function coverageWords(data, from, to) {
    const states = ns.coverageOf(data, from, to);
    const span = ns.format.span(from, to);
    if (ns.isUncollected(data, from, to)) return 'Nothing was collected for ' + span + '.' + CAUTION;
    if (states.has('none')) return 'For a part of ' + span + ' nothing was collected.' + CAUTION;
    if (states.has('partly')) return 'What was said of ' + span + ' was collected only in part.' + CAUTION;
    return '';
  }

  const claims = (n) => ns.format.plural(n, 'claim');

  // One sentence for each thing that keeps claims away, with what to do: [[words, action or null]]
  function adviceOf(data, state, all) {
    const { day, DAY } = ns.format;
    const causes = causesOf(data, state);
    const { known, mode } = state.get();
    const dates = mode === 'cumulative' ? 'later dates' : 'other dates';
    const everything = () => button('Show everything known', { click: () => state.set({ known: null }) });
    return [
      [causes.known, () => [claims(causes.known) + ' of these dates became known only after ' + day(known - DAY) + '.',
        everything()]],
      [causes.dateless, () => ['Of ' + claims(causes.dateless) + ' of these dates nobody knows when ' +
        (causes.dateless === 1 ? 'it' : 'they') + ' became public.', everything()]],
      [causes.filters, () => ['The filters hide ' + claims(causes.filters) + ' here. Take one away.', null]],
      [causes.dates, () => [claims(causes.dates) + (causes.dates === 1 ? ' lies' : ' lie') + ' here on ' + dates + '.',
        button('All dates', { click: all })]],
      [causes.view, () => [claims(causes.view) + ' of these dates ' + (causes.view === 1 ? 'lies' : 'lie') +
        ' outside this part of the map. Zoom out or move it.', null]],
    ].filter(([n]) => n > 0).map(([, say]) => say());
  }

  function trayWords(found) {
    const [unlocated, undated] = [found.unlocated.length, found.undated.length];
    if (unlocated + undated === 0) return '';
    const parts = [unlocated > 0 ? claims(unlocated) + ' without a place' : '', undated > 0 ? claims(undated) + ' without a date' : ''];
    return 'In the list: ' + parts.filter((part) => part !== '').join(' and ') + '.';
  }

  function fill(node, data, state) {
    const found = state.selection();
    const all = () => state.set({ from: data.extent[0], to: data.extent[1] });
    const coverage = coverageWords(data, ...state.window());
    const advice = adviceOf(data, state, all);
    const trays = trayWords(found);
    const nothing = coverage === '' && advice.length === 0 ? 'Several things together keep every claim away: try All dates, then fewer filters.' : '';
    node.replaceChildren(
      el('p', { class: 'cl-empty-title', text: 'No claim to show here' }),
      ...[coverage, nothing].filter((text) => text !== '').map((text) => el('p', { class: 'cl-empty-coverage', text })),
      ...advice.map(([words, action]) => el('p', {}, [words + ' ', action])),
      ...(trays ? [el('p', { class: 'cl-note', text: trays })] : []),
    );
  }

  // root: the map's frame
  ns.createEmpty = function (root, data, state) {
    const node = el('div', { class: 'cl-empty-map', role: 'status', hidden: true });
    root.append(node);
    function update() {
      const isEmpty = state.selection().inView.length === 0;
      if (isEmpty) fill(node, data, state);
      node.hidden = !isEmpty;
    }
    const later = paced(update, data.n);
    state.on((changed) => {
      if (['from', 'to', 'mode', 'keep', 'bounds'].some((key) => changed.has(key))) later();
    });
    update();
    return { node };
  };
})(window.Claimline);
