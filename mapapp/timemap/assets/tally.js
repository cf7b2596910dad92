'use strict';
// How many claims each area holds in a time window, by status, without walking over them:
// of intervals sorted by beginning and, apart, by end, those that touch [from, to) are (begun before to) - (over by from).
window.Claimline = window.Claimline || {};
(function (ns) {
  // From most to least fit to stand for a tie: what is least settled comes first, so that no tie looks surer than it is.
  const HUMBLE = ['unverified', 'speculative', 'disputed', 'withdrawn', 'refuted', 'corroborated', 'confirmed'];

  function groupRows(data) {
    const groups = new Map();
    for (let row = 0; row < data.n; row += 1) {
      const area = data.area[row];
      if (area < 0 || data.t0[row] !== data.t0[row]) continue;
      const key = (area * 8 + data.status[row]) * 2 + data.hollow[row];
      if (!groups.has(key)) groups.set(key, { area, status: data.status[row], hollow: data.hollow[row], rows: [] });
      groups.get(key).rows.push(row);
    }
    const sortBy = (rows, times) => Int32Array.from(rows).sort((a, b) => (times[a] < times[b] ? -1 : times[a] > times[b] ? 1 : a - b));
    return Array.from(groups.values(), (group) => Object.assign(group, {
      begun: sortBy(group.rows, data.t0), over: sortBy(group.rows, data.t1), starts: null, ends: null,
    }));
  }

  function mostNumerous(counts, statuses) {
    let best = -1;
    counts.forEach((count, status) => {
      if (count === 0) return;
      const tie = best >= 0 && count === counts[best];
      const humbler = tie && HUMBLE.indexOf(statuses[status].id) < HUMBLE.indexOf(statuses[best].id);
      if (best < 0 || count > counts[best] || humbler) best = status;
    });
    return best;
  }

  ns.createTally = function (data) {
    const groups = groupRows(data);
    const statuses = data.payload.statuses;
    const sums = data.areas.map((area, index) => ({
      index, area, total: 0, hollow: 0, status: -1, counts: new Uint32Array(data.statusCount),
    }));

    // Keep the rows of a mask
    function fit(mask) {
      const kept = (rows, times) => Float64Array.from(rows.filter((row) => mask[row] !== 0), (row) => times[row]);
      groups.forEach((group) => {
        group.starts = kept(group.begun, data.t0);
        group.ends = kept(group.over, data.t1);
      });
    }

    // [from, to) in seconds -> one sum an area: total, hollow, counts by status, status (the most numerous; -1: none)
    function ask(from, to) {
      sums.forEach((sum) => {
        sum.total = sum.hollow = 0;
        sum.counts.fill(0);
      });
      groups.forEach((group) => {
        const begun = ns.search(group.starts, 0, group.starts.length, to, false);
        const over = ns.search(group.ends, 0, group.ends.length, from, true);
        const count = Math.max(0, begun - over);
        const sum = sums[group.area];
        sum.counts[group.status] += count;
        sum.total += count;
        if (group.hollow) sum.hollow += count;
      });
      sums.forEach((sum) => { sum.status = mostNumerous(sum.counts, statuses); });
      return sums;
    }

    let last = null; // the answer given last: the pointer asks again and again

    // Rows of an area in the window, oldest first
    function rows(index, from, to, mask) {
      if (last && last.index === index && last.from === from && last.to === to && last.mask === mask) return last.rows;
      const found = groups
        .flatMap((group) => (group.area === index ? group.rows : []))
        .filter((row) => mask[row] !== 0 && data.t0[row] < to && data.t1[row] > from)
        .sort((a, b) => data.t0[a] - data.t0[b] || a - b);
      last = { index, from, to, mask, rows: found };
      return found;
    }

    return { fit, ask, rows };
  };
  ns.mostNumerous = mostNumerous;
})(window.Claimline);
