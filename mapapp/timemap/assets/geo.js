'use strict';
// Flat integers of the payloads to coordinates: unit 0.001 degree, first pair absolute, then differences.
window.Claimline = window.Claimline || {};
(function (ns) {
  const UNIT = 0.001; // degrees
  const TILE = 256; // pixels of the world at zoom 0
  const COARSE = 0.6; // pixels: points nearer than this to the last one kept are left out
  const MAX_LAT = 85.05112878; // Web Mercator ends here

  // [34500, 51200, 100, -100] -> Float64Array [34.5, 51.2, 34.6, 51.1]: lon, lat in degrees, EPSG:4326.
  function decode(flat) {
    const out = new Float64Array(flat.length);
    let x = 0;
    let y = 0;
    for (let i = 0; i < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      out[i] = x * UNIT;
      out[i + 1] = y * UNIT;
    }
    return out;
  }

  // Degrees to Web Mercator, the world as 0..1 from its north-west corner; past 180° E x runs on beyond 1.
  function toMercator(lon, lat) {
    const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
  }

  // The two together: Float64Array x, y, x, y, ...
  function decodeToMercator(flat) {
    const out = decode(flat);
    for (let i = 0; i < out.length; i += 2) {
      const point = toMercator(out[i], out[i + 1]);
      out[i] = point[0];
      out[i + 1] = point[1];
    }
    return out;
  }

  // A line or ring ready to draw: Mercator points, their box [west, north, east, south], a thinner copy for each zoom.
  function feature(flat) {
    const points = decodeToMercator(flat);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i]);
      box[1] = Math.min(box[1], points[i + 1]);
      box[2] = Math.max(box[2], points[i]);
      box[3] = Math.max(box[3], points[i + 1]);
    }
    return { points, box, thin: new Map() };
  }

  // The points that can be told apart at a zoom, 0 to 12; ends always stay.
  function thinned(one, zoom) {
    const level = Math.min(12, Math.max(0, Math.ceil(zoom)));
    if (one.thin.has(level)) return one.thin.get(level);
    const least = Math.pow(COARSE / (TILE * Math.pow(2, level)), 2);
    const source = one.points;
    const last = source.length - 2;
    const kept = [source[0], source[1]];
    let x = source[0];
    let y = source[1];
    for (let i = 2; i <= last; i += 2) {
      const dx = source[i] - x;
      const dy = source[i + 1] - y;
      if (dx * dx + dy * dy >= least || i === last) {
        x = source[i];
        y = source[i + 1];
        kept.push(x, y);
      }
    }
    const thin = kept.length === source.length ? source : Float64Array.from(kept);
    one.thin.set(level, thin);
    return thin;
  }

  ns.geo = { decode, toMercator, decodeToMercator, feature, thinned };
})(window.Claimline);
