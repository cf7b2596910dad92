'use strict';
// Where the label of an area stands: as far inside as can be, and inside the part of it that is in view.
window.Claimline = window.Claimline || {};
(function (ns) {
  const FINE = 60; // the best point is found to 1/60 of the polygon's smaller side
  const COARSE = 250; // points of a ring when a label is placed
  const copies = new WeakMap(); // area -> its coarse copy
  const COLUMNS = 11; // of the grid of points tried in view
  const ROWS = 9;
  const SHARED = 0.02; // worth of a point that lies in a smaller area too
  const breadths = new WeakMap(); // ring -> its breadth
  const labels = new WeakMap(); // area -> its deepest point, found once

  // Distance from a point to the nearest edge of a polygon (rings of flat x, y), negative when it is outside
  function depth(rings, x, y) {
    let inside = false;
    let nearest = Infinity;
    rings.forEach((ring) => {
      let ax = ring[ring.length - 2];
      let ay = ring[ring.length - 1];
      for (let i = 0; i < ring.length; i += 2) {
        const bx = ring[i];
        const by = ring[i + 1];
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        nearest = Math.min(nearest, squaredToSegment(x, y, ax, ay, bx, by));
        ax = bx;
        ay = by;
      }
    });
    return (inside ? 1 : -1) * Math.sqrt(nearest);
  }

  function squaredToSegment(x, y, ax, ay, bx, by) {
    const dx = bx - ax;
    const dy = by - ay;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    return (ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2;
  }

  function boxOf(ring) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[2] = Math.max(box[2], ring[i]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
    return box;
  }

  function ringArea(ring) {
    let twice = 0;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      twice += (ring[j] - ring[i]) * (ring[j + 1] + ring[i + 1]);
    }
    return Math.abs(twice) / 2;
  }

  // Area by half the length of the outline: about the width of a long thin ring
  function breadth(ring) {
    if (breadths.has(ring)) return breadths.get(ring);
    let length = 0;
    for (let i = 2; i < ring.length; i += 2) length += Math.hypot(ring[i] - ring[i - 2], ring[i + 1] - ring[i - 1]);
    const found = length === 0 ? 0 : (2 * ringArea(ring)) / length;
    breadths.set(ring, found);
    return found;
  }

  // A coarse copy that is quick to measure: large polygons only, every so many points
  function coarse(area) {
    if (!copies.has(area)) {
      const most = ringArea(largest(area)[0]);
      const kept = area.polygons.filter((rings) => ringArea(rings[0]) >= most / 50);
      copies.set(area, kept.map((rings) => rings.filter((ring) => ringArea(ring) >= most / 500).map(thinOut)));
    }
    return copies.get(area);
  }

  function thinOut(ring) {
    const every = Math.max(1, Math.floor(ring.length / 2 / COARSE));
    return ring.filter((_, i) => Math.floor(i / 2) % every === 0);
  }

  const size = (area) => area.polygons.reduce((sum, rings) => sum + ringArea(rings[0]), 0);
  const largest = (area) => area.polygons.reduce((a, b) => (ringArea(b[0]) > ringArea(a[0]) ? b : a));

  // Squares are cut in four as long as they could hold a point that lies deeper than the best one so far.
  function deepest(rings) {
    const box = boxOf(rings[0]);
    const side = Math.min(box[2] - box[0], box[3] - box[1]);
    const half = side / 2;
    const queue = [];
    const square = (x, y, h) => {
      const d = depth(rings, x, y);
      return { x, y, h, d, hope: d + h * Math.SQRT2 };
    };
    for (let x = box[0]; x < box[2]; x += side) {
      for (let y = box[1]; y < box[3]; y += side) queue.push(square(x + half, y + half, half));
    }
    let best = square((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, 0);
    while (queue.length > 0) {
      queue.sort((a, b) => a.hope - b.hope);
      const top = queue.pop();
      if (top.d > best.d) best = top;
      if (top.hope - best.d <= side / FINE) break;
      const h = top.h / 2;
      [[-h, -h], [h, -h], [-h, h], [h, h]].forEach(([dx, dy]) => queue.push(square(top.x + dx, top.y + dy, h)));
    }
    return [best.x, best.y];
  }

  function contains(area, x, y) {
    if (x < area.box[0] || x > area.box[2] || y < area.box[1] || y > area.box[3]) return false;
    return area.polygons.some((rings) => depth(rings, x, y) >= 0);
  }

  const holdsCoarsely = (area, x, y) => x >= area.box[0] && x <= area.box[2] && y >= area.box[1] && y <= area.box[3]
    && coarse(area).some((rings) => depth(rings, x, y) >= 0);

  // The best of a grid of points over what of the area's box is in view, points of smaller areas last; null when none
  // is inside
  function deepestInView(area, bounds, isFree) {
    const west = Math.max(area.box[0], bounds[0]);
    const north = Math.max(area.box[1], bounds[1]);
    const width = Math.min(area.box[2], bounds[2]) - west;
    const height = Math.min(area.box[3], bounds[3]) - north;
    if (width <= 0 || height <= 0) return null;
    let best = { worth: 0, at: null };
    for (let i = 1; i <= COLUMNS; i += 1) {
      for (let j = 1; j <= ROWS; j += 1) {
        const x = west + (width * i) / (COLUMNS + 1);
        const y = north + (height * j) / (ROWS + 1);
        const toEdge = Math.min(x - bounds[0], bounds[2] - x, y - bounds[1], bounds[3] - y);
        if (toEdge <= best.worth) continue;
        const inside = Math.min(toEdge, coarse(area).reduce((most, rings) => Math.max(most, depth(rings, x, y)), 0));
        const worth = inside <= best.worth || isFree(x, y) ? inside : inside * SHARED;
        if (worth > best.worth) best = { worth, at: [x, y] };
      }
    }
    return best.at;
  }

  // Mercator 0..1 point for the label inside `inner` (the view's bounds less a margin), and clear of `smaller` areas
  // where it can be, so that the name of a country does not stand in a region: its own deepest point, or the best
  // one in view.
  function labelPoint(area, inner, smaller) {
    if (!labels.has(area)) labels.set(area, deepest(largest({ polygons: coarse(area) })));
    const [x, y] = labels.get(area);
    const isFree = (px, py) => !smaller.some((other) => holdsCoarsely(other, px, py));
    const inView = x >= inner[0] && x <= inner[2] && y >= inner[1] && y <= inner[3];
    return inView && isFree(x, y) ? [x, y] : deepestInView(area, inner, isFree) || (inView ? [x, y] : null);
  }

  ns.interior = { depth, deepest, contains, labelPoint, size, breadth };
})(window.Claimline);
