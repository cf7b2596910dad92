'use strict';
// "Numbers": each source's figures on one topic over time, as a chart and as a table. They are never added up.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, svg, setText } = ns.dom;
  const CAP = 400; // figures that chart and table hold
  const HEIGHT = { least: 240, most: 400, share: 0.58 }; // CSS px, and the share of the view that the chart may take
  const NOTE = 'Each source counts in its own way, and later figures often contain earlier ones: they are never added up.';
  const HINT = 'Point at a figure, or move to it with Tab, to read it.';
  const COLUMNS = ['Source', 'Low', 'Best', 'High', 'For when', 'Public since', 'Status', 'Since then'];

  function createFrame() {
    const parts = {
      topic: el('select', { class: 'cl-select', id: 'cl-topic' }),
      count: el('p', { class: 'cl-note', role: 'status' }),
      empty: el('p', { class: 'cl-empty' }),
      plot: svg('svg', { class: 'cl-strength', role: 'group', 'aria-label': 'Figures over time' }),
      readout: el('p', { class: 'cl-plot-readout', role: 'status', dir: 'auto' }),
      key: el('ul', { class: 'cl-plot-key', 'aria-label': 'Symbols of the sources' }),
      rows: el('tbody'),
      caption: el('caption', { class: 'cl-note' }),
    };
    parts.table = el('table', { class: 'cl-numbers-table' }, [
      parts.caption,
      el('thead', {}, [el('tr', {}, COLUMNS.map((text) => el('th', { scope: 'col', text })))]),
      parts.rows,
    ]);
    parts.body = el('div', { class: 'cl-scroller cl-numbers-body' }, [
      parts.plot, parts.readout, parts.key, el('div', { class: 'cl-sideways' }, [parts.table]),
    ]);
    parts.title = el('div', { class: 'cl-view-head' }, [
      el('div', { class: 'cl-view-title' }, [el('h2', { text: 'Numbers' }), el('label', { for: 'cl-topic', text: 'Topic' }), parts.topic, parts.count]),
      el('p', { class: 'cl-note', text: NOTE }),
    ]);
    return parts;
  }

  function rowNode(data, entry) {
    const { visible, count, day } = ns.format;
    const { figure, row } = entry;
    const status = data.payload.statuses[data.status[row]];
    const number = (value) => el('td', { class: 'cl-number', text: value === null || value === undefined ? '–' : count(value) });
    const text = (words) => el('td', { dir: 'auto', text: words });
    const name = entry.isFaded ? 'cl-row-faded' : entry.isStruck ? 'cl-row-struck' : null;
    return el('tr', { 'data-row': String(row), 'data-figure': String(entry.index), class: name }, [
      el('th', { scope: 'row' }, [
        el('button', { type: 'button', class: 'cl-source', title: visible(data.payload.claims.text[row]), text: entry.source }),
      ]),
      number(figure.low), number(figure.best), number(figure.high),
      text(visible(ns.whenWords(data, row))), text(figure.at === null ? 'not stated' : day(figure.at)),
      el('td', {}, [el('span', { class: 'cl-status-cell' }, [ns.mark(status, { hollow: data.hollow[row] === 1 }), status.label])]),
      text(ns.figureFate(entry)),
    ]);
  }

  function keyNodes(entries) {
    const names = new Map(entries.map((entry) => [entry.symbol, entry.source]));
    return Array.from(names).sort((a, b) => a[0] - b[0]).map(([symbol, source]) => el('li', {}, [
      svg('svg', { viewBox: '0 0 14 14', class: 'cl-key-symbol', 'aria-hidden': 'true' }, [ns.figureSymbol(symbol, 7, 7)]),
      el('span', { dir: 'auto', text: source }),
    ]));
  }

  function countText(found, now) {
    const { plural, count } = ns.format;
    const said = [plural(found.drawn.length + found.undated.length, 'figure') + ns.knownWords(now.known)];
    if (found.undated.length > 0) said.push(count(found.undated.length) + ' without a date, in the table only');
    if (found.outside > 0) said.push(count(found.outside) + ' outside these dates');
    if (found.hidden > 0) said.push(count(found.hidden) + ' hidden by filters');
    if (found.later > 0) said.push(count(found.later) + ' not public yet');
    if (found.dateless > 0) said.push(ns.datelessWords(found.dateless));
    return said.join(' · ');
  }

  // Why nothing is drawn, and what would help
  function emptyText(data, found, now) {
    if (data.payload.topics.length === 0) return 'This data set names no topic of numbers, so there is nothing to compare here.';
    if (found.outside > 0) return 'No figure on this topic lies in these dates. Widen the dates or press All dates.';
    if (found.hidden > 0) return 'The filters hide every figure on this topic. Take one away.';
    if (found.later > 0) {
      return 'No figure on this topic was public' + ns.knownWords(now.known) + '. Choose a later day of knowledge.';
    }
    return 'No figure on this topic is held. Choose another topic.';
  }

  // Pointing at or moving to a figure says it; a click or Enter opens its card
  function listen(parts, state, sentences) {
    const figureAt = (event) => event.target.closest('[data-row]');
    const say = (event) => {
      const node = figureAt(event);
      setText(parts.readout, (node !== null && sentences().get(node.dataset.figure)) || HINT);
    };
    const open = (event) => {
      const node = figureAt(event);
      if (node !== null) state.set({ selected: Number(node.dataset.row), group: null });
    };
    ['pointerover', 'focusin'].forEach((type) => parts.body.addEventListener(type, say));
    parts.body.addEventListener('pointerleave', () => setText(parts.readout, HINT));
    parts.body.addEventListener('click', open);
    parts.plot.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(event);
    });
  }

  // root: an empty element; returns {update, mark}
  ns.createNumbers = function (root, data, state) {
    const parts = createFrame();
    const { topics } = data.payload;
    let topic = 0;
    let drawn = [];
    let sentences = new Map();

    function draw() {
      const width = parts.plot.parentNode.clientWidth - 24;
      if (width <= 0 || drawn.length === 0) return;
      const height = Math.round(Math.max(HEIGHT.least, Math.min(HEIGHT.most, root.clientHeight * HEIGHT.share)));
      const held = parts.plot.contains(document.activeElement) ? document.activeElement.dataset.figure : null;
      ns.drawPlot(parts.plot, { width, height }, drawn, state.window(), topics[topic].unit);
      const again = held === null ? null : parts.plot.querySelector('[data-figure="' + held + '"]');
      if (again !== null) again.focus({ preventScroll: true });
      mark(state.get().selected);
    }

    function update() {
      const found = ns.figuresOf(data, state, topic);
      const all = found.drawn.concat(found.undated);
      drawn = found.drawn.slice(0, CAP);
      sentences = new Map(all.map((entry) => [String(entry.index), entry.sentence]));
      setText(parts.count, topics.length > 0 ? countText(found, state.get()) : '');
      setText(parts.empty, all.length === 0 ? emptyText(data, found, state.get()) : '');
      setText(parts.caption, 'The same figures in words; never added up' +
        (all.length > CAP ? '. The first ' + CAP + ' of ' + ns.format.count(all.length) + ' are shown: narrow the dates' : ''));
      setText(parts.readout, HINT);
      parts.body.hidden = all.length === 0;
      [parts.plot, parts.readout, parts.key].forEach((node) => node.classList.toggle('cl-gone', drawn.length === 0));
      parts.rows.replaceChildren(...all.slice(0, CAP).map((entry) => rowNode(data, entry)));
      parts.key.replaceChildren(...keyNodes(drawn));
      draw();
    }

    function mark(row) {
      parts.body.querySelectorAll('[data-row]').forEach((node) => {
        if (node.dataset.row === String(row)) node.setAttribute('aria-current', 'true');
        else node.removeAttribute('aria-current');
      });
    }

    parts.topic.replaceChildren(...topics.map((each, index) => {
      return el('option', { value: String(index), text: ns.format.visible(each.label) });
    }));
    parts.topic.addEventListener('change', () => {
      topic = Number(parts.topic.value);
      update();
    });
    listen(parts, state, () => sentences);
    root.append(parts.title, parts.empty, parts.body);
    new ResizeObserver(draw).observe(parts.body);
    return { update, mark };
  };
})(window.Claimline);
