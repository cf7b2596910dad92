'use strict';
// The claims layer of a Leaflet map: reads the state, draws its claims in the same frame, answers pointer and keys.
window.Claimline = window.Claimline || {};
(function (ns) {
  const PAD = 96; // CSS px of marks drawn beyond the view
  const STAMP_FROM = 2500; // more points than this in view are stamped at rest
  const STAMP_MOVING = 600; // and more than this while the window moves
  const CHIP_MARGIN = 30; // CSS px that an area's label point keeps from the edge of the view
  const DRAWN_BY = ['from', 'to', 'mode', 'keep', 'selected', 'zones', 'theme', 'panel'];

  // The map's view in Mercator 0..1: [west, north, east, south]. `state.bounds` should be set from this.
  ns.viewBounds = function (map) {
    const scale = 256 * 2 ** map.getZoom();
    const { min, max } = map.getPixelBounds();
    return [min.x / scale, min.y / scale, max.x / scale, max.y / scale];
  };

  function readView(map) {
    const size = map.getSize();
    const { min } = map.getPixelBounds();
    return {
      scale: 256 * 2 ** map.getZoom(), // world width in CSS px
      ox: min.x, oy: min.y, // the view's corner in world px
      width: size.x, height: size.y,
      bounds: ns.viewBounds(map),
      dpr: Math.min(2, Math.max(1, window.devicePixelRatio || 1)),
    };
  }

  const VIEW_KEYS = ['scale', 'ox', 'oy', 'width', 'height', 'dpr'];
  const sameView = (a, b) => a !== null && VIEW_KEYS.every((key) => a[key] === b[key]);
  const touches = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

  function createSurface() {
    const node = ns.dom.el('div', { class: 'cl-claims leaflet-zoom-animated' });
    const stamps = ns.dom.el('div', { class: 'cl-stamp-sheets' });
    const canvas = ns.dom.el('canvas', { class: 'cl-marks' });
    Object.assign(canvas.style, { position: 'absolute', pointerEvents: 'none', left: -PAD + 'px', top: -PAD + 'px' });
    return { node, stamps, canvas, ctx: canvas.getContext('2d') };
  }

  // `draw` paints once in the frame to come, however often it is asked; `now` paints at once: for the map's own events,
  // which come in the frame that shows them. `flush` paints what is still waiting.
  function createPace(paint) {
    let waiting = false;
    function now() {
      waiting = false;
      paint();
    }
    const flush = () => waiting && now();
    function draw() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(flush);
    }
    return { draw, now, flush };
  }

  function createPainter(map, data, state, options, surface) {
    const statuses = data.payload.statuses;
    const scene = ns.createScene(data);
    const tally = ns.createTally(data);
    const marksOf = ns.createMarks(data);
    const areas = ns.createAreas(surface.node, data);
    surface.node.append(surface.stamps, surface.canvas);
    const stamps = ns.createStamps(surface.stamps, statuses);
    const stampFrom = options.stampFrom === undefined ? STAMP_FROM : options.stampFrom;
    const picture = {
      scene, view: null, stamped: false, groups: [], marks: [], chips: [], shown: [], sums: [], points: [],
      inPoints: 0, ms: 0, cursor: -1, frozen: false, busy: false,
      rowsOf: (index) => tally.rows(index, ...state.window(), state.get().keep),
      undatedOf: (index) => tally.undated(index, state.get().keep),
      areasInView: () => picture.shown
        .filter((each) => touches(each.area.box, picture.view.bounds))
        .flatMap((each) => each.indices),
    };
    let kept = null;
    let inked = true;

    function resize(view) {
      const { canvas, ctx } = surface;
      const width = view.width + 2 * PAD;
      const height = view.height + 2 * PAD;
      if (canvas.width !== width * view.dpr || canvas.height !== height * view.dpr) {
        canvas.width = width * view.dpr;
        canvas.height = height * view.dpr;
        canvas.style.width = width + 'px';
        canvas.style.height = height + 'px';
      }
      ctx.setTransform(view.dpr, 0, 0, view.dpr, PAD * view.dpr, PAD * view.dpr);
    }

    // Work that a view, or a change of what is kept and how it stands, needs once
    function prepare() {
      const view = picture.frozen ? picture.view : readView(map);
      const moved = !sameView(picture.view, view);
      if (moved) {
        picture.view = view;
        picture.points = [];
        L.DomUtil.setPosition(surface.node, map.containerPointToLayerPoint([0, 0]));
        resize(view);
      }
      const { keep } = state.get();
      if (kept !== keep) tally.fit(keep);
      if (moved || kept !== keep) scene.fit(picture.view, keep);
      kept = keep;
    }

    function labelPoint(index) {
      if (picture.points[index] === undefined) {
        const { bounds, scale, width, height } = picture.view;
        const inset = Math.min(CHIP_MARGIN, width / 4, height / 4) / scale;
        const inner = [bounds[0] + inset, bounds[1] + inset, bounds[2] - inset, bounds[3] - inset];
        const visible = touches(data.areas[index].box, bounds);
        picture.points[index] = visible ? ns.interior.labelPoint(data.areas[index], inner, areas.above(index)) : null;
      }
      return picture.points[index];
    }

    function drawPoints(settings) {
      picture.inPoints = scene.ask(...state.window());
      picture.stamped = picture.inPoints > (picture.busy ? Math.min(STAMP_MOVING, stampFrom) : stampFrom);
      picture.groups = picture.stamped ? [] : marksOf.gather(scene, picture.view);
      picture.marks = marksOf.layOut(picture.groups, picture.view);
      if (picture.stamped) stamps.draw(scene, picture.view, picture.inPoints, settings.theme);
      else stamps.hide();
      marksOf.draw(surface.ctx, picture.groups, picture.marks, picture.view.dpr, settings.theme);
    }

    function drawChips(settings, selectedArea) {
      const few = picture.marks.length <= 200 ? picture.marks : [];
      const marks = few.map(({ x, y, radius: r }) => ({ x: x - r, y: y - r, width: r * 2, height: r * 2 }));
      const over = options.obstacles ? options.obstacles() : [];
      const bundles = picture.shown.slice().reverse();
      const pointOf = (each) => labelPoint(each.index);
      picture.chips = ns.chips.layOut(surface.ctx, picture.view, bundles, picture.sums, statuses, pointOf, { over, marks });
      ns.chips.draw(surface.ctx, picture.chips, statuses, settings, selectedArea);
    }

    const areaOf = (row) => (row >= 0 ? data.area[row] : -1);

    function drawRow(row, accent, dash) {
      if (row < 0 || Number.isNaN(data.x[row])) return;
      const { marks } = picture;
      const mark = marks.find((each) => each.row === row) || marks.find((each) => each.rows.includes(row));
      const { scale, ox, oy } = picture.view;
      const where = mark || { x: data.x[row] * scale - ox, y: data.y[row] * scale - oy, radius: 9, absent: true };
      ns.spotlight(surface.ctx, where, statuses[data.status[row]], accent, dash);
    }

    function paint() {
      const began = performance.now();
      const now = state.get();
      const accent = options.accent || ns.glyphs.theme(now.theme).accent;
      const settings = { theme: now.theme, zones: now.zones, accent };
      prepare();
      // a blank canvas is left alone: to clear it would send it to the screen again
      if (inked) surface.ctx.clearRect(-PAD, -PAD, picture.view.width + 2 * PAD, picture.view.height + 2 * PAD);
      picture.sums = tally.ask(...state.window());
      settings.fades = ns.areaFades(data, picture.sums, ...state.window(), now.keep);
      const lit = picture.cursor >= 0 ? picture.cursor : now.selected;
      picture.shown = areas.draw(picture.view, picture.sums, areaOf(lit), settings);
      drawPoints(settings);
      drawChips(settings, areaOf(lit));
      drawRow(now.selected, settings.accent, []);
      if (picture.cursor !== now.selected) drawRow(picture.cursor, settings.accent, [5, 3]);
      inked = picture.marks.length + picture.chips.length > 0 || now.selected >= 0 || picture.cursor >= 0;
      if (surface.canvas.hidden === inked) surface.canvas.hidden = !inked; // what is blank need not be laid over the map
      picture.ms = performance.now() - began;
    }

    // Counts of what the state selects in view: points, and areas by the box they touch the view with
    function stats() {
      const areaCounts = new Uint32Array(statuses.length);
      picture.sums.forEach((sum) => {
        if (!touches(sum.area.box, picture.view.bounds)) return;
        sum.counts.forEach((count, status) => { areaCounts[status] += count; });
      });
      return {
        drawn: picture.inPoints, counts: Uint32Array.from(scene.counts), areaCounts, stamped: picture.stamped,
        rings: !picture.stamped && marksOf.fits(picture.groups), ms: picture.ms,
      };
    }

    return { paint, picture, stats };
  }

  // options: {onGroup(rows, {area}|{place}), obstacles() -> boxes that chips keep clear of, stampFrom, accent, pane}.
  // Adds itself to the map.
  ns.createClaims = function (map, data, state, options) {
    const chosen = options || {};
    const surface = createSurface();
    const painter = createPainter(map, data, state, chosen, surface);
    const { picture } = painter;
    // Under another view the map rests
    const isSeen = () => surface.node.isConnected && surface.node.closest('.cl-away') === null;
    const { draw, now, flush } = createPace(() => isSeen() && painter.paint());
    const hits = ns.createHits(map, data, state, picture, chosen);
    const keys = ns.createKeys(map, data, state, picture, (row) => {
      picture.cursor = row;
      draw();
    });

    // Nothing told of what stood there a moment ago, and no cursor on a claim that is not known any more
    function forget() {
      hits.hide();
      if (picture.cursor >= 0 && data.publicNow[picture.cursor] === 0) keys.clear();
    }

    function zoomAnimated(event) {
      if (picture.view === null) return;
      const scale = (256 * 2 ** event.zoom) / picture.view.scale;
      const corner = L.point(picture.view.ox, picture.view.oy).multiplyBy(scale);
      picture.frozen = true; // until the map has arrived: a step taken meanwhile is drawn where the view was
      L.DomUtil.setTransform(surface.node, corner.subtract(map._getNewPixelOrigin(event.center, event.zoom)), scale);
    }

    function arrived() {
      picture.frozen = false;
      now();
    }

    const Layer = L.Layer.extend({
      options: { pane: chosen.pane || 'overlayPane' },
      onAdd() {
        this.getPane().append(surface.node);
        now();
      },
      onRemove: () => surface.node.remove(),
      getEvents: () => ({
        move: now, zoom: now, resize: now, viewreset: arrived, moveend: arrived, zoomend: arrived,
        zoomanim: zoomAnimated,
      }),
    });
    const layer = new Layer();
    layer.addTo(map);
    state.on((changed) => {
      if (changed.has('keep')) forget();
      if (DRAWN_BY.some((key) => changed.has(key))) draw();
    });

    return {
      draw, layer,
      // while busy (a drag, a playback) fewer points are drawn as marks of their own
      setBusy(value) {
        picture.busy = value;
        draw();
      },
      stats: () => {
        flush();
        return painter.stats();
      },
      hitTest: (containerPoint) => {
        flush();
        return hits.hitTest(containerPoint);
      },
      chips: () => {
        flush();
        return picture.chips;
      },
      // What stands on the map now: {view, marks, areas, chips, stamped}, in CSS px of the view
      drawn: () => {
        flush();
        const { view, marks, shown, chips, stamped } = picture;
        return { view, marks, areas: shown, chips, stamped };
      },
      focusables: () => {
        flush();
        return keys.focusables();
      },
      next: () => keys.step(1), previous: () => keys.step(-1),
      remove() {
        layer.remove();
        hits.remove();
        keys.remove();
      },
    };
  };
})(window.Claimline);
