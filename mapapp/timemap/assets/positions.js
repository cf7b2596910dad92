'use strict';
// What the parties say of each claim, as of a day: their words in order, and the signs that stand for them.
window.Claimline = window.Claimline || {};
(function (ns) {
  const el = ns.dom.el;
  // Signs without a colour of a status: a plus for what is said to be so, filled where a party admits it against itself
  const SIGNS = { asserts: '+', admits: '+', denies: '−', no_comment: '…' };
  const CHAIN = ' → ';

  const keyOf = (entry) => entry.position.replace(/ /g, '_');
  const wordOf = (entry) => ns.format.words(entry.position);
  const dated = (entry) => wordOf(entry) + ' ' + ns.format.when(entry.date);

  // payload -> {parties(known), of(row, known)}; both as of the end of the day before `known`, null: everything
  ns.createPositions = function (payload) {
    const byClaim = new Map();
    payload.positions.forEach((entry) => {
      if (!byClaim.has(entry.claim)) byClaim.set(entry.claim, []);
      byClaim.get(entry.claim).push(entry);
    });
    return {
      // Parties that had spoken of any claim, most positions first: [{party, count}]
      parties(known) {
        const counts = new Uint32Array(payload.parties.length);
        payload.positions.forEach((entry) => { if (ns.isPublic(entry.at, known)) counts[entry.party] += 1; });
        return Array.from(counts, (count, party) => ({ party, count }))
          .filter((column) => column.count > 0)
          .sort((a, b) => b.count - a.count || a.party - b.party);
      },
      // Map of party -> its words on the claim, oldest first
      of(row, known) {
        const found = new Map();
        (byClaim.get(row) || []).forEach((entry) => {
          if (!ns.isPublic(entry.at, known)) return;
          if (!found.has(entry.party)) found.set(entry.party, []);
          found.get(entry.party).push(entry);
        });
        return found;
      },
    };
  };

  ns.positionSign = (key) => el('span', { class: 'cl-sign', 'data-says': key, 'aria-hidden': 'true', text: SIGNS[key] || '?' });

  // 'denies 25 Oct 2024 → admits 26 Apr 2025'
  ns.positionChain = (entries) => entries.map(dated).join(CHAIN);

  // What stands under the latest word: the other word that went before it, or since when the same word is said
  function beforeText(entries) {
    const last = entries[entries.length - 1];
    const other = entries.slice().reverse().find((entry) => entry.position !== last.position);
    if (other) return 'before: ' + dated(other);
    return entries.length > 1 ? 'first ' + ns.format.when(entries[0].date) : '';
  }

  // The cell of one party and one claim; entries: its words, oldest first, or undefined where none is known
  ns.positionCell = function (entries, party) {
    if (!entries) {
      const title = 'No word of ' + party + ' on this claim is held. That is not a denial.';
      return el('td', { class: 'cl-silent', title }, [el('div', { class: 'cl-cell', text: 'nothing known' })]);
    }
    const last = entries[entries.length - 1];
    const before = beforeText(entries);
    return el('td', { class: 'cl-said', title: party + ': ' + ns.positionChain(entries) }, [
      el('div', { class: 'cl-cell' }, [
        el('span', { class: 'cl-said-word' }, [ns.positionSign(keyOf(last)), wordOf(last)]),
        el('span', { class: 'cl-said-date', text: ns.format.when(last.date) }),
        before ? el('span', { class: 'cl-said-before', text: before }) : null,
      ]),
    ]);
  };
})(window.Claimline);
