'use strict';
// A claim without a stated end fades with the days since it was last reported: nothing lasts because nobody wrote on.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { DAY } = ns.format; // seconds
  // From so many days after the last report: how far the mark has faded, 0 (not at all) to 1
  const STEPS = [{ days: 0, fade: 0 }, { days: 31, fade: 0.35 }, { days: 92, fade: 0.6 }, { days: 183, fade: 0.8 }];
  const LOOKS = ['in full', 'paler', 'paler still', 'palest'];
  const open = new WeakMap(); // payload -> {row -> days of its reports, rising}, of claims that on some day have no stated end
  const columns = new WeakMap(); // data -> {known, values}

  // Reports that a claim lives on: dated, and not a denial
  function livingDays(data, row) {
    const reports = data.payload.reports;
    const found = ns.entriesOf(data, 'reports', row).filter((index) => {
      return reports[index].at !== null && reports[index].stance !== 'denies';
    });
    return Float64Array.from(found, (index) => reports[index].at).sort();
  }

  function openRows(data) {
    if (!open.has(data.payload)) {
      const rows = new Map();
      for (let row = 0; row < data.n; row += 1) if (ns.mayBeOpenEnded(data, row)) rows.set(row, livingDays(data, row));
      open.set(data.payload, rows);
    }
    return open.get(data.payload);
  }

  // Until when the data speak, seconds, exclusive: the last day collected, or the last on which something was public
  function endOf(data) {
    const ends = data.payload.coverage.filter((range) => range.state !== 'none').map((range) => range.to);
    return Math.max(data.payload.knowledge[1], ...ends);
  }

  const momentOf = (data, known) => (known === null ? endOf(data) : Math.min(known, endOf(data)));

  // The last of the days before a moment, or NaN
  function lastBefore(days, moment) {
    const count = ns.countUpTo(days, moment - 1);
    return count > 0 ? days[count - 1] : NaN;
  }

  const silenceOf = (days, moment) => Math.floor((moment - DAY - lastBefore(days, moment)) / DAY);

  function fadeAfter(silence) {
    if (Number.isNaN(silence)) return STEPS[STEPS.length - 1].fade;
    return STEPS.reduce((fade, step) => (silence >= step.days ? step.fade : fade), 0);
  }

  // By row, how far its mark has faded: 0 for a claim with a stated end. known: as in isPublic
  ns.fadeOf = function (data, known) {
    const kept = columns.get(data);
    if (kept && kept.known === known) return kept.values;
    const values = kept ? kept.values.fill(0) : new Float32Array(data.n);
    const moment = momentOf(data, known);
    openRows(data).forEach((days, row) => {
      if (ns.isOpenEnded(data, row)) values[row] = fadeAfter(silenceOf(days, moment));
    });
    columns.set(data, { known, values });
    return values;
  };

  // Of a claim that may have no stated end: the day of the last report public by then, seconds UTC; NaN where none has a date
  ns.lastReported = (data, row, known) => lastBefore(openRows(data).get(row), momentOf(data, known));

  function sinceWords(silence) {
    if (Number.isNaN(silence)) return 'No report of it has a date';
    if (silence === 0) return 'Last reported on ';
    return 'Last reported ' + (silence === 1 ? 'a day' : ns.format.plural(silence, 'day')) + ' before ';
  }

  // For the card: 'No end was stated. Last reported 61 days before 3 Nov 2024; its mark is paler.'; '' where an end is stated
  ns.fadeWords = function (data, row, known) {
    if (!ns.isOpenEnded(data, row)) return '';
    const moment = momentOf(data, known);
    const silence = silenceOf(openRows(data).get(row), moment);
    const isEnd = known === null || known > moment;
    const day = Number.isNaN(silence) ? '' : ns.format.day(moment - DAY) + (isEnd ? ', the last day of these data' : '');
    const faded = fadeAfter(silence) > 0 ? ' Its mark is drawn paler for that.' : '';
    return 'No end was stated. ' + sinceWords(silence) + day + '.' + faded;
  };

  // For a list: a few words, or ''
  ns.fadeNote = function (data, row, known) {
    if (!ns.isOpenEnded(data, row)) return '';
    const silence = silenceOf(openRows(data).get(row), momentOf(data, known));
    if (Number.isNaN(silence)) return 'no end stated, no dated report';
    return 'no end stated, last reported ' + (silence === 0 ? 'on the last day' : ns.format.plural(silence, 'day') + ' earlier');
  };

  // The steps in words, from the same table that fades the marks
  ns.fadeRule = function () {
    const said = STEPS.map((step, i) => (i === 0 ? LOOKS[i] + ' at first' : LOOKS[i] + ' from day ' + step.days));
    return 'no end stated: the mark fades with the days since the last report: ' + said.join(', ');
  };

  // By area, how far it has faded: as its freshest claim of the window, and not at all beside a claim with a stated end.
  // sums: of the tally for [from, to) and the rows kept
  ns.areaFades = function (data, sums, from, to, keep) {
    const fades = ns.fadeOf(data, data.knownNow);
    const open = new Map(); // area -> {count, fade}
    openRows(data).forEach((days, row) => {
      if (!ns.isOpenEnded(data, row) || data.area[row] < 0 || keep[row] === 0 || data.t0[row] >= to) return;
      const known = open.get(data.area[row]) || { count: 0, fade: 1 };
      open.set(data.area[row], { count: known.count + 1, fade: Math.min(known.fade, fades[row]) });
    });
    return sums.map((sum) => {
      const found = open.get(sum.index);
      return found && found.count === sum.total ? found.fade : 0;
    });
  };

  // Until when the data speak on a day of knowledge, seconds, exclusive
  ns.spokenUntil = momentOf;

  // How much of a mark's ink is left
  ns.inkLeft = (fade) => 1 - 0.75 * fade;

  // Days after the last report by which a band has run out
  ns.FADED_DAYS = STEPS[STEPS.length - 1].days;
})(window.Claimline);
