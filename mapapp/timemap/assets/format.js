'use strict';
// Words for readers: UTC dates, counts, distances, links, and text whose hidden characters are shown.
window.Claimline = window.Claimline || {};
(function (ns) {
  const DAY = 86400; // seconds
  const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  // Bidirectional controls, controls other than tab and line ends, and characters without a width.
  const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

  const dayFloor = (seconds) => Math.floor(seconds / DAY) * DAY;
  const dayCeil = (seconds) => Math.ceil(seconds / DAY) * DAY;
  const dayRound = (seconds) => Math.round(seconds / DAY) * DAY;
  const utc = (seconds) => new Date(seconds * 1000);

  // 1729209600 -> '18 Oct 2024'
  function day(seconds) {
    const date = utc(seconds);
    return date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()] + ' ' + date.getUTCFullYear();
  }

  // Half-open [from, to) in seconds -> '17 Jun to 30 Nov 2025': the last day is named, as readers do
  function span(from, to) {
    const last = to - DAY;
    if (last <= from) return day(from);
    const sameYear = utc(from).getUTCFullYear() === utc(last).getUTCFullYear();
    return (sameYear ? day(from).replace(/ \d+$/, '') : day(from)) + ' to ' + day(last);
  }

  const isoDay = (seconds) => utc(seconds).toISOString().slice(0, 10);

  // '2024-10-18' -> seconds UTC; NaN for anything else
  function parseIsoDay(text) {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text + 'T00:00:00Z') / 1000 : NaN;
  }

  // A date as the payload gives it: seconds, an ISO day, or words that are already fit to read
  function when(value) {
    if (value === null || value === undefined || value === '') return 'date not stated';
    if (typeof value === 'number') return day(value);
    const seconds = parseIsoDay(value);
    return Number.isNaN(seconds) ? visible(value) : day(seconds);
  }

  const count = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const plural = (n, one, many) => count(n) + ' ' + (n === 1 ? one : many || one + 's');

  function visible(text) {
    return String(text).replace(HIDDEN, (character) => {
      return '⟦U+' + character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '⟧';
    });
  }

  // A word of a closed vocabulary as a reader sees it: 'no_comment' -> 'no comment'
  const words = (value) => visible(value === null || value === undefined ? '' : value).replace(/_/g, ' ');
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // Metres -> '800 m', '5 km', '12.5 km'
  function distance(metres) {
    if (metres < 1000) return Math.round(metres) + ' m';
    return String(Math.round(metres / 100) / 10) + ' km';
  }

  // A link that may be followed, or null: http and https only
  function safeUrl(text) {
    if (!text) return null;
    let url = null;
    try {
      url = new URL(text);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return null;
    }
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  }

  // A place and how exactly it is known, in words; `place` is an entry of the payload or undefined
  function placeName(place) {
    return place ? visible(place.names.en) : 'Place not stated';
  }

  function placePrecision(place) {
    if (!place) return '';
    return place.lon === null ? visible(place.label) : 'within ' + distance(place.radius_m);
  }

  ns.format = {
    DAY, MONTHS, dayFloor, dayCeil, dayRound, day, span, isoDay, parseIsoDay, when, count, plural, visible, words,
    capital, distance, safeUrl, placeName, placePrecision,
  };
})(window.Claimline);
