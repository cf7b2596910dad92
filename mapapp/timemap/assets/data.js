'use strict';
// The claims payload as typed arrays by row. Text stays in the payload and reaches the page through textContent only.
window.Claimline = window.Claimline || {};
(function (ns) {
  const MAX_LAT = 85.05112878; // Web Mercator ends here
  const MAP_LATITUDE = 85.0511; // degrees: beyond it a place is on no map; as in geodata.store

  const isPoint = (place) => place.lon !== null && Math.abs(place.lat) <= MAP_LATITUDE;
  const isOnMap = (place) => place.area !== null || isPoint(place);

  function mercator(lon, lat) {
    const clamped = Math.max(-MAX_LAT, Math.min(MAX_LAT, lat));
    const sin = Math.sin((clamped * Math.PI) / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
  }

  function blankColumns(n) {
    return {
      n,
      t0: new Float64Array(n), // seconds UTC, inclusive; NaN: no date stated
      t1: new Float64Array(n), // seconds UTC, exclusive; Infinity: open end, or one that was told only later (ends.js)
      x: new Float64Array(n), // Web Mercator 0..1; NaN: not a point
      y: new Float64Array(n),
      radius: new Float32Array(n), // metres around the point; 0: not a point
      type: new Uint8Array(n),
      hollow: new Uint8Array(n), // 1: a plan or an inference
      place: new Int32Array(n), // -1: no place stated
      area: new Int32Array(n), // -1: not an area
    };
  }

  function fillRow(columns, payload, row) {
    const claims = payload.claims;
    const place = payload.places[claims.place[row]];
    columns.t0[row] = claims.t0[row] === null ? NaN : claims.t0[row];
    columns.t1[row] = claims.t0[row] === null ? NaN : claims.t1[row] === null ? Infinity : claims.t1[row];
    columns.type[row] = claims.type[row];
    columns.hollow[row] = payload.modalities[claims.modality[row]].hollow ? 1 : 0;
    columns.place[row] = claims.place[row];
    columns.area[row] = place && place.area !== null ? place.area : -1;
    const isMark = place && isPoint(place);
    const at = isMark ? mercator(place.lon, place.lat) : [NaN, NaN];
    columns.x[row] = at[0];
    columns.y[row] = at[1];
    columns.radius[row] = isMark ? place.radius_m : 0;
  }

  function decodeArea(area) {
    const southWest = mercator(area.bbox[0], area.bbox[1]);
    const northEast = mercator(area.bbox[2], area.bbox[3]);
    return {
      names: area.names,
      vague: area.vague,
      zone: area.zone,
      bbox: area.bbox,
      // west, north, east, south in Mercator 0..1
      box: [southWest[0], northEast[1], northEast[0], southWest[1]],
      polygons: area.polygons.map((rings) => rings.map((ring) => ns.geo.decodeToMercator(ring))),
    };
  }

  // payload -> {payload, columns…, areas}, and the columns that depend on what was known (known.js)
  ns.createData = function (payload) {
    const columns = blankColumns(payload.claims.id.length);
    for (let row = 0; row < columns.n; row += 1) fillRow(columns, payload, row);
    const data = Object.assign(columns, {
      payload,
      areas: payload.areas.map(decodeArea),
      extent: payload.extent,
      statusCount: payload.statuses.length,
    });
    return ns.addKnowledge(ns.addEnds(data));
  };

  Object.assign(ns, { mercator, isOnMap });
})(window.Claimline);
