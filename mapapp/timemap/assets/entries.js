'use strict';
// Reports, positions, assessments and the words of others of one claim, found without walking over those of all the others.
window.Claimline = window.Claimline || {};
(function (ns) {
  const found = new WeakMap(); // payload -> {name: {offsets, order}}

  // Positions of the entries by claim, in their own order within each
  function indexOf(entries, n) {
    const offsets = new Int32Array(n + 1);
    const held = (entry) => entry.claim >= 0; // an excerpt has reports of claims that were left out
    entries.forEach((entry) => { if (held(entry)) offsets[entry.claim + 1] += 1; });
    for (let row = 0; row < n; row += 1) offsets[row + 1] += offsets[row];
    const next = offsets.slice();
    const order = new Int32Array(entries.length);
    entries.forEach((entry, i) => {
      if (!held(entry)) return;
      order[next[entry.claim]] = i;
      next[entry.claim] += 1;
    });
    return { offsets, order };
  }

  // Positions in payload[name] ('reports', 'positions', 'assessments' or 'foreign') of everything about a row
  function entriesOf(data, name, row) {
    if (!found.has(data.payload)) found.set(data.payload, {});
    const kept = found.get(data.payload);
    if (!kept[name]) kept[name] = indexOf(data.payload[name], data.n);
    return Array.from(kept[name].order.subarray(kept[name].offsets[row], kept[name].offsets[row + 1]));
  }

  // Of these, what was public on the day that `data` stands at
  function publicEntries(data, name, row) {
    const entries = data.payload[name];
    return entriesOf(data, name, row).filter((index) => ns.isPublic(entries[index].at, data.knownNow));
  }

  const isReportPublic = (data, index) => ns.isPublic(data.payload.reports[index].at, data.knownNow);

  // How many of rising values are at most `bound`
  function countUpTo(values, bound) {
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  Object.assign(ns, { countUpTo, entriesOf, publicEntries, isReportPublic });
})(window.Claimline);
