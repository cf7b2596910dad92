'use strict';
// Where labels go so that none covers another: the most important first, each at the first free spot, or nowhere.
(function () {
  // A candidate: {x, y, priority, dot, anchors, pad}. x, y: pixels of the point. dot: radius of its mark, 0 for none.
  // anchors: spots to try, of 'centre', 'right', 'left', 'above', 'below', 'over' and 'under' (half a line off centre).
  const GAP = 3; // pixels between a mark and its label

  function corner(at, anchor, box) {
    const reach = at.dot + GAP;
    const left = at.x - box.width / 2;
    const top = at.y - box.height / 2;
    switch (anchor) {
      case 'right':
        return [at.x + reach, top];
      case 'left':
        return [at.x - reach - box.width, top];
      case 'above':
        return [left, at.y - reach - box.height];
      case 'below':
        return [left, at.y + reach];
      case 'over':
        return [left, top - box.height * 0.8];
      case 'under':
        return [left, top + box.height * 0.8];
      default:
        return [left, top];
    }
  }

  // Boxes already taken, by cell, so that a question looks at its neighbours only.
  function createTaken(cell) {
    const cells = new Map();
    const each = function (box, fn) {
      for (let i = Math.floor(box[0] / cell); i <= Math.floor(box[2] / cell); i += 1) {
        for (let j = Math.floor(box[1] / cell); j <= Math.floor(box[3] / cell); j += 1) {
          if (fn(i * 65536 + j)) return true;
        }
      }
      return false;
    };
    const overlaps = function (box, key) {
      const here = cells.get(key);
      return (
        here !== undefined &&
        here.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])
      );
    };
    return {
      isFree: (box) => !each(box, (key) => overlaps(box, key)),
      add: function (box) {
        each(box, function (key) {
          if (!cells.has(key)) cells.set(key, []);
          cells.get(key).push(box);
          return false;
        });
      },
    };
  }

  function boxAt(at, anchor, size) {
    const point = corner(at, anchor, size);
    return [point[0], point[1], point[0] + size.width, point[1] + size.height];
  }

  function isInside(box, size) {
    return box[0] >= 0 && box[1] >= 0 && box[2] <= size.width && box[3] <= size.height;
  }

  function padded(box, pad) {
    return [box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad];
  }

  function placeOne(at, measured, size, taken) {
    const pad = at.pad || 0;
    const dot = at.dot > 0 ? [at.x - at.dot, at.y - at.dot, at.x + at.dot, at.y + at.dot] : null;
    if (dot !== null && !taken.isFree(dot)) return null;
    for (const anchor of at.anchors) {
      const box = boxAt(at, anchor, measured);
      if (isInside(box, size) && taken.isFree(padded(box, pad))) {
        taken.add(padded(box, pad));
        if (dot !== null) taken.add(dot);
        return { candidate: at, anchor, x: box[0], y: box[1], width: measured.width, height: measured.height };
      }
    }
    return null;
  }

  // candidates, measure(candidate) -> {width, height} in pixels, size {width, height} of the picture
  // -> [{candidate, anchor, x, y, width, height}]: x, y the label's upper left corner; most important first.
  // Lower priority numbers go first; equal ones in the order given. Candidates are not changed.
  function placeLabels(candidates, measure, size) {
    const order = candidates.map((at, i) => [at.priority, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const taken = createTaken(64);
    const placed = [];
    for (const entry of order) {
      const at = candidates[entry[1]];
      if (at.x < 0 || at.y < 0 || at.x > size.width || at.y > size.height) continue;
      const label = placeOne(at, measure(at), size, taken);
      if (label !== null) placed.push(label);
    }
    return placed;
  }

  if (typeof window !== 'undefined') {
    window.Claimline = window.Claimline || {};
    window.Claimline.placeLabels = placeLabels;
  }
  if (typeof module !== 'undefined') module.exports = { placeLabels };
})();
