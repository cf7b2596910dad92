'use strict';
// Ends of claims that were told later than the claims themselves: until the day on which an end was told, a claim is open.
window.Claimline = window.Claimline || {};
(function (ns) {
  // Rows whose end was told later: [{row, at: the day on which it was told, seconds; t1: the end, seconds, exclusive}]
  function lateEnds(payload) {
    const { endKnown, t1 } = payload.claims;
    const found = [];
    (endKnown || []).forEach((at, row) => { if (at !== null) found.push({ row, at, t1: t1[row] }); });
    return found;
  }

  // Give `data` what follows from these ends. `t1Latest` is the end of each row at its latest, whatever the day: by it the
  // points are sorted once for all days. Where no end was told later, it is `t1` itself.
  ns.addEnds = function (data) {
    const late = lateEnds(data.payload);
    const latest = late.length === 0 ? data.t1 : data.t1.slice();
    late.forEach((end) => { latest[end.row] = Infinity; });
    return Object.assign(data, { lateEnds: late, t1Latest: latest, endsEpoch: 0 });
  };

  // Bring `t1` to the day that `data` stands at; `endsEpoch` rises when that changes any
  ns.writeEnds = function (data, known) {
    let changed = 0;
    data.lateEnds.forEach(({ row, at, t1 }) => {
      const end = ns.isPublic(at, known) ? t1 : Infinity;
      if (data.t1[row] !== end) changed = 1;
      data.t1[row] = end;
    });
    data.endsEpoch += changed;
  };

  // Whether no end of a claim was told by the day that `data` stands at, and whether one may never have been
  const isOpenEnded = (data, row) => data.t1[row] === Infinity;
  const mayBeOpenEnded = (data, row) => data.t1Latest[row] === Infinity;

  // Words of a claim's time as of the day that `data` stands at: [when, how exactly it is known]
  function timeWords(data, row) {
    const { when, whenOpen, precision, precisionOpen } = data.payload.claims;
    const isCut = isOpenEnded(data, row) && whenOpen && whenOpen[row] !== null;
    return isCut ? [whenOpen[row], precisionOpen[row]] : [when[row], precision[row]];
  }

  // A figure with the end of its time as of that day; null: open
  ns.figureOn = (data, figure) => (figure.t1 !== null && isOpenEnded(data, figure.claim) ? Object.assign({}, figure, { t1: null }) : figure);

  Object.assign(ns, { isOpenEnded, mayBeOpenEnded, timeWords, whenWords: (data, row) => timeWords(data, row)[0] });
})(window.Claimline);
