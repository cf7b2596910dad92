'use strict';
// How many claims each area holds in a time window, by status, without walking over them:
// of intervals sorted by beginning and, apart, by end, those that touch [from, to) are the ones begun before `to` less
// the ones over by `from`.
window.Claimline = window.Claimline || {};
(function (ns) {
  // From most to least fit to stand for a tie: the least settled first, so that no tie looks surer than it is.
  const HUMBLE = ['unverified', 'speculative', 'disputed', 'withdrawn', 'refuted', 'corroborated', 'confirmed'];

  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // open ends are infinite: no subtraction
  const sortBy = (rows, times) => Int32Array.from(rows).sort((a, b) => order(times[a], times[b]) || a - b);

  // Rows of each area, firm and hollow apart, by beginning and by end
  function groupRows(data) {
    const groups = new Map();
    for (let row = 0; row < data.n; row += 1) {
      const area = data.area[row];
      if (area < 0 || data.t0[row] !== data.t0[row]) continue;
      const key = area * 2 + data.hollow[row];
      if (!groups.has(key)) groups.set(key, { area, hollow: data.hollow[row], rows: [] });
      groups.get(key).rows.push(row);
    }
    return Array.from(groups.values(), (group) => Object.assign(group, {
      begun: sortBy(group.rows, data.t0), over: sortBy(group.rows, data.t1), endsEpoch: data.endsEpoch, parts: [],
      isMoving: data.lateEnds.some((end) => data.area[end.row] === group.area && data.hollow[end.row] === group.hollow),
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

  // For each area the first one with the same outline: several places may be known no better than the same region
  function twinsOf(areas) {
    const known = new Map();
    return areas.map((area, index) => {
      const points = area.polygons.map((rings) => rings.map((ring) => ring.length + ':' + ring[0]));
      const key = [area.vague, area.box, points].join();
      if (!known.has(key)) known.set(key, index);
      return known.get(key);
    });
  }

  // Rows of each area that state no date
  function undatedRows(data) {
    const rows = data.areas.map(() => []);
    for (let row = 0; row < data.n; row += 1) {
      if (data.area[row] >= 0 && Number.isNaN(data.t0[row])) rows[data.area[row]].push(row);
    }
    return rows;
  }

  // Of sorted rows, the times of those that the mask keeps, in one array for each status
  function timesByStatus(data, rows, times, mask) {
    const parts = data.payload.statuses.map(() => []);
    for (let i = 0; i < rows.length; i += 1) {
      if (mask[rows[i]] !== 0) parts[data.status[rows[i]]].push(times[rows[i]]);
    }
    return parts;
  }

  // Ends that were told later move when the day of knowledge does
  function sortEnds(data, group) {
    if (!group.isMoving || group.endsEpoch === data.endsEpoch) return;
    group.over = sortBy(group.rows, data.t1);
    group.endsEpoch = data.endsEpoch;
  }

  // A group as its mask keeps it: {status, starts, ends} for each status that it holds
  function partsOf(data, group, mask) {
    const starts = timesByStatus(data, group.begun, data.t0, mask);
    const ends = timesByStatus(data, group.over, data.t1, mask);
    return starts
      .map((times, status) => ({ status, starts: times, ends: ends[status] }))
      .filter((part) => part.starts.length > 0);
  }

  // Areas of one outline -> {index, indices, area, total, hollow, undated, counts, status}: the one with the most claims
  // leads
  function bundle(indices, sums, statuses) {
    const sorted = indices.slice().sort((a, b) => sums[b].total - sums[a].total || a - b);
    const counts = new Uint32Array(statuses.length);
    sorted.forEach((index) => sums[index].counts.forEach((count, status) => { counts[status] += count; }));
    const add = (key) => sorted.reduce((all, index) => all + sums[index][key], 0);
    return {
      index: sorted[0], indices: sorted, area: sums[sorted[0]].area, counts,
      total: add('total'), hollow: add('hollow'), undated: add('undated'), status: mostNumerous(counts, statuses),
    };
  }

  ns.createTally = function (data) {
    const groups = groupRows(data);
    const dateless = undatedRows(data);
    const statuses = data.payload.statuses;
    const sums = data.areas.map((area, index) => ({
      index, area, total: 0, hollow: 0, undated: 0, kept: 0, status: -1, counts: new Uint32Array(data.statusCount),
    }));

    const undated = (index, mask) => dateless[index].filter((row) => mask[row] !== 0);

    // Keep the rows of a mask, with the statuses and ends that `data` holds now; `kept` counts them in any window, with or without a date
    function fit(mask) {
      groups.forEach((group) => {
        sortEnds(data, group);
        group.parts = partsOf(data, group, mask);
      });
      sums.forEach((sum) => {
        sum.undated = undated(sum.index, mask).length;
        sum.kept = sum.undated;
      });
      groups.forEach((group) => {
        group.parts.forEach((part) => { sums[group.area].kept += part.starts.length; });
      });
    }

    // [from, to) in seconds -> one sum an area: total, hollow, counts by status, status (the most numerous; -1: none),
    // and whatever the window: undated, kept
    function ask(from, to) {
      sums.forEach((sum) => {
        sum.total = sum.hollow = 0;
        sum.counts.fill(0);
      });
      groups.forEach((group) => group.parts.forEach((part) => {
        const begun = ns.search(part.starts, 0, part.starts.length, to, false);
        const over = ns.search(part.ends, 0, part.ends.length, from, true);
        const count = Math.max(0, begun - over);
        const sum = sums[group.area];
        sum.counts[part.status] += count;
        sum.total += count;
        if (group.hollow) sum.hollow += count;
      }));
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

    return { fit, ask, rows, undated };
  };
  Object.assign(ns, { mostNumerous, twinsOf, bundle });
})(window.Claimline);
