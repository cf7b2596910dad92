'use strict';
// The filters beside the map where no page offers them: search, and a list of choices for each kind of word. Each says how
// many claims it leaves by itself, and offers no source before it had reported.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, paced, setText } = ns.dom;
  const TYPING_MS = 150;
  const MOST_CHARS = 200; // a search longer than this is not one
  const NOTHING = { types: [], statuses: [], modalities: [], parties: [], sources: [], text: '' };

  // The words that some claim has, in the order of the vocabulary
  function used(vocabulary, column) {
    const found = new Set(column);
    return vocabulary.filter((_, index) => found.has(index)).map(({ id, label }) => ({ value: id, label }));
  }

  function groupsOf({ claims, types, statuses, modalities, parties, sources }) {
    const from = new Set(sources.map(({ party }) => party));
    const byName = (a, b) => ns.byCodePoints(a.label, b.label);
    return [
      { key: 'types', label: 'Claim type', help: 'What is said to happen.', options: used(types, claims.type) },
      { key: 'statuses', label: 'Status', help: 'How sure anyone can be.', options: statuses.map(({ id, label }) => ({ value: id, label })) },
      { key: 'modalities', label: 'Modality', help: 'Whether it is said to be planned, under way, there, over, or only inferred.',
        options: used(modalities, claims.modality) },
      { key: 'parties', label: 'Party', help: 'Claims that a source of this party reported, in whatever sense.',
        options: parties.map((value, party) => ({ value, label: value, party })).filter(({ party }) => from.has(party)) },
      { key: 'sources', label: 'Source', help: 'Claims that this source reported.',
        options: sources.map(({ name }, value) => ({ value, label: name })).sort(byName) },
    ];
  }

  // One kind of words: a folded list of boxes to tick
  function createGroup(group, chosenNow, onChange) {
    const said = el('span', { class: 'cl-filter-said' });
    const left = el('p', { class: 'cl-note cl-filter-left', role: 'status' });
    const boxes = group.options.map((option) => {
      const box = el('input', { type: 'checkbox' });
      const label = el('label', { class: 'cl-choice' }, [box, el('span', { dir: 'auto', text: ns.format.visible(option.label) })]);
      box.addEventListener('change', () => onChange(toggled(option.value)));
      return { option, box, node: el('li', {}, [label]) };
    });
    // in the order of the options, so that the same choice is the same question
    function toggled(value) {
      const chosen = chosenNow();
      return group.options.map((option) => option.value).filter((each) => chosen.includes(each) !== (each === value));
    }
    const node = el('div', { class: 'cl-filter' }, [
      el('details', {}, [
        el('summary', { title: group.help }, [el('span', { class: 'cl-filter-name', text: group.label }), said]),
        el('ul', { role: 'group', 'aria-label': group.label }, boxes.map((each) => each.node)),
      ]),
      left,
    ]);
    return {
      node,
      // isOffered(option): whether it can be chosen now; words: what this kind leaves, '' where nothing is chosen
      sync(isOffered, words) {
        const chosen = chosenNow();
        boxes.forEach((each) => {
          each.box.checked = chosen.includes(each.option.value);
          each.node.hidden = !each.box.checked && !isOffered(each.option);
        });
        const labels = boxes.filter(({ box }) => box.checked).map(({ option }) => ns.format.visible(option.label));
        setText(said, labels.length === 0 ? 'All' : labels.join(', '));
        node.classList.toggle('cl-filter-on', labels.length > 0);
        setText(left, words);
      },
    };
  }

  function createField(onText) {
    const box = el('input', {
      type: 'search', class: 'cl-search', id: 'cl-search', maxlength: MOST_CHARS, autocomplete: 'off', spellcheck: 'false', dir: 'auto',
      placeholder: 'Kursk, Курск or 쿠르스크',
    });
    const left = el('p', { class: 'cl-note cl-filter-left', role: 'status' });
    const note = 'Finds claims by their words, actors, sources, and place names in English, Russian, Ukrainian and Korean.';
    const node = el('div', { class: 'cl-filter-search' }, [
      el('label', { for: 'cl-search', class: 'cl-filter-name', text: 'Search', title: note }), box, left,
    ]);
    let timer = 0;
    box.addEventListener('input', () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => onText(box.value), TYPING_MS);
    });
    return {
      node,
      sync(text, words) {
        if (box.value !== text && document.activeElement !== box) box.value = text;
        setText(left, words);
      },
      clear: () => { window.clearTimeout(timer); box.value = ''; },
    };
  }

  // The button in the header that opens and closes the panel
  function createSwitch(shell, node) {
    const toggle = button('Filters', { class: 'cl-button cl-toggle', 'aria-expanded': 'false', 'aria-controls': 'cl-filters' });
    function show(wanted) {
      node.hidden = !wanted;
      shell.root.classList.toggle('cl-filtering', wanted);
      toggle.setAttribute('aria-expanded', String(wanted));
      toggle.setAttribute('aria-pressed', String(wanted));
      shell.remeasure();
    }
    toggle.addEventListener('click', () => show(node.hidden));
    node.addEventListener('keydown', (event) => {
      const isEmptied = event.target.type === 'search' && event.target.value !== ''; // by the browser, at this key
      if (event.key !== 'Escape' || isEmptied) return;
      show(false);
      toggle.focus();
    });
    return { toggle, show };
  }

  // Puts the panel behind the header of the shell. onChange() follows every change of the question.
  // Returns {question(), ask(question), show(wanted)}.
  ns.createFilters = function (shell, data, state, { onChange }) {
    const search = ns.createSearch(data);
    let question = NOTHING;
    const patch = (part) => ask(Object.assign({}, question, part));
    const groups = groupsOf(data.payload).map((group) => ({
      group, view: createGroup(group, () => question[group.key], (chosen) => patch({ [group.key]: chosen })),
    }));
    const field = createField((text) => patch({ text }));
    const clear = button('Clear filters', { class: 'cl-button cl-clear', click: () => { field.clear(); ask(NOTHING); } });
    const offer = el('p', { class: 'cl-note cl-filter-offer' });
    const node = el('section', { class: 'cl-filters', id: 'cl-filters', 'aria-label': 'Filters' }, [
      field.node, ...groups.map(({ view }) => view.node), offer, clear,
    ]);
    shell.stage.before(node);
    const { toggle, show } = createSwitch(shell, node);
    shell.actions.prepend(toggle);

    const isSet = (key) => (key === 'text' ? ns.splitWords(question.text).length > 0 : question[key].length > 0);
    function leaves(key) {
      if (!isSet(key)) return '';
      const { known } = state.get();
      const left = search.left(Object.assign({}, NOTHING, { [key]: question[key] }), state.get());
      return 'leaves ' + ns.format.count(left) + ' of ' + ns.format.count(search.known()) + ns.knownWords(known).replace(/^ as/, '');
    }
    function sync() {
      const { known } = state.get();
      const heard = search.heard(known);
      const parties = new Set(Array.from(heard, (index) => data.payload.sources[index].party));
      const offered = { sources: ({ value }) => heard.has(value), parties: ({ party }) => parties.has(party) };
      groups.forEach(({ group, view }) => view.sync(offered[group.key] || (() => true), leaves(group.key)));
      field.sync(question.text, leaves('text'));
      const all = data.payload.sources.length;
      setText(offer, heard.size === all ? '' : 'offers the ' + heard.size + ' of ' + all + ' sources that had reported by ' + ns.fullDay(known - ns.format.DAY));
      const active = Object.keys(NOTHING).filter(isSet).length;
      setText(toggle, active === 0 ? 'Filters' : 'Filters (' + active + ')');
      clear.disabled = active === 0;
    }
    const later = paced(sync, data.n);
    function ask(wanted) {
      question = wanted;
      state.set(search.patch(question));
      later();
      onChange();
    }
    state.on((changed, now) => {
      if (changed.has('statuses') && (now.statuses || []).join() !== question.statuses.join()) { // the legend's switches
        question = Object.assign({}, question, { statuses: now.statuses || [] });
        onChange();
      }
      if (changed.has('keep')) later();
    });
    show(false);
    sync();
    return { question: () => question, ask, show };
  };
})(window.Claimline);
