'use strict';
// Dated points in an order that finds those of a time window with binary searches.
// The points fall into heaps by how long they last; each heap is sorted by its beginning. In a heap whose longest span
// is D, whatever touches [from, to) begins in (from - D, to): those that begin after `from` are certain, the others are
// looked at.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { DAY } = ns.format; // seconds
  const LIMITS = [DAY, 8 * DAY, 32 * DAY, 93 * DAY, 367 * DAY, Infinity]; // longest span of each heap
  const DIGIT = 65536;

  // First index in [low, high) whose value is >= wanted (or > wanted when `after`)
  function search(values, low, high, wanted, after) {
    let a = low;
    let b = high;
    while (a < b) {
      const middle = (a + b) >> 1;
      if (after ? values[middle] <= wanted : values[middle] < wanted) a = middle + 1;
      else b = middle;
    }
    return a;
  }

  function datedPoints(data) {
    const rows = new Int32Array(data.n);
    let n = 0;
    for (let row = 0; row < data.n; row += 1) {
      if (data.area[row] < 0 && data.x[row] === data.x[row] && data.t0[row] === data.t0[row]) {
        rows[n] = row;
        n += 1;
      }
    }
    return rows.subarray(0, n);
  }

  // Stable counting sort of `rows` by (keys[row] >>> shift) & 65535, for keys of which that part is below `size`
  function countingSort(rows, keys, shift, size) {
    const starts = new Int32Array(size + 1);
    for (let i = 0; i < rows.length; i += 1) starts[((keys[rows[i]] >>> shift) & 65535) + 1] += 1;
    for (let key = 0; key < size; key += 1) starts[key + 1] += starts[key];
    const sorted = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i += 1) {
      const key = (keys[rows[i]] >>> shift) & 65535;
      sorted[starts[key]] = rows[i];
      starts[key] += 1;
    }
    return sorted;
  }

  function heapOf(span) {
    let heap = 0;
    while (span > LIMITS[heap]) heap += 1;
    return heap;
  }

  // What counting leaves unsorted: parts of a second, and beginnings 136 years after the first
  function mend(sorted, t0) {
    for (let i = 1; i < sorted.length; i += 1) {
      const row = sorted[i];
      let at = i;
      while (at > 0 && t0[sorted[at - 1]] > t0[row]) {
        sorted[at] = sorted[at - 1];
        at -= 1;
      }
      sorted[at] = row;
    }
    return sorted;
  }

  // By heap, in a heap by beginning, then in the order of rows
  function sortRows(data, rows) {
    const seconds = new Uint32Array(data.n); // since the first beginning
    const heaps = new Uint8Array(data.n);
    let first = Infinity;
    for (let i = 0; i < rows.length; i += 1) first = Math.min(first, data.t0[rows[i]]);
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i];
      seconds[row] = Math.min(data.t0[row] - first, 4294967295);
      heaps[row] = heapOf(data.t1Latest[row] - data.t0[row]);
    }
    const low = countingSort(rows, seconds, 0, DIGIT);
    const sorted = mend(countingSort(low, seconds, 16, DIGIT), data.t0);
    return countingSort(sorted, heaps, 0, LIMITS.length);
  }

  function heapsOf(t0, t1) {
    const heaps = [];
    for (let i = 0; i < t0.length; i += 1) {
      const rank = heapOf(t1[i] - t0[i]);
      let heap = heaps[heaps.length - 1];
      if (!heap || heap.rank !== rank) heaps.push((heap = { rank, start: i, end: i, longest: 0 }));
      heap.end = i + 1;
      heap.longest = Math.max(heap.longest, t1[i] - t0[i]);
    }
    return heaps;
  }

  function gather(rows, values, into) {
    for (let i = 0; i < rows.length; i += 1) into[i] = values[rows[i]];
    return into;
  }

  // data -> {n, row, t0, t1, x, y, code, recode(), ranges(from, to)}; code: status, + 8 when hollow
  ns.createSpans = function (data) {
    const row = sortRows(data, datedPoints(data));
    const pick = (values) => gather(row, values, new Float64Array(row.length));
    const t0 = pick(data.t0);
    const t1 = pick(data.t1);
    const heaps = heapsOf(t0, data.lateEnds.length === 0 ? t1 : pick(data.t1Latest)); // right on every day
    const isLate = new Set(data.lateEnds.map((end) => end.row));
    const late = isLate.size === 0 ? [] : Array.from(row.keys()).filter((i) => isLate.has(row[i]));
    // [low, middle, high) by heap: look at t1 below the middle, take everything from there on
    function ranges(from, to) {
      return heaps.map((heap) => {
        const low = search(t0, heap.start, heap.end, from - heap.longest, false);
        const high = search(t0, low, heap.end, to, false);
        return [low, Math.min(high, search(t0, low, heap.end, from, true)), high];
      });
    }
    const code = new Uint8Array(row.length);
    let epoch = -1;
    // Bring codes and ends up to date with what was known on the day that `data` stands at; the order stays
    function recode() {
      if (epoch === data.epoch) return;
      epoch = data.epoch;
      for (let i = 0; i < code.length; i += 1) code[i] = data.status[row[i]] + 8 * data.hollow[row[i]];
      late.forEach((i) => { t1[i] = data.t1[row[i]]; });
    }
    recode();
    return { n: row.length, row, t0, t1, x: pick(data.x), y: pick(data.y), code, recode, ranges };
  };
  ns.search = search;
})(window.Claimline);
