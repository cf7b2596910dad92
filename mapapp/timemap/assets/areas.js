'use strict';
// Claims of a region, a country, a zone: hatched areas, large ones beneath, drawn once however many claims share one.
window.Claimline = window.Claimline || {};
(function (ns) {
  const PAD = 0.2; // of the view, drawn beyond each edge so that a drag shows no blank
  const SOFT = 5; // a vague area's mask is this many times coarser than the screen
  const THINNEST = 0.5; // CSS px: narrower rings are slivers where two outlines of the source do not meet
  const BEYOND = 100; // CSS px outside the canvas to which outlines are drawn true
  // How strongly an area speaks, by how precise its places are
  const FORCE = {
    district: { tint: 0.16, hatch: 0.62, line: 1.8, spread: 1 },
    region: { tint: 0.14, hatch: 0.55, line: 1.8, spread: 1 },
    multi_region: { tint: 0.06, hatch: 0.3, line: 1.4, spread: 1.5 },
    country: { tint: 0, hatch: 0.09, line: 1.3, spread: 2.5 },
  };

  // A zone of which no claim falls into the window: there, and neutral
  const EMPTY = { id: 'empty', colour: '#6f6a62', hatch: null };
  const EMPTY_TINT = 0.2;

  function forceOf(payload, index) {
    const place = payload.places.find((each) => each.area === index);
    return FORCE[place && place.precision] || FORCE.region;
  }

  // On which sides of the frame a point lies, as bits
  function sidesOf(x, y, limits) {
    return (x < limits[0] ? 1 : 0) | (x > limits[2] ? 2 : 0) | (y < limits[1] ? 4 : 0) | (y > limits[3] ? 8 : 0);
  }

  // A ring in CSS px from the north-west corner of its area's box. Points nearer than 0.6 px to the last are left out,
  // and of those that follow each other beyond one side of the frame all but the last: no line in the frame changes.
  function traceRing(path, ring, origin, scale, limits) {
    let x = Infinity;
    let y = Infinity;
    let shared = 0; // sides that all points since the last one drawn have in common
    let waiting = false;
    for (let i = 0; i < ring.length; i += 2) {
      const nx = (ring[i] - origin[0]) * scale;
      const ny = (ring[i + 1] - origin[1]) * scale;
      if (Math.abs(nx - x) + Math.abs(ny - y) < 0.6) continue;
      const sides = sidesOf(nx, ny, limits);
      if (i > 0 && waiting && (shared & sides) === 0) {
        path.lineTo(x, y);
        shared = sidesOf(x, y, limits);
      }
      waiting = i > 0 && (shared & sides) !== 0;
      shared = waiting ? shared & sides : sides;
      if (i === 0) path.moveTo(nx, ny);
      else if (!waiting) path.lineTo(nx, ny);
      x = nx;
      y = ny;
    }
    if (waiting) path.lineTo(x, y);
    path.closePath();
  }

  function outlineIn(area, frame) {
    const path = new Path2D();
    const [west, north] = area.box;
    const left = frame.ox - west * frame.scale - BEYOND;
    const top = frame.oy - north * frame.scale - BEYOND;
    const limits = [left, top, left + frame.width + 2 * BEYOND, top + frame.height + 2 * BEYOND];
    area.polygons.forEach((rings) => rings.forEach((ring) => {
      if (ns.interior.breadth(ring) * frame.scale >= THINNEST) traceRing(path, ring, area.box, frame.scale, limits);
    }));
    return path;
  }

  ns.createAreas = function (parent, data) {
    const still = ns.createStill('cl-areas', parent);
    const canvas = still.node;
    Object.assign(canvas.style, { position: 'absolute', pointerEvents: 'none' });
    let ctx = null; // while a picture is drawn
    const soft = document.createElement('canvas');
    const statuses = data.payload.statuses;
    const forces = data.areas.map((area, index) => forceOf(data.payload, index));
    const twins = ns.twinsOf(data.areas);
    const sizes = data.areas.map(ns.interior.size);
    const order = data.areas.map((area, index) => index).sort((a, b) => sizes[b] - sizes[a] || a - b);
    const outlines = new Map();
    const pictures = new Map(); // of vague areas
    let drawn = null; // {key, frame}: what the canvas holds, and where in world px

    function outline(index, frame) {
      const kept = outlines.get(index);
      if (kept && kept.key === frame.key) return kept.path;
      const path = outlineIn(data.areas[index], frame);
      outlines.set(index, { key: frame.key, path });
      return path;
    }

    function touches(area, frame) {
      const [west, north, east, south] = area.box.map((value) => value * frame.scale);
      return east >= frame.ox && west <= frame.ox + frame.width
        && south >= frame.oy && north <= frame.oy + frame.height;
    }

    // Put 0,0 at the north-west corner of an area's box; aside: CSS px of the canvas by which everything moves left
    function place(context, area, frame, dpr, aside) {
      const x = (area.box[0] * frame.scale - frame.ox) * dpr - (aside || 0);
      const y = (area.box[1] * frame.scale - frame.oy) * dpr;
      context.setTransform(dpr, 0, 0, dpr, x, y);
    }

    function fillHatched(context, index, status, themeName, dpr, path) {
      const force = forces[index];
      const line = ns.glyphs.lineColour(status.colour, themeName);
      const tint = status.hatch === null ? EMPTY_TINT : force.tint;
      if (tint > 0) {
        context.fillStyle = ns.glyphs.rgba(status.colour, tint);
        context.fill(path, 'evenodd');
      }
      if (status.hatch === null) return;
      context.fillStyle = ns.hatch(context, status.hatch, ns.glyphs.rgba(line, force.hatch), dpr, force.spread);
      context.fill(path, 'evenodd');
    }

    function strokeOutline(context, path, colour, width, dash) {
      context.lineJoin = 'round';
      context.setLineDash(dash);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke(path);
      context.setLineDash([]);
    }

    function drawFirm(index, sum, frame, themeName) {
      const status = statuses[sum.status] || EMPTY;
      const path = outline(index, frame);
      ctx.globalAlpha = ns.inkLeft(sum.fade);
      place(ctx, data.areas[index], frame, frame.dpr);
      fillHatched(ctx, index, status, themeName, frame.dpr, path);
      const { line } = forces[index];
      strokeOutline(ctx, path, ns.glyphs.rgba(ns.glyphs.theme(themeName).surface, 0.75), line + 2.2, []);
      const dash = sum.hollow === sum.total ? [7, 5] : [];
      strokeOutline(ctx, path, ns.glyphs.lineColour(status.colour, themeName), line, dash);
      ctx.globalAlpha = 1;
    }

    // How wide the edge of a vague area fades, in CSS px
    function fadeOf(area, scale) {
      const side = Math.min(area.box[2] - area.box[0], area.box[3] - area.box[1]) * scale;
      return Math.max(14, Math.min(60, side * 0.16));
    }

    // A blurred copy of the area on the coarse canvas: the shadow of a shape that is itself off the canvas
    function softMask(index, frame) {
      const area = data.areas[index];
      soft.width = Math.ceil(frame.width / SOFT);
      soft.height = Math.ceil(frame.height / SOFT);
      const context = soft.getContext('2d');
      const aside = soft.width * 2;
      context.shadowColor = '#000000';
      context.shadowBlur = fadeOf(area, frame.scale) / SOFT;
      context.shadowOffsetX = aside;
      place(context, area, frame, 1 / SOFT, aside);
      context.fill(outline(index, frame), 'evenodd');
      return soft;
    }

    // No outline: the hatch fades out over the limit that nobody has stated. Made at half the resolution, and kept.
    function vaguePicture(index, status, frame, themeName) {
      const key = [frame.key, status.id, themeName].join('|');
      const kept = pictures.get(index);
      if (kept && kept.key === key) return kept.canvas;
      const made = kept ? kept.canvas : document.createElement('canvas');
      const area = data.areas[index];
      const everywhere = new Path2D();
      const [west, north] = area.box;
      everywhere.rect(frame.ox - west * frame.scale, frame.oy - north * frame.scale, frame.width, frame.height);
      made.width = Math.ceil(frame.width / 2);
      made.height = Math.ceil(frame.height / 2);
      const context = made.getContext('2d');
      place(context, area, frame, 0.5);
      fillHatched(context, index, status, themeName, 1, everywhere);
      context.setTransform(0.5, 0, 0, 0.5, 0, 0);
      context.globalCompositeOperation = 'destination-in';
      context.drawImage(softMask(index, frame), 0, 0, soft.width * SOFT, soft.height * SOFT);
      pictures.set(index, { key, canvas: made });
      return made;
    }

    function drawVague(index, sum, frame, themeName) {
      const made = vaguePicture(index, statuses[sum.status] || EMPTY, frame, themeName);
      ctx.setTransform(frame.dpr, 0, 0, frame.dpr, 0, 0);
      ctx.globalAlpha = ns.inkLeft(sum.fade);
      ctx.drawImage(made, 0, 0, made.width * 2, made.height * 2);
      ctx.globalAlpha = 1;
    }

    function drawSelected(index, frame, accent, themeName) {
      const area = data.areas[index];
      const path = outline(index, frame);
      place(ctx, area, frame, frame.dpr);
      if (area.vague) { // a tint that fades like the area itself: still no line where it ends
        const mask = softMask(index, frame);
        const context = mask.getContext('2d');
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.shadowColor = 'transparent';
        context.globalCompositeOperation = 'source-in';
        context.fillStyle = ns.glyphs.rgba(accent, 0.34);
        context.fillRect(0, 0, mask.width, mask.height);
        ctx.setTransform(frame.dpr, 0, 0, frame.dpr, 0, 0);
        ctx.drawImage(mask, 0, 0, mask.width * SOFT, mask.height * SOFT);
        return;
      }
      strokeOutline(ctx, path, ns.glyphs.theme(themeName).surface, 7, []);
      strokeOutline(ctx, path, accent, 4, []);
    }

    function frameAround(view) {
      const padX = Math.round(view.width * PAD);
      const padY = Math.round(view.height * PAD);
      const frame = {
        scale: view.scale, ox: view.ox - padX, oy: view.oy - padY, dpr: view.dpr,
        width: view.width + 2 * padX, height: view.height + 2 * padY,
      };
      return Object.assign(frame, { key: Object.values(frame).join() });
    }

    function covers(view) {
      if (drawn === null) return false;
      const { frame } = drawn;
      return frame.scale === view.scale && frame.dpr === view.dpr && view.ox >= frame.ox && view.oy >= frame.oy
        && view.ox + view.width <= frame.ox + frame.width && view.oy + view.height <= frame.oy + frame.height;
    }

    function paint(view, shown, selected, settings) {
      const frame = covers(view) ? drawn.frame : frameAround(view);
      ctx = still.open(Math.round(frame.width * frame.dpr), Math.round(frame.height * frame.dpr));
      canvas.style.width = frame.width + 'px';
      canvas.style.height = frame.height + 'px';
      shown.filter((each) => touches(each.area, frame)).forEach((each) => {
        if (each.area.vague) drawVague(twins[each.index], each, frame, settings.theme);
        else drawFirm(twins[each.index], each, frame, settings.theme);
      });
      if (selected >= 0 && touches(data.areas[selected], frame)) {
        drawSelected(selected, frame, settings.accent, settings.theme);
      }
      still.show();
      return frame;
    }

    // As fresh as the freshest of its areas that hold a claim
    function fadeOfBundle(indices, sums, fades) {
      const held = indices.filter((index) => sums[index].total > 0);
      return held.length === 0 ? 0 : Math.min(...held.map((index) => fades[index]));
    }

    // sums: of createTally; selected: area index or -1; settings: {theme, zones, accent, fades: by area}. Returns the
    // bundles of areas drawn, large ones first.
    function draw(view, sums, selected, settings) {
      const groups = new Map();
      // a zone is drawn as long as the filters keep a claim of it, in whatever window
      const isDrawn = (index) => (data.areas[index].zone ? settings.zones && sums[index].kept > 0 : sums[index].total > 0);
      order.filter(isDrawn).forEach((index) => {
        groups.set(twins[index], (groups.get(twins[index]) || []).concat(index));
      });
      const shown = Array.from(groups.values(), (indices) => Object.assign(
        ns.bundle(indices, sums, data.payload.statuses), { fade: fadeOfBundle(indices, sums, settings.fades) },
      ));
      const looks = shown.map((each) => [twins[each.index], each.status, each.hollow === each.total, each.fade].join(':'));
      const key = [looks.join(), selected, settings.theme, settings.accent].join('|');
      if (drawn === null || drawn.key !== key || !covers(view)) {
        drawn = { key, frame: paint(view, shown, selected, settings) };
      }
      canvas.style.left = drawn.frame.ox - view.ox + 'px';
      canvas.style.top = drawn.frame.oy - view.oy + 'px';
      return shown;
    }

    // The areas that are drawn above this one
    const above = (index) => order.slice(order.indexOf(index) + 1)
      .filter((other) => twins[other] !== twins[index]).map((other) => data.areas[other]);

    return { draw, above };
  };
})(window.Claimline);
