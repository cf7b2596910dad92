'use strict';
// What was known on a day: the columns that change with it. `known` is null for everything that is recorded, or else
// the end of a UTC day, exclusive, in seconds; an entry counts when the day on which it became public is before that.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { DAY } = ns.format; // seconds
  const FEW = 8; // of the rows, one in so many: fewer events than that are applied one by one

  const limitOf = (known) => (known === null ? Infinity : known - 1); // the last second that counts

  // Whether something that became public at `at` (seconds UTC; null: nobody knows when) counts
  ns.isPublic = (at, known) => known === null || (at !== null && at < known);

  // First step of each row, and one more number: where the last row's steps end
  function offsetsOf(owners, n) {
    const offsets = new Int32Array(n + 1);
    for (let i = 0; i < owners.length; i += 1) offsets[owners[i] + 1] += 1;
    for (let row = 0; row < n; row += 1) offsets[row + 1] += offsets[row];
    return offsets;
  }

  const timesOf = (values) => Float64Array.from(values, (at) => (at === null ? Infinity : at));

  function readSteps(steps, n) {
    const owner = Int32Array.from(steps.claim);
    return {
      at: timesOf(steps.at), owner, offsets: offsetsOf(owner, n), events: null,
      status: Uint8Array.from(steps.status), denied: Uint8Array.from(steps.denied),
      reports: Int32Array.from(steps.reports), origins: Int32Array.from(steps.origins),
      independent: Int32Array.from(steps.independent),
    };
  }

  // Owners of all dated steps in the order of their days, so that a move looks only at those that lie between:
  // {first: the first day, starts: position of each day's first event, rows}
  function readEvents(index) {
    const days = index.at.filter((at) => at !== Infinity).map((at) => Math.floor(at / DAY));
    const first = days.reduce((least, day) => Math.min(least, day), Infinity);
    const last = days.reduce((most, day) => Math.max(most, day), first);
    const starts = new Int32Array(days.length === 0 ? 1 : last - first + 2);
    days.forEach((day) => { starts[day - first + 1] += 1; });
    for (let day = 1; day < starts.length; day += 1) starts[day] += starts[day - 1];
    const next = starts.slice();
    const rows = new Int32Array(days.length);
    for (let i = 0; i < index.at.length; i += 1) {
      if (index.at[i] === Infinity) continue;
      const day = Math.floor(index.at[i] / DAY) - first;
      rows[next[day]] = index.owner[i];
      next[day] += 1;
    }
    return { first, starts, rows };
  }

  // Position of the first event after a moment
  function eventAfter(events, moment) {
    const day = Math.floor(moment / DAY) + 1 - events.first;
    return events.starts[Math.min(Math.max(0, day), events.starts.length - 1)] || 0;
  }

  // aspect -> {row -> positions of its steps, oldest first}
  function readAspects(payload) {
    const { claim, aspect, at, status } = payload.aspectSteps;
    const byAspect = payload.aspects.map(() => new Map());
    const times = timesOf(at);
    claim.forEach((row, i) => {
      const rows = byAspect[aspect[i]];
      if (!rows.has(row)) rows.set(row, []);
      rows.get(row).push(i);
    });
    return { byAspect, times, status };
  }

  function blankColumns(n) {
    return {
      status: new Uint8Array(n),
      denied: new Uint8Array(n), // 1: a party denies it
      publicNow: new Uint8Array(n), // 1: the claim is known
      reportCount: new Int32Array(n),
      originCount: new Int32Array(n),
      independentCount: new Int32Array(n),
      step: new Int32Array(n).fill(-1), // position in payload.steps; -1: not known
      epoch: 0, // rises with every change of these columns
      knownNow: null, // what they were last written for
      aspectNow: -1,
    };
  }

  // One row as of the limit: from the step where it stands, forwards or back
  function seek(data, index, row, limit) {
    const { at, offsets } = index;
    const first = offsets[row];
    let step = data.step[row] < 0 ? first - 1 : data.step[row];
    while (step + 1 < offsets[row + 1] && at[step + 1] <= limit) step += 1;
    while (step >= first && at[step] > limit) step -= 1;
    data.step[row] = step < first ? -1 : step;
    writeRow(data, index, row, limit);
  }

  function writeRow(data, index, row, limit) {
    const step = data.step[row];
    const isKnown = step >= 0;
    data.publicNow[row] = isKnown || limit === Infinity ? 1 : 0;
    data.status[row] = isKnown ? index.status[step] : index.unverified;
    data.denied[row] = isKnown ? index.denied[step] : 0;
    data.reportCount[row] = isKnown ? index.reports[step] : 0;
    data.originCount[row] = isKnown ? index.origins[step] : 0;
    data.independentCount[row] = isKnown ? index.independent[step] : 0;
  }

  // The status of one aspect instead of that of presence and activity; where nobody assessed it: unverified
  function writeAspect(data, index, aspect, limit) {
    const { byAspect, times, status } = index.aspects;
    data.status.fill(index.unverified);
    byAspect[aspect].forEach((positions, row) => {
      positions.forEach((i) => { if (times[i] <= limit) data.status[row] = status[i]; });
    });
  }

  function seekAll(data, index, limit) {
    for (let row = 0; row < data.n; row += 1) seek(data, index, row, limit);
  }

  function seekBetween(data, index, before, limit) {
    if (index.events === null) index.events = readEvents(index);
    const from = eventAfter(index.events, Math.min(before, limit));
    const to = eventAfter(index.events, Math.max(before, limit));
    if ((to - from) * FEW > data.n) seekAll(data, index, limit);
    else for (let i = from; i < to; i += 1) seek(data, index, index.events.rows[i], limit);
  }

  // Rewrite the columns for another day and aspect (-1: presence and activity)
  function knowAt(data, index, known, aspect) {
    const limit = limitOf(known);
    const before = limitOf(data.knownNow);
    // to or from Infinity every row may change: those that never became public on a day anybody knows
    const isWhole = data.aspectNow >= 0 || data.epoch === 0 || limit === Infinity || before === Infinity;
    if (isWhole) seekAll(data, index, limit);
    else seekBetween(data, index, before, limit);
    if (aspect >= 0) writeAspect(data, index, aspect, limit);
    ns.writeEnds(data, known);
    Object.assign(data, { knownNow: known, aspectNow: aspect, epoch: data.epoch + 1 });
  }

  // Give `data` its own columns, as of everything known
  function attach(data, index) {
    Object.assign(data, blankColumns(data.n), {
      stepIndex: index,
      knowAt: (known, aspect) => knowAt(data, index, known, aspect),
    });
    data.knowAt(null, -1);
    return data;
  }

  // 1: no report of the claim has a date of publication, so that it is known on no day
  function datelessOf({ at, offsets }, n) {
    return Uint8Array.from({ length: n }, (_, row) => {
      return offsets[row] === offsets[row + 1] || at[offsets[row]] === Infinity ? 1 : 0;
    });
  }

  ns.addKnowledge = function (data) {
    const index = Object.assign(readSteps(data.payload.steps, data.n), {
      aspects: readAspects(data.payload),
      unverified: Math.max(0, data.payload.statuses.findIndex((each) => each.id === 'unverified')),
    });
    return attach(Object.assign(data, { dateless: datelessOf(index, data.n) }), index);
  };

  // The same rows on another day, beside the first: a twin with columns of its own
  ns.dataAt = function (data, known, aspect) {
    const own = data.lateEnds.length === 0 ? {} : { t1: data.t1.slice() };
    const twin = attach(Object.assign(Object.create(data), own), data.stepIndex);
    twin.knowAt(known, aspect === undefined ? -1 : aspect);
    return twin;
  };
})(window.Claimline);
