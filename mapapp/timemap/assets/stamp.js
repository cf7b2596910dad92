'use strict';
// Many points: small shapes written straight into the pixels of a canvas. The fewer there are, the larger they are.
window.Claimline = window.Claimline || {};
(function (ns) {
  // Up to `most` points: radius of the shape in CSS px (0: one cell), cells to a CSS px
  const SIZES = [
    { most: 8000, radius: 5, cells: 2 },
    { most: 8000, radius: 5, cells: 1 },
    { most: 25000, radius: 4, cells: 1 },
    { most: 45000, radius: 3, cells: 1 },
    { most: 70000, radius: 2, cells: 1 },
    { most: Infinity, radius: 0, cells: 0.5 },
  ];
  const HIDDEN = 8; // status codes plus the bit for hollow: 16 colours

  function pack(hex) {
    const [r, g, b] = ns.glyphs.channels(hex);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0; // the byte order of image data
  }

  // By code: the colour of a point, paler for a plan or an inference
  function inks(statuses, themeName) {
    const surface = ns.glyphs.theme(themeName).surface;
    const table = new Uint32Array(32);
    statuses.forEach((status, i) => {
      table[i] = table[i + 16] = pack(status.colour);
      table[i + HIDDEN] = table[i + HIDDEN + 16] = pack(ns.glyphs.mix(status.colour, surface, 0.5));
    });
    return table;
  }

  // Which cells a shape covers, relative to its middle: rim and body, as offsets into a canvas `width` cells wide
  function cellsOf(shape, radius, width) {
    const reach = radius + 1;
    const side = reach * 2 + 1;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const ctx = canvas.getContext('2d', { willReadFrequently: true });
    ctx.translate(reach + 0.5, reach + 0.5);
    ctx.fill(ns.glyphs.outline(shape, radius + 0.4));
    const alpha = ctx.getImageData(0, 0, side, side).data;
    const isBody = (x, y) => x >= 0 && y >= 0 && x < side && y < side && alpha[(y * side + x) * 4 + 3] > 110;
    const rim = [];
    const body = [];
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const at = (y - reach) * width + x - reach;
        if (isBody(x, y)) body.push(at);
        else if (isBody(x - 1, y) || isBody(x + 1, y) || isBody(x, y - 1) || isBody(x, y + 1)) rim.push(at);
      }
    }
    return { rim: Int32Array.from(radius > 3 ? rim : []), body: Int32Array.from(body) };
  }

  // These two lay points [from, to), or those of `list`, newest first. Nothing is laid over what is newer, and
  // a point whose middle is covered is skipped: a crowd costs little more than the screen has room for.
  function layCells(sheet, list, from, to) {
    const { cells, covered, cellAt, table, code } = sheet;
    for (let i = to - 1; i >= from; i -= 1) {
      const k = list === null ? i : list[i];
      const at = cellAt[k];
      if (covered[at] !== 0) continue;
      covered[at] = 1;
      cells[at] = table[code[k]];
    }
  }

  // The cell of each kept point, worked out once for what the scene was fitted to: {fitted, at}
  function placeCells(placed, scene, width) {
    if (placed.fitted === scene.fitted() && placed.width === width) return placed.at;
    if (placed.at === null) placed.at = new Uint32Array(scene.pixel.length);
    const { at } = placed;
    const { pixel } = scene;
    const n = scene.kept();
    for (let k = 0; k < n; k += 1) at[k] = ((pixel[k] & 65535) >> 2) * width + (pixel[k] >>> 18);
    Object.assign(placed, { fitted: scene.fitted(), width });
    return at;
  }

  function layShape(cells, at, offsets, ink) {
    for (let j = 0; j < offsets.length; j += 1) {
      const cell = at + offsets[j];
      if (cells[cell] === 0) cells[cell] = ink;
    }
  }

  function layShapes(sheet, list, from, to) {
    const { cells, width, shift, shapes, table, rimInk, pixel, code } = sheet;
    for (let i = to - 1; i >= from; i -= 1) {
      const k = list === null ? i : list[i];
      const p = pixel[k];
      const at = ((p & 65535) >> shift) * width + ((p >>> 16) >> shift);
      if (cells[at] !== 0 && cells[at] !== rimInk) continue;
      const shape = shapes[code[k] & 7];
      layShape(cells, at, shape.body, table[code[k]]);
      layShape(cells, at, shape.rim, rimInk);
    }
  }

  // One size of shape at one resolution, with its canvas
  function createSheet(statuses, size) {
    const canvas = document.createElement('canvas');
    canvas.className = 'cl-stamps';
    const ctx = canvas.getContext('2d');
    const shift = size.cells === 2 ? 0 : size.cells === 1 ? 1 : 2; // half CSS px -> cells
    let image = null;
    let cells = null;
    let covered = null; // by cell, 1: something newer lies there; small enough to stay near the processor
    let shapes = null;
    const placed = { fitted: -1, width: 0, at: null };

    function resize(view, edge) {
      const width = Math.ceil((view.width + 2 * edge) * size.cells);
      const height = Math.ceil((view.height + 2 * edge) * size.cells);
      if (image && image.width === width && image.height === height) return;
      canvas.width = width;
      canvas.height = height;
      Object.assign(canvas.style, {
        position: 'absolute', left: -edge + 'px', top: -edge + 'px', width: width / size.cells + 'px',
        height: height / size.cells + 'px', imageRendering: 'pixelated', pointerEvents: 'none',
      });
      image = ctx.createImageData(width, height);
      cells = new Uint32Array(image.data.buffer);
      covered = new Uint8Array(size.radius === 0 ? cells.length : 0);
      shapes = size.radius === 0 ? null
        : statuses.map((status) => cellsOf(status.shape, size.radius * Math.max(1, size.cells), width));
    }

    function draw(scene, view, table, rimInk) {
      resize(view, scene.EDGE);
      cells.fill(0);
      covered.fill(0);
      const isCells = size.radius === 0;
      const cellAt = isCells ? placeCells(placed, scene, image.width) : null;
      const sheet = {
        cells, covered, cellAt, width: image.width, shift, shapes, table, rimInk, pixel: scene.pixel, code: scene.code,
      };
      const lay = isCells ? layCells : layShapes;
      scene.runs().forEach((run) => {
        lay(sheet, null, run.from, run.to);
        const others = scene.uncertain(run.range);
        lay(sheet, others, 0, others.length);
      });
      ctx.putImageData(image, 0, 0);
      canvas.hidden = false;
    }

    return { canvas, draw, hide: () => { canvas.hidden = true; } };
  }

  // parent: the element that holds the canvases, at the view's corner
  ns.createStamps = function (parent, statuses) {
    const sheets = new Map();
    const tables = { light: inks(statuses, 'light'), dark: inks(statuses, 'dark') };
    let shown = null;

    function sheetFor(visible, dpr) {
      const size = SIZES.find((each) => visible <= each.most && each.cells <= Math.max(1, Math.floor(dpr)));
      if (!sheets.has(size)) {
        sheets.set(size, createSheet(statuses, size));
        parent.append(sheets.get(size).canvas);
      }
      return sheets.get(size);
    }

    function hide() {
      if (shown) shown.hide();
      shown = null;
    }

    return {
      hide,
      draw(scene, view, visible, themeName) {
        const sheet = sheetFor(visible, view.dpr);
        if (sheet !== shown) hide();
        shown = sheet;
        sheet.draw(scene, view, tables[themeName] || tables.light, pack(ns.glyphs.theme(themeName).surface));
      },
    };
  };
})(window.Claimline);
