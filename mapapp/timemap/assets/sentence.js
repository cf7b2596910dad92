'use strict';
// The window in words; the same rule as geodata.store.sentence.window_words (a browser test compares the two).
window.Claimline = window.Claimline || {};
(function (ns) {
  const MONTHS = [
    'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
    'December',
  ];
  const { DAY } = ns.format; // seconds

  function day(date, withYear) {
    return date.getUTCDate() + ' ' + month(date, withYear);
  }

  function month(date, withYear) {
    return MONTHS[date.getUTCMonth()] + (withYear ? ' ' + date.getUTCFullYear() : '');
  }

  function isMonthStart(date) {
    return date.getUTCDate() === 1;
  }

  function isMonthEnd(date) {
    return new Date(date.getTime() + DAY * 1000).getUTCDate() === 1;
  }

  // from, to: seconds UTC at midnight, half-open; mode: 'window' or 'cumulative'
  ns.windowWords = function (from, to, mode) {
    const first = new Date(from * 1000);
    const last = new Date((to - DAY) * 1000);
    if (mode === 'cumulative') return 'up to ' + day(last, true);
    if (first.getTime() === last.getTime()) return day(first, true);
    const name = isMonthStart(first) && isMonthEnd(last) ? month : day;
    const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
    if (name === month && sameYear && first.getUTCMonth() === last.getUTCMonth()) return month(first, true);
    return name(first, !sameYear) + ' to ' + name(last, true);
  };

  // Two counts for every window, never one: of a claim dated to a month only, a window of a week cannot be sure
  ns.windowCounts = function (found) {
    const { count } = ns.format;
    return count(found.definite) + ' certainly in these dates, ' + count(found.possible) + ' possibly';
  };

  // Seconds UTC at midnight -> '1 November 2024'
  ns.fullDay = (seconds) => day(new Date(seconds * 1000), true);

  // known: the end of the day as of which things are known, exclusive; null: everything
  ns.knownClause = (known) => (known === null ? 'everything known' : 'as known on ' + ns.fullDay(known - DAY));

  // filters: the words of the filters, from the server, never markup; aspects: of the payload
  ns.sentence = function (filters, state, aspects) {
    const parts = [filters, ns.windowWords(state.from, state.to, state.mode)];
    if (state.aspect >= 0) parts.push('status of the ' + aspects[state.aspect].label.toLowerCase() + ' alone');
    if (state.known !== null) parts.push(ns.knownClause(state.known));
    return parts.join(', ');
  };
})(window.Claimline);
