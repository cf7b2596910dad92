'use strict';
// The frame of the document: header, map with the views beside it, list, card and timeline, on a desk or on a phone.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, paced, setText } = ns.dom;
  const BORDERS = { recognised: 'internationally recognised', defacto: 'de facto' };
  const SELECTIVE = ['from', 'to', 'mode', 'keep', 'bounds'];

  // Leaflet measures its box on this event alone.
  const remeasure = () => requestAnimationFrame(() => window.dispatchEvent(new Event('resize')));

  // Of claims that no day of knowledge shows; n: how many
  ns.datelessWords = (n) => ns.format.count(n) + ' left out: nobody knows when ' + (n === 1 ? 'it' : 'they') + ' became public';

  function countsText(data, found) {
    const { count, plural } = ns.format;
    const parts = [plural(found.inView.length, 'claim') + ' of ' + count(data.n) + ' in view'];
    parts.push(ns.windowCounts(found));
    if (found.unlocated.length > 0) parts.push(count(found.unlocated.length) + ' without a place');
    if (found.undated.length > 0) parts.push(count(found.undated.length) + ' without a date');
    const later = found.notKnown - found.dateless;
    if (later > 0) parts.push(count(later) + ' not known yet');
    if (found.dateless > 0) parts.push(ns.datelessWords(found.dateless));
    return parts.join(' · ');
  }

  function buildHeader(title) {
    const parts = {
      sentence: el('h1', { class: 'cl-sentence', dir: 'auto' }),
      counts: el('p', { class: 'cl-counts', role: 'status' }),
      borders: el('span', { class: 'cl-borders', text: 'Borders: ' + BORDERS.recognised }),
      actions: el('div', { class: 'cl-actions' }),
    };
    const kicker = ns.format.visible(title);
    parts.node = el('header', { class: 'cl-header' }, [
      el('div', { class: 'cl-headline' }, [
        el('p', { class: 'cl-kicker' }, [el('b', { text: kicker }), ' Reported claims, not confirmed facts']),
        parts.sentence, parts.counts,
      ]),
      el('div', { class: 'cl-header-side' }, [parts.actions, parts.borders]),
    ]);
    return parts;
  }

  function buildFrame(mapElement, header) {
    const frame = {
      mapFrame: el('section', { class: 'cl-map' }),
      stage: el('div', { class: 'cl-stage' }),
      list: el('section', { class: 'cl-list', 'aria-label': 'List of claims' }),
      card: el('section', {}),
      timeline: el('section', {}),
    };
    frame.root = el('div', { class: 'cl-shell' }, [header, frame.stage, frame.timeline, frame.list, frame.card]);
    mapElement.replaceWith(frame.root);
    frame.mapFrame.append(mapElement);
    frame.stage.append(frame.mapFrame);
    return frame;
  }

  // A switch of the state: `values` are [off, on]
  ns.stateSwitch = function (state, key, values, label, title) {
    const node = button(label, { class: 'cl-button cl-toggle', title });
    const sync = () => node.setAttribute('aria-pressed', String(state.get()[key] === values[1]));
    node.addEventListener('click', () => state.set({ [key]: values[state.get()[key] === values[1] ? 0 : 1] }));
    state.on((changed) => changed.has(key) && sync());
    sync();
    return node;
  };

  // Bind what the header shows to the state: counts, borders note, theme, switches
  function connect(shell, data, state) {
    const update = () => shell.setCounts(state.selection());
    const later = paced(update, data.n);
    const theme = () => { document.documentElement.dataset.theme = state.get().theme; };
    state.on((changed) => {
      if (SELECTIVE.some((key) => changed.has(key))) later();
      if (changed.has('borders')) shell.setBorders(state.get().borders);
      if (changed.has('theme')) theme();
    });
    const zones = data.areas.some((area) => area.zone)
      ? ns.stateSwitch(state, 'zones', [false, true], 'Repair zones', 'Show or hide the repair zones')
      : null;
    const borders = ns.stateSwitch(state, 'borders', ['recognised', 'defacto'], 'De facto borders',
      'Draw the borders as they are held instead of as they are internationally recognised');
    shell.actions.prepend(...[zones, borders].filter((node) => node !== null));
    theme();
    shell.setBorders(state.get().borders);
    update();
  }

  // mapElement: folium's own element, which moves into the grid; with a state the header keeps itself up to date.
  // options: {title: instead of the data set's}.
  // Returns {root, map, mapFrame, stage, list, card, timeline, actions, setSentence, setCounts, setBorders}.
  ns.createShell = function (mapElement, data, state, options) {
    const header = buildHeader((options && options.title) || data.payload.info.title || '');
    const frame = buildFrame(mapElement, header.node);
    const shell = Object.assign(frame, {
      map: mapElement,
      actions: header.actions,
      addCopyLink({ node, said }) {
        header.actions.append(node);
        header.node.append(said);
      },
      setSentence: (text) => setText(header.sentence, ns.format.capital(ns.format.visible(text))),
      setCounts: (found) => setText(header.counts, countsText(data, found)),
      setBorders: (view) => setText(header.borders, 'Borders: ' + (BORDERS[view] || ns.format.words(view))),
    });
    const fold = button('Hide list', { class: 'cl-button cl-fold', 'aria-expanded': 'true' });
    fold.addEventListener('click', () => {
      const folded = frame.root.classList.toggle('cl-folded');
      setText(fold, folded ? 'Show list' : 'Hide list');
      fold.setAttribute('aria-expanded', String(!folded));
      remeasure();
    });
    header.actions.append(fold);
    if (state) connect(shell, data, state);
    shell.remeasure = remeasure;
    remeasure();
    return shell;
  };

  // Shell and all panels at once; options: {standalone: true} where there is no
  // sidebar beside the document, {title} as above. Returns {shell, timeline, list, legend, card}.
  ns.createPanels = function (mapElement, data, state, options) {
    const shell = ns.createShell(mapElement, data, state, options);
    ns.createViews(shell.stage, shell.mapFrame, data, state, remeasure);
    return {
      shell,
      timeline: ns.createTimeline(shell.timeline, data, state),
      list: ns.createList(shell.list, data, state),
      legend: ns.createLegend(shell.mapFrame, data, state, options),
      card: ns.createCard(shell.card, data, state),
    };
  };
})(window.Claimline);
