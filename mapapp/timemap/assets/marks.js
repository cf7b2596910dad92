'use strict';
// Points few enough to be drawn one by one: ring of uncertainty, mark, badge; claims at one place stand side by side.
window.Claimline = window.Claimline || {};
(function (ns) {
  const FAN = 7; // so many claims at one place are each drawn; of more, one for each status
  const RINGS = 400; // beyond so many places in view the rings are left out
  const COUNTED = 60; // with more such places than this the numbers would cover the marks (the tooltip tells them)
  const FEW = 2; // more claims than this at one place have their number written beside them
  // Up to `most` marks on a world of at least `scale` px: radius in CSS px, with its letter
  const SIZES = [
    { most: 80, scale: 256 * 2 ** 5.5, radius: 10, letter: true },
    { most: 400, scale: 0, radius: 7.5, letter: true },
    { most: Infinity, scale: 0, radius: 5, letter: false },
  ];

  const GRAIN = 2 ** 26; // of the world's width, 0.6 m: nearer points are at the same place

  // Where the members of a group stand around their place, in CSS px: alone in the middle, else on a circle
  function fan(n, radius) {
    if (n === 1) return [[0, 0]];
    const reach = n === 2 ? radius * 1.15 : (radius * 1.2) / Math.sin(Math.PI / n);
    const first = n === 2 ? 0 : -0.25;
    return Array.from({ length: n }, (_, i) => {
      const angle = (first + i / n) * ns.glyphs.TURN;
      return [reach * Math.cos(angle), reach * Math.sin(angle)];
    });
  }

  // Accent around a mark; for a row that the window does not show, its outline alone
  ns.spotlight = function (ctx, where, status, accent, dash) {
    ctx.save();
    ctx.translate(where.x, where.y);
    if (where.absent) {
      const shape = ns.glyphs.outline(status.shape, where.radius);
      ctx.lineWidth = 4;
      ctx.strokeStyle = '#ffffff';
      ctx.stroke(shape);
      ctx.lineWidth = 2;
      ctx.strokeStyle = accent;
      ctx.stroke(shape);
    }
    ctx.beginPath();
    ctx.arc(0, 0, where.radius + 5, 0, ns.glyphs.TURN);
    ctx.lineWidth = 6;
    ctx.strokeStyle = '#ffffff';
    ctx.stroke();
    ctx.setLineDash(dash);
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = accent;
    ctx.stroke();
    ctx.restore();
  };

  ns.createMarks = function (data) {
    const statuses = data.payload.statuses;

    function ringOf(row, view) {
      return data.radius[row] * ns.pixelsPerMetre(view, data.y[row]);
    }

    // scene: asked for a window -> groups of rows at one place, in the order of rows
    function gather(scene, view) {
      const groups = new Map();
      scene.each((k) => {
        const row = scene.rowAt(k);
        const [x, y] = scene.at(k);
        const reach = Math.max(24, ringOf(row, view));
        if (x < -reach || y < -reach || x > view.width + reach || y > view.height + reach) return;
        const spot = Math.round(data.x[row] * GRAIN) * GRAIN + Math.round(data.y[row] * GRAIN);
        if (!groups.has(spot)) groups.set(spot, { x, y, ring: 0, rows: [] });
        const group = groups.get(spot);
        group.ring = Math.max(group.ring, ringOf(row, view));
        group.rows.push(row);
      });
      return Array.from(groups.values(), (group) => {
        group.rows.sort((a, b) => a - b);
        return group;
      }).sort((a, b) => a.rows[0] - b.rows[0]);
    }

    // One row for each status, in the order of the legend
    const firstOfEach = (rows) => statuses
      .map((_, status) => rows.find((row) => data.status[row] === status))
      .filter((row) => row !== undefined);

    // groups -> marks {row, rows, x, y, radius, letter}; rows: all that this mark stands for
    function layOut(groups, view) {
      const total = groups.reduce((sum, group) => sum + group.rows.length, 0);
      const size = SIZES.find((each) => total <= each.most && view.scale >= each.scale);
      return groups.flatMap((group) => {
        const crowded = group.rows.length > FAN;
        const members = crowded ? firstOfEach(group.rows) : group.rows;
        const places = fan(members.length, size.radius);
        return members.map((row, i) => ({
          row, x: group.x + places[i][0], y: group.y + places[i][1], radius: size.radius, letter: size.letter,
          rows: crowded ? group.rows : [row], group,
        }));
      });
    }

    function paintRing(ctx, group, markRadius, themeName) {
      if (group.ring <= markRadius * 1.3) return;
      const counts = new Uint32Array(statuses.length);
      group.rows.forEach((row) => { counts[data.status[row]] += 1; });
      const status = statuses[ns.mostNumerous(counts, statuses)];
      ctx.beginPath();
      ctx.arc(group.x, group.y, group.ring, 0, ns.glyphs.TURN);
      ctx.fillStyle = ns.glyphs.rgba(status.colour, themeName === 'dark' ? 0.24 : 0.13);
      ctx.fill();
      ctx.strokeStyle = ns.glyphs.rgba(ns.glyphs.lineColour(status.colour, themeName), 0.85);
      ctx.lineWidth = 1.1;
      ctx.setLineDash(group.rows.every((row) => data.hollow[row]) ? [4, 3] : []);
      ctx.stroke();
      ctx.setLineDash([]);
    }

    // The exact place that a fan of marks belongs to
    function paintHub(ctx, group, marks, tokens) {
      ctx.beginPath();
      marks.forEach((mark) => {
        ctx.moveTo(group.x, group.y);
        ctx.lineTo(mark.x, mark.y);
      });
      ctx.strokeStyle = tokens.muted;
      ctx.lineWidth = 1.2;
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(group.x, group.y, 2.2, 0, ns.glyphs.TURN);
      ctx.fillStyle = tokens.ink;
      ctx.fill();
    }

    function paintCount(ctx, group, marks, tokens) {
      const text = '×' + ns.format.count(group.rows.length);
      const low = Math.max(...marks.map((mark) => mark.y)) + marks[0].radius + 3;
      ctx.font = '700 11px system-ui, sans-serif';
      const width = Math.ceil(ctx.measureText(text).width) + 9;
      ctx.beginPath();
      ctx.roundRect(Math.round(group.x - width / 2) + 0.5, Math.round(low) + 0.5, width, 15, 3);
      ctx.fillStyle = ns.glyphs.rgba(tokens.surface, 0.94);
      ctx.fill();
      ctx.strokeStyle = tokens.edge;
      ctx.lineWidth = 1;
      ctx.stroke();
      ctx.fillStyle = tokens.ink;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(text, Math.round(group.x - width / 2) + width / 2 + 0.5, Math.round(low) + 8.5);
    }

    function paintMark(ctx, mark, dpr, fades) {
      const kind = {
        radius: mark.radius, letter: mark.letter, hollow: data.hollow[mark.row] === 1,
        denied: data.denied[mark.row] === 1 && mark.radius > 5,
      };
      const made = ns.glyphs.sprite(statuses[data.status[mark.row]], kind, dpr);
      const corner = (value) => Math.round((value - made.reach) * dpr) / dpr;
      ctx.globalAlpha = ns.inkLeft(Math.min(...mark.rows.map((row) => fades[row]))); // as its freshest claim
      ctx.drawImage(made.canvas, corner(mark.x), corner(mark.y), made.reach * 2, made.reach * 2);
      ctx.globalAlpha = 1;
    }

    function draw(ctx, groups, marks, dpr, themeName) {
      const tokens = ns.glyphs.theme(themeName);
      if (groups.length <= RINGS && marks.length > 0) {
        const wideFirst = groups.slice().sort((a, b) => b.ring - a.ring);
        wideFirst.forEach((group) => paintRing(ctx, group, marks[0].radius, themeName));
      }
      const several = new Map();
      marks.forEach((mark) => {
        if (mark.group.rows.length === 1) return;
        if (!several.has(mark.group)) several.set(mark.group, []);
        several.get(mark.group).push(mark);
      });
      several.forEach((members, group) => members.length > 1 && paintHub(ctx, group, members, tokens));
      const fades = ns.fadeOf(data, data.knownNow);
      marks.forEach((mark) => paintMark(ctx, mark, dpr, fades));
      if (several.size > COUNTED) return;
      several.forEach((members, group) => group.rows.length > FEW && paintCount(ctx, group, members, tokens));
    }

    return { gather, layOut, draw, ringOf, fits: (groups) => groups.length <= RINGS };
  };
})(window.Claimline);
