'use strict';
// The labels of areas: name, count, and a small stacked bar of statuses. They keep clear of each other.
window.Claimline = window.Claimline || {};
(function (ns) {
  const HEIGHT = 30; // CSS px
  const SIDE = 9;
  const BAR = 4;
  const GAP = 4; // between two chips
  const MARGIN = 8; // to the edge of the view
  const NAME_FONT = '500 12px system-ui, sans-serif';
  const COUNT_FONT = '700 13px system-ui, sans-serif';
  const APART = 480; // CSS px of an area's width from which several names are written into it
  const LONGEST = 30; // characters of a name
  const NARROW = 480; // CSS px of a view that has room for shorter names only
  const LONGEST_NARROW = 18;
  const widths = new Map();

  function shorten(name, view) {
    const text = ns.format.visible(name || '');
    const most = view.width < NARROW ? LONGEST_NARROW : LONGEST;
    return text.length <= most ? text : text.slice(0, most - 1).trimEnd() + '…';
  }

  function widthOf(ctx, font, text) {
    const key = font + text;
    if (!widths.has(key)) {
      ctx.font = font;
      widths.set(key, ctx.measureText(text).width);
    }
    return widths.get(key);
  }

  function overlaps(a, b) {
    return a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP
      && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP;
  }

  // Steps away from the wanted place, nearest first, up and down before sideways
  const STEPS = (function () {
    const steps = [];
    for (let dx = -3; dx <= 3; dx += 1) for (let dy = -9; dy <= 9; dy += 1) steps.push([dx * 60, dy * 17]);
    const far = (step) => Math.hypot(step[0] * 1.3, step[1]);
    return steps.sort((a, b) => far(a) - far(b) || a[1] - b[1] || a[0] - b[0]);
  })();

  const inView = (box, view) => ({
    width: box.width, height: box.height,
    x: Math.max(MARGIN, Math.min(view.width - MARGIN - box.width, box.x)),
    y: Math.max(MARGIN, Math.min(view.height - MARGIN - box.height, box.y)),
  });

  // The nearest free box: free of chips, of what lies over the map, and of marks; else of fewer of them; else the wanted one.
  function settle(wanted, taken, { over, marks }, view) {
    const { x, y, width, height } = wanted;
    const candidates = STEPS.map(([dx, dy]) => inView({ x: x + dx, y: y + dy, width, height }, view));
    const clearOf = (...lists) => candidates.find((box) => !lists.some((list) => list.some((other) => overlaps(box, other))));
    return clearOf(taken, over, marks) || clearOf(taken, over) || clearOf(taken) || inView(wanted, view);
  }

  // A bundle of areas with one outline has a chip for each where it is wide on the screen, else one for the zones among
  // them, which the reader can switch off, and one for the others
  function labelled(each, view, sums, statuses) {
    const wide = (each.area.box[2] - each.area.box[0]) * view.scale >= APART;
    if (each.indices.length === 1) return [each];
    if (!wide) {
      const isZone = (index) => sums[index].area.zone;
      const parts = [each.indices.filter((index) => !isZone(index)), each.indices.filter(isZone)];
      return parts.filter((part) => part.length > 0).map((part) => ns.bundle(part, sums, statuses));
    }
    return each.indices.map((index) => Object.assign({ indices: [index] }, sums[index]));
  }

  // What a chip counts: claims in the window; where there are none, those that state no date
  const countOf = (sum) => (sum.total === 0 && sum.undated > 0
    ? ns.format.count(sum.undated) + ' undated' : ns.format.count(sum.total));

  // bundles: areas to label, the most particular first; pointOf(bundle): Mercator 0..1, null where no part is in view;
  // others: {over, marks}, boxes to keep clear of
  function layOut(ctx, view, bundles, sums, statuses, pointOf, others) {
    const taken = [];
    const wanted = bundles.flatMap((each) => {
      const point = pointOf(each);
      return point === null ? [] : labelled(each, view, sums, statuses).map((sum) => ({ sum, point }));
    });
    return wanted.map(({ sum, point }) => {
      const twins = sum.indices.length - 1;
      const name = shorten(sum.area.names.en, view) + (twins > 0 ? ' +' + twins : '');
      const count = countOf(sum);
      const nameWidth = widthOf(ctx, NAME_FONT, name);
      const width = Math.ceil(nameWidth + widthOf(ctx, COUNT_FONT, count) + SIDE * 2 + 8);
      const x = point[0] * view.scale - view.ox;
      const y = point[1] * view.scale - view.oy;
      const box = settle({ x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT }, taken, others, view);
      taken.push(box);
      return Object.assign(box, { sum, name, count, nameWidth, anchor: [x, y] });
    });
  }

  function paintBar(ctx, chip, statuses) {
    const width = chip.width - SIDE * 2;
    let x = chip.x + SIDE;
    chip.sum.counts.forEach((count, status) => {
      if (count === 0) return;
      const part = (width * count) / chip.sum.total;
      ctx.fillStyle = statuses[status].colour;
      ctx.fillRect(x, chip.y + HEIGHT - BAR - 4, Math.max(1, part - (part > 3 ? 1 : 0)), BAR);
      x += part;
    });
  }

  function paintChip(ctx, chip, statuses, tokens, accent) {
    ctx.beginPath();
    ctx.roundRect(chip.x + 0.5, chip.y + 0.5, chip.width - 1, chip.height - 1, 4);
    ctx.fillStyle = ns.glyphs.rgba(tokens.surface, 0.94);
    ctx.fill();
    ctx.lineWidth = accent ? 2.5 : 1;
    ctx.strokeStyle = accent || tokens.edge;
    ctx.stroke();
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    ctx.fillStyle = tokens.ink;
    ctx.font = NAME_FONT;
    ctx.fillText(chip.name, chip.x + SIDE, chip.y + 12);
    ctx.font = COUNT_FONT;
    ctx.fillText(chip.count, chip.x + SIDE + chip.nameWidth + 8, chip.y + 12);
    if (chip.sum.total === 0) return;
    ctx.strokeStyle = tokens.muted; // a frame keeps a dark status apart from a dark chip
    ctx.lineWidth = 1;
    paintBar(ctx, chip, statuses);
    ctx.strokeRect(chip.x + SIDE - 0.5, chip.y + HEIGHT - BAR - 4.5, chip.width - SIDE * 2 + 1, BAR + 1);
  }

  // A thread from a chip that had to move to the place it speaks of
  function paintThread(ctx, chip, tokens) {
    const x = chip.x + chip.width / 2;
    const y = chip.y + chip.height / 2;
    if (Math.abs(chip.anchor[0] - x) < chip.width / 2 && Math.abs(chip.anchor[1] - y) < HEIGHT) return;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(chip.anchor[0], chip.anchor[1]);
    ctx.strokeStyle = tokens.edge;
    ctx.lineWidth = 1;
    ctx.stroke();
  }

  function draw(ctx, chips, statuses, settings, selectedArea) {
    const tokens = ns.glyphs.theme(settings.theme);
    chips.forEach((chip) => paintThread(ctx, chip, tokens));
    const accentOf = (chip) => (chip.sum.indices.includes(selectedArea) ? settings.accent : null);
    chips.forEach((chip) => paintChip(ctx, chip, statuses, tokens, accentOf(chip)));
  }

  const at = (chips, point) => chips.find((chip) => point.x >= chip.x && point.x <= chip.x + chip.width
    && point.y >= chip.y && point.y <= chip.y + chip.height);

  ns.chips = { layOut, draw, at };
})(window.Claimline);
