'use strict';
// Presence, actor, place, time, quantity, activity: each may carry a judgement of its own, and the map may be coloured by it.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el } = ns.dom;
  const MAIN = 'Presence and activity';
  const marked = new WeakMap(); // data -> {epoch, aspect, flags}

  // Positions in payload.aspects of those that some claim has an assessment of
  const assessedAspects = (payload) => Array.from(new Set(payload.aspectSteps.aspect)).sort((a, b) => a - b);

  const aspectLabel = (payload, aspect) => (aspect < 0 ? MAIN : ns.format.visible(payload.aspects[aspect].label));

  // aspect -> status of a row on the day that `data` stands at; aspects nobody had assessed are left out
  function aspectsAt(data, row) {
    const { claim, aspect, at, status } = data.payload.aspectSteps;
    const statuses = new Map();
    for (let i = ns.countUpTo(claim, row - 1); i < claim.length && claim[i] === row; i += 1) {
      if (ns.isPublic(at[i], data.knownNow)) statuses.set(aspect[i], status[i]);
    }
    return statuses;
  }

  // By row, 1 where the chosen aspect had been assessed by then
  function assessedRows(data, chosen) {
    const kept = marked.get(data);
    if (kept && kept.epoch === data.epoch && kept.aspect === chosen) return kept.flags;
    const { claim, aspect, at } = data.payload.aspectSteps;
    const flags = new Uint8Array(data.n);
    for (let i = 0; i < claim.length; i += 1) {
      if (aspect[i] === chosen && ns.isPublic(at[i], data.knownNow)) flags[claim[i]] = 1;
    }
    marked.set(data, { epoch: data.epoch, aspect: chosen, flags });
    return flags;
  }

  // Of these rows, how many nobody had assessed in the chosen aspect
  ns.countUnassessed = function (data, rows, aspect) {
    if (aspect < 0) return 0;
    const flags = assessedRows(data, aspect);
    return rows.reduce((sum, row) => sum + 1 - flags[row], 0);
  };

  function aspectRow(payload, aspect, status) {
    const style = payload.statuses[status];
    return el('li', {}, [
      el('span', { class: 'cl-aspect-name', text: aspectLabel(payload, aspect) }), ns.mark(style),
      el('b', { text: style.label }),
    ]);
  }

  // What the card says of each aspect
  ns.aspectsNode = function (data, row) {
    const payload = data.payload;
    const statuses = aspectsAt(data, row);
    const silent = payload.aspects.map((_, aspect) => aspect).filter((aspect) => !statuses.has(aspect));
    const names = silent.map((aspect) => aspectLabel(payload, aspect).toLowerCase()).join(', ');
    const said = statuses.size === 0 ? 'No aspect has been assessed.' : names ? 'Not assessed: ' + names + '.' : '';
    const shown = Array.from(statuses.keys()).sort((a, b) => a - b);
    return el('div', {}, [
      shown.length > 0 ? el('ul', { class: 'cl-aspects' }, shown.map((aspect) => aspectRow(payload, aspect, statuses.get(aspect)))) : null,
      said ? el('p', { class: 'cl-note', text: said }) : null,
    ]);
  };

  // For the card, where the map is coloured by one aspect; '' otherwise
  ns.aspectWords = function (data, row) {
    if (data.aspectNow < 0) return '';
    const name = aspectLabel(data.payload, data.aspectNow).toLowerCase();
    const isAssessed = aspectsAt(data, row).has(data.aspectNow);
    const word = isAssessed ? data.payload.statuses[data.status[row]].label.toLowerCase() : 'not assessed';
    return 'The map is coloured by ' + name + ': ' + word + '.';
  };

  // 'Colour by': a choice for the legend, or null where no aspect has been assessed
  ns.createAspectChoice = function (data, state) {
    const payload = data.payload;
    const aspects = assessedAspects(payload);
    if (aspects.length === 0) return null;
    const options = [-1, ...aspects].map((aspect) => el('option', { value: String(aspect), text: aspectLabel(payload, aspect) }));
    const select = el('select', { class: 'cl-select', name: 'aspect' }, options);
    const sync = () => { select.value = String(state.get().aspect); };
    select.addEventListener('change', () => state.set({ aspect: Number(select.value) }));
    state.on((changed) => changed.has('aspect') && sync());
    sync();
    return el('label', { class: 'cl-colour-by' }, [el('span', { text: 'Colour by' }), select]);
  };

  ns.aspectLabel = aspectLabel;
})(window.Claimline);
