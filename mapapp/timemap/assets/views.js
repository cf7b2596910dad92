'use strict';
// Three views of the same claims in one place: tabs, and under them the map, who says what, and the numbers.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, paced } = ns.dom;
  const TABS = [
    { id: 'map', label: 'Map' },
    { id: 'says', label: 'Who says what' },
    { id: 'numbers', label: 'Numbers' },
  ];
  // What changes the claims of a view; where the map looks does not
  const SELECTIVE = ['from', 'to', 'mode', 'keep'];
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
  const orders = new WeakMap(); // data -> rows, newest first

  // All rows by time, newest first; of one time, in file order; those without a date come last
  function newestFirst(data) {
    if (!orders.has(data)) {
      const key = (row) => (Number.isNaN(data.t0[row]) ? -Infinity : data.t0[row]);
      const compare = (a, b) => (key(a) === key(b) ? a - b : key(b) - key(a));
      orders.set(data, Int32Array.from({ length: data.n }, (_, row) => row).sort(compare));
    }
    return orders.get(data);
  }

  // What filters, window and day of knowledge keep, wherever it lies: {dated, undated}, rows, newest first
  ns.rowsAnywhere = function (data, state) {
    const [from, to] = state.window();
    const { keep } = state.get();
    const dated = [];
    const undated = [];
    newestFirst(data).forEach((row) => {
      if (keep[row] === 0) return;
      if (Number.isNaN(data.t0[row])) undated.push(row);
      else if (data.t0[row] < to && data.t1[row] > from) dated.push(row);
    });
    return { dated, undated };
  };

  // ' as known on 25 Oct 2024', or nothing where everything recorded counts
  ns.knownWords = (known) => (known === null ? '' : ' as known on ' + ns.format.day(known - ns.format.DAY));

  // What to do where a view has nothing to show; `what` in the plural
  ns.emptyWords = function (data, state, what) {
    const [from, to] = state.window();
    const { known } = state.get();
    if (ns.isUncollected(data, from, to)) return 'Nothing was collected then: an empty page is not evidence of absence.';
    if (known !== null) {
      return 'No ' + what + ' here' + ns.knownWords(known) + '. Choose a later day of knowledge, wider dates or fewer filters.';
    }
    return 'No ' + what + ' in these dates. Widen the dates, press All dates or take a filter away.';
  };

  // A view that is built when it is first looked at, and rests while it is hidden; make(root) returns {update, mark}
  function createView(id, root, data, state, make) {
    let view = null;
    let isStale = true;
    const isShown = () => state.get().panel === id;
    function refresh() {
      if (!isShown() || !isStale) return;
      if (view === null) view = make(root, data, state);
      isStale = false;
      view.update();
      view.mark(state.get().selected);
    }
    const later = paced(refresh, data.n);
    state.on((changed) => {
      if (SELECTIVE.some((key) => changed.has(key))) isStale = true;
      if (!isShown()) return;
      if (changed.has('panel')) refresh();
      else if (isStale) later();
      if (changed.has('selected') && view !== null) view.mark(state.get().selected);
    });
    refresh();
  }

  function createTabs(state) {
    const tabs = TABS.map(({ id, label }) => el('button', {
      type: 'button', class: 'cl-tab', role: 'tab', id: 'cl-tab-' + id, 'aria-controls': 'cl-pane-' + id, text: label,
      click: () => state.set({ panel: id }),
    }));
    const node = el('div', { class: 'cl-tabs', role: 'tablist', 'aria-label': 'Views of the claims' }, tabs);
    node.addEventListener('keydown', (event) => {
      const at = tabs.indexOf(event.target);
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : at + STEPS[event.key];
      if (at < 0 || Number.isNaN(next) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const tab = (next + tabs.length) % tabs.length;
      state.set({ panel: TABS[tab].id });
      tabs[tab].focus();
    });
    function sync(panel) {
      tabs.forEach((tab, index) => {
        const isOn = TABS[index].id === panel;
        tab.setAttribute('aria-selected', String(isOn));
        tab.tabIndex = isOn ? 0 : -1;
      });
    }
    return { node, sync };
  }

  function asPanel(node, id) {
    node.id = 'cl-pane-' + id;
    node.setAttribute('role', 'tabpanel');
    node.setAttribute('aria-labelledby', 'cl-tab-' + id);
    return node;
  }

  // stage: the map's cell of the shell; mapFrame: the map, which keeps its size while another view lies over it, so that
  // Leaflet never measures an empty box. remeasure() is called when it comes back.
  ns.createViews = function (stage, mapFrame, data, state, remeasure) {
    const tabs = createTabs(state);
    const panes = {
      says: asPanel(el('section', { class: 'cl-view cl-says-view' }), 'says'),
      numbers: asPanel(el('section', { class: 'cl-view cl-numbers-view' }), 'numbers'),
    };
    asPanel(mapFrame, 'map');
    const stack = el('div', { class: 'cl-stack' }, [mapFrame, panes.says, panes.numbers]);
    stage.append(tabs.node, stack);
    function sync() {
      const { panel } = state.get();
      tabs.sync(panel);
      stage.dataset.panel = panel;
      mapFrame.classList.toggle('cl-away', panel !== 'map');
      Object.keys(panes).forEach((id) => { panes[id].hidden = id !== panel; });
    }
    sync();
    state.on((changed) => {
      if (!changed.has('panel')) return;
      sync();
      if (state.get().panel === 'map') remeasure();
    });
    createView('says', panes.says, data, state, ns.createSays);
    createView('numbers', panes.numbers, data, state, ns.createNumbers);
    return panes;
  };
})(window.Claimline);
