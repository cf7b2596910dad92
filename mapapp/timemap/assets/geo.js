'use strict';
// Flat integers of the payloads to coordinates: unit 0.001 degree, first pair absolute, then differences.
window.Claimline = window.Claimline || {};
(function (ns) {
  const UNIT = 0.001; // degrees
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

  ns.geo = { decode, toMercator, decodeToMercator };
})(window.Claimline);
