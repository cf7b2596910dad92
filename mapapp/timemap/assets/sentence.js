'use strict';
// The window in words; the same rule as geodata.store.sentence.window_words (a browser test compares the two).
window.Claimline = window.Claimline || {};
(function (ns) {
  const MONTHS = [
    'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
    'December',
  ];
  const DAY = 86400;

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

  // filters: the words of the filters, from the server; never markup
  ns.sentence = function (filters, state) {
    return filters + ', ' + ns.windowWords(state.from, state.to, state.mode);
  };
})(window.Claimline);
