'use strict';
// Every way the time window can move. Whole UTC days, inside the extent, never shorter than a day.
window.Claimline = window.Claimline || {};
(function (ns) {
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // One byte a day of the extent: 1 where a claim that is kept begins, or is over for the first time.
  function changeDays(data, keep) {
    const format = ns.format;
    const first = data.extent[0];
    const days = Math.round((data.extent[1] - first) / format.DAY);
    const flags = new Uint8Array(days);
    const flag = (seconds) => {
      const index = Math.round((seconds - first) / format.DAY);
      if (index >= 0 && index < days) flags[index] = 1;
    };
    for (let row = 0; row < data.n; row += 1) {
      if (keep[row] === 0 || Number.isNaN(data.t0[row])) continue;
      flag(format.dayFloor(data.t0[row]));
      if (data.t1[row] !== Infinity) flag(format.dayCeil(data.t1[row]));
    }
    return flags;
  }

  ns.createMoves = function (data, state) {
    const DAY = ns.format.DAY;
    const first = data.extent[0];
    const end = data.extent[1];
    const now = state.get;
    const cumulative = () => now().mode === 'cumulative';
    let flags = null;
    let flagsOf = null;

    function put(from, to) {
      const start = clamp(ns.format.dayRound(from), first, end - DAY);
      state.set({ from: start, to: clamp(ns.format.dayRound(to), start + DAY, end) });
    }

    // The start, seconds; `push` lets it carry the end along instead of stopping a day before it.
    function setFrom(seconds, push) {
      const to = now().to;
      if (push && seconds > to - DAY) put(seconds, seconds + DAY);
      else put(Math.min(seconds, to - DAY), to);
    }

    // The end, seconds, exclusive. A cumulative window begins with the extent, so its end may go anywhere.
    function setTo(seconds, push) {
      const to = clamp(seconds, first + DAY, end);
      const from = now().from;
      if (push || cumulative()) put(Math.min(from, to - DAY), to);
      else put(from, Math.max(to, from + DAY));
    }

    // The whole window to a start; keeps its width.
    function slideTo(seconds) {
      const width = now().to - now().from;
      const from = clamp(ns.format.dayRound(seconds), first, end - width);
      put(from, from + width);
    }

    function shift(days) {
      if (cumulative()) setTo(now().to + days * DAY);
      else slideTo(now().from + days * DAY);
    }

    function changes() {
      const { keep } = now();
      if (flagsOf !== keep) {
        flags = changeDays(data, keep);
        flagsOf = keep;
      }
      return flags;
    }

    // Last day of the window -> the next (or with -1 the previous) day with a change; NaN if there is none.
    function changeDay(direction) {
      const days = changes();
      const lastDay = clamp(Math.round((now().to - DAY - first) / DAY), -1, days.length); // a link may ask for any date
      let index = lastDay + direction;
      while (index >= 0 && index < days.length && days[index] === 0) index += direction;
      return index >= 0 && index < days.length ? first + index * DAY : NaN;
    }

    // The end of the window to the day on which something next changes; the width follows where there is room.
    function toChange(direction) {
      const day = changeDay(direction);
      if (Number.isNaN(day)) return;
      const width = now().to - now().from;
      if (cumulative()) setTo(day + DAY);
      else put(Math.max(first, day + DAY - width), day + DAY);
    }

    const atEnd = () => now().to >= end;
    const atStart = () => (cumulative() ? now().to <= first + DAY : now().from <= first);
    const isAll = () => now().from <= first && atEnd();

    function rewind() {
      if (cumulative()) setTo(first + DAY);
      else slideTo(first);
    }

    return {
      put, setFrom, setTo, slideTo, shift, changeDay, toChange, atEnd, atStart, isAll, rewind,
      all: () => put(first, end),
    };
  };
})(window.Claimline);
