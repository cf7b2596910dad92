'use strict';
// Makes a data set of many points in the shape of the one that the document carries, in the page itself.
// Every dated claim is repeated equally often, in its own order, so that status, type, modality, precision and the lengths of
// the intervals keep their shares exactly. Beginnings are shifted by whole days, places scattered around the claim's own.
(function () {
  const DAY = 86400; // seconds
  const SHIFT_DAYS = 45; // a beginning moves by at most this, and stays inside the extent
  const SCATTER_DEG = 1.5; // standard deviation around a place that is a point, degrees
  const SETTLEMENT_M = 5000; // radius where the bundled place is an area
  const JUDGED = 3; // assessments a made claim has
  const COLUMNS = ['text', 'type', 'status', 'modality', 'place', 'when', 'precision', 'actor', 'quantity', 'denied',
    'reports', 'origins', 'remark'];

  // mulberry32: numbers in [0, 1), the same for the same seed
  function createRandom(seed) {
    let a = seed >>> 0;
    return function () {
      a = (a + 0x6d2b79f5) | 0;
      let t = Math.imul(a ^ (a >>> 15), 1 | a);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function normal(random) {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }

  // Box around every place but whole countries, as the document's own view of everything: [west, south, east, north]
  function boxOf(payload) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    payload.places.forEach((place) => {
      if (place.precision === 'country' || (place.lon === null && place.area === null)) return;
      const own = place.area === null ? [place.lon, place.lat, place.lon, place.lat] : payload.areas[place.area].bbox;
      box[0] = Math.min(box[0], own[0]);
      box[1] = Math.min(box[1], own[1]);
      box[2] = Math.max(box[2], own[2]);
      box[3] = Math.max(box[3], own[3]);
    });
    return box;
  }

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // Longitude and latitude, degrees EPSG:4326, inside the box
  function scatter(payload, box, place, random) {
    if (place && place.lon !== null) {
      return [clamp(place.lon + normal(random) * SCATTER_DEG, box[0], box[2]),
        clamp(place.lat + normal(random) * SCATTER_DEG, box[1], box[3])];
    }
    const own = place && place.area !== null ? payload.areas[place.area].bbox : box;
    const between = (low, high) => low + random() * (high - low);
    return [between(Math.max(own[0], box[0]), Math.min(own[2], box[2])),
      between(Math.max(own[1], box[1]), Math.min(own[3], box[3]))];
  }

  function shifted(t0, extent, random) {
    const days = Math.round((random() * 2 - 1) * SHIFT_DAYS);
    return clamp(t0 + days * DAY, extent[0], extent[1] - DAY);
  }

  function emptyColumns(n, data) {
    const columns = { n };
    ['t0', 't1', 'x', 'y', 'radius', 'type', 'hollow', 'place', 'area'].forEach((name) => {
      columns[name] = new data[name].constructor(n);
    });
    return columns;
  }

  function fillRow(columns, data, box, row, from, random) {
    const place = data.payload.places[data.place[from]];
    const t0 = shifted(data.t0[from], data.extent, random);
    columns.t0[row] = t0;
    columns.t1[row] = t0 + (data.t1[from] - data.t0[from]);
    const at = window.Claimline.mercator(...scatter(data.payload, box, place, random));
    columns.x[row] = at[0];
    columns.y[row] = at[1];
    columns.radius[row] = data.radius[from] || SETTLEMENT_M;
    columns.area[row] = -1;
    ['type', 'hollow', 'place'].forEach((name) => { columns[name][row] = data[name][from]; });
  }

  // Days on which a made claim was judged, rising: whole days of the knowledge, seconds
  function judgedOn(knowledge, random) {
    const days = Math.round((knowledge[1] - knowledge[0]) / DAY);
    const drawn = Array.from({ length: JUDGED }, () => Math.floor(random() * days));
    return drawn.sort((a, b) => a - b).map((day) => knowledge[0] + day * DAY);
  }

  // JUDGED steps a claim: known and unverified at first, then any status, at last the one of the claim that it repeats
  function makeSteps(payload, claims, random) {
    const n = claims.id.length * JUDGED;
    const blank = (type) => new type(n);
    const steps = {
      claim: blank(Int32Array), at: blank(Float64Array), status: blank(Uint8Array), rule: blank(Uint8Array),
      assessment: blank(Int32Array).fill(-1), reports: blank(Int32Array).fill(1), origins: blank(Int32Array).fill(1),
      independent: blank(Int32Array).fill(1), denied: blank(Uint8Array),
    };
    const unverified = payload.statuses.findIndex((each) => each.id === 'unverified');
    claims.status.forEach((last, row) => {
      const statuses = [unverified, Math.floor(random() * payload.statuses.length), last];
      judgedOn(payload.knowledge, random).forEach((at, turn) => {
        const i = row * JUDGED + turn;
        steps.claim[i] = row;
        steps.at[i] = at;
        steps.status[i] = statuses[turn];
        steps.denied[i] = claims.denied[row];
      });
    });
    return steps;
  }

  // data as Claimline.createData gives it -> the same with n rows, all of them dated points
  function multiply(data, n, seed) {
    const random = createRandom(seed);
    const box = boxOf(data.payload);
    const dated = [];
    for (let row = 0; row < data.n; row += 1) if (!Number.isNaN(data.t0[row])) dated.push(row);
    const columns = emptyColumns(n, data);
    const claims = { id: new Array(n) };
    COLUMNS.forEach((name) => { claims[name] = new Array(n); });
    for (let row = 0; row < n; row += 1) {
      const from = dated[Math.floor((row * dated.length) / n)];
      fillRow(columns, data, box, row, from, random);
      claims.id[row] = 'made-' + row;
      COLUMNS.forEach((name) => { claims[name][row] = data.payload.claims[name][from]; });
    }
    const none = { claim: [], aspect: [], at: [], status: [], assessment: [] };
    const payload = Object.assign({}, data.payload, {
      claims, steps: makeSteps(data.payload, claims, random), aspectSteps: none, reports: [], positions: [], assessments: [],
      figures: [],
    });
    const ns = window.Claimline;
    return ns.addKnowledge(ns.addEnds(Object.assign({}, data, columns, { payload })));
  }

  window.ClaimlineBench = { multiply, createRandom };
})();
