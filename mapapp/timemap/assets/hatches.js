'use strict';
// The seven hatches of areas as canvas patterns, one for each status.
window.Claimline = window.Claimline || {};
(function (ns) {
  const tiles = new Map();

  function lines(ctx, size, segments, width) {
    ctx.lineWidth = width;
    ctx.beginPath();
    segments.forEach(([x0, y0, x1, y1]) => {
      ctx.moveTo(x0 * size, y0 * size);
      ctx.lineTo(x1 * size, y1 * size);
    });
    ctx.stroke();
  }

  function dots(ctx, size, centres, radius) {
    ctx.beginPath();
    centres.forEach(([x, y]) => {
      ctx.moveTo(x * size + radius, y * size);
      ctx.arc(x * size, y * size, radius, 0, ns.glyphs.TURN);
    });
    ctx.fill();
  }

  // Diagonals run past the tile's corners so that neighbouring tiles join.
  const RISING = [[-0.5, 0.5, 0.5, -0.5], [-0.5, 1.5, 1.5, -0.5], [0.5, 1.5, 1.5, 0.5]];
  const FALLING = RISING.map(([x0, y0, x1, y1]) => [1 - x0, y0, 1 - x1, y1]);

  // name: [tile side in px, painter]
  const PAINTERS = {
    rising: [10, (ctx, size) => lines(ctx, size, RISING, 1.7)],
    falling: [10, (ctx, size) => lines(ctx, size, FALLING, 1.7)],
    dots: [9, (ctx, size) => dots(ctx, size, [[0.25, 0.25], [0.75, 0.75]], 1.25)],
    sparse: [18, (ctx, size) => lines(ctx, size, [[0.1, 0.4, 0.4, 0.1], [0.6, 0.9, 0.9, 0.6]], 1.6)],
    crossed: [11, (ctx, size) => lines(ctx, size, RISING.concat(FALLING), 1.3)],
    grid: [9, (ctx, size) => lines(ctx, size, [[0.5, 0, 0.5, 1], [0, 0.5, 1, 0.5]], 1.3)],
    level: [7, (ctx, size) => lines(ctx, size, [[0, 0.5, 1, 0.5]], 1.5)],
  };

  function tile(name, colour, dpr, spread) {
    const key = [name, colour, dpr, spread].join();
    if (!tiles.has(key)) {
      const size = PAINTERS[name][0] * spread;
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = Math.round(size * dpr);
      const ctx = canvas.getContext('2d');
      ctx.scale(canvas.width / size, canvas.width / size);
      ctx.strokeStyle = ctx.fillStyle = colour;
      PAINTERS[name][1](ctx, size);
      tiles.set(key, { canvas, scale: size / canvas.width });
    }
    return tiles.get(key);
  }

  // A repeating fill in CSS px whatever the pixel ratio; spread > 1 draws it wider apart.
  function hatch(ctx, name, colour, dpr, spread) {
    const made = tile(name, colour, dpr, spread || 1);
    const pattern = ctx.createPattern(made.canvas, 'repeat');
    pattern.setTransform(new DOMMatrix([made.scale, 0, 0, made.scale, 0, 0]));
    return pattern;
  }

  ns.hatch = hatch;
})(window.Claimline);
