'use strict';
// What is under the pointer, the short text beside it, and what a click does.
window.Claimline = window.Claimline || {};
(function (ns) {
  const REACH = 12; // CSS px from a mark
  const LONGEST = 90; // characters of a claim in the tooltip
  const MOST = 200; // rows told of one pixel among many points

  function shorten(text) {
    const shown = ns.format.visible(text);
    return shown.length <= LONGEST ? shown : shown.slice(0, LONGEST - 1).trimEnd() + '…';
  }

  const squared = (mark, point) => (mark.x - point.x) ** 2 + (mark.y - point.y) ** 2;

  function nearestMark(marks, point) {
    let best = null;
    marks.forEach((mark) => {
      if (best === null || squared(mark, point) < squared(best, point)) best = mark;
    });
    return best !== null && squared(best, point) <= Math.max(REACH, best.radius) ** 2 ? best : null;
  }

  // Among stamped points: the rows that stand on the nearest spot
  function nearestStamped(scene, point) {
    let nearest = REACH * REACH;
    let rows = [];
    scene.each((k) => {
      const [x, y] = scene.at(k);
      const distance = (x - point.x) ** 2 + (y - point.y) ** 2;
      if (distance > nearest) return;
      if (distance < nearest) rows = [];
      nearest = distance;
      if (rows.length < MOST) rows.push(scene.rowAt(k));
    });
    return rows;
  }

  // picture: what claims.js has drawn {stamped, scene, marks, chips, shown, view, rowsOf(area)}
  function hitTest(data, picture, point) {
    const chip = ns.chips.at(picture.chips, point);
    // areas without a claim in the window stand for those that state no date
    const areas = (indices) => {
      const found = indices.map((index) => ({ area: index, rows: picture.rowsOf(index) }));
      if (found.some((each) => each.rows.length > 0)) return found;
      return indices.map((index) => ({ area: index, rows: picture.undatedOf(index) }));
    };
    const mark = picture.stamped ? null : nearestMark(picture.marks, point);
    if (chip && !(mark && squared(mark, point) <= mark.radius ** 2)) return areas(chip.sum.indices);
    const rows = picture.stamped ? nearestStamped(picture.scene, point) : mark ? mark.rows : [];
    if (rows.length > 0) return rows.map((row) => ({ row }));
    const { scale, ox, oy } = picture.view;
    const x = (point.x + ox) / scale;
    const y = (point.y + oy) / scale;
    const inside = picture.shown.slice().reverse().find((each) => ns.interior.contains(each.area, x, y));
    return inside === undefined ? [] : areas(inside.indices);
  }

  function describe(data, hits) {
    const payload = data.payload;
    const rows = hits.flatMap((hit) => (hit.area === undefined ? hit.row : hit.rows));
    const label = (status) => payload.statuses[status].label;
    if (rows.length === 1) return [shorten(payload.claims.text[rows[0]]), label(data.status[rows[0]])];
    const counts = new Uint32Array(data.statusCount);
    rows.forEach((row) => { counts[data.status[row]] += 1; });
    const where = hits[0].area === undefined ? payload.places[data.place[rows[0]]] : data.areas[hits[0].area];
    const said = (count, status) => (count > 0 ? count + ' ' + label(status).toLowerCase() : '');
    const parts = Array.from(counts, said).filter(Boolean);
    return [shorten(where.names.en) + ': ' + ns.format.plural(rows.length, 'claim'), parts.join(', ')];
  }

  function createTooltip(map) {
    const first = ns.dom.el('div', { class: 'cl-tip-text' });
    const second = ns.dom.el('div', { class: 'cl-tip-status' });
    const node = ns.dom.el('div', { class: 'cl-tip', 'aria-hidden': 'true', hidden: true }, [first, second]);
    Object.assign(node.style, {
      position: 'absolute', zIndex: 900, maxWidth: '260px', padding: '6px 9px', borderRadius: '4px',
      pointerEvents: 'none', font: '12px/1.35 system-ui, sans-serif', boxShadow: '0 1px 5px rgba(0,0,0,.28)',
      overflowWrap: 'anywhere',
    });
    Object.assign(second.style, { fontWeight: 600, marginTop: '2px' });
    map.getContainer().append(node);
    return {
      node,
      hide: () => { node.hidden = true; },
      show(lines, point, themeName) {
        const tokens = ns.glyphs.theme(themeName);
        ns.dom.setText(first, lines[0]);
        ns.dom.setText(second, lines[1]);
        const border = '1px solid ' + tokens.edge;
        Object.assign(node.style, { background: tokens.surface, color: tokens.ink, border });
        node.hidden = false;
        const size = map.getSize();
        const left = Math.max(4, Math.min(point.x + 14, size.x - node.offsetWidth - 4));
        const below = point.y + 16 + node.offsetHeight < size.y;
        node.style.left = left + 'px';
        node.style.top = (below ? point.y + 16 : point.y - 12 - node.offsetHeight) + 'px';
      },
    };
  }

  // options.onGroup(rows, {area} or {place}) when several claims share the spot; without it a click goes round them
  ns.createHits = function (map, data, state, picture, options) {
    const tip = createTooltip(map);
    let waiting = null;

    function open(rows, where) {
      if (rows.length === 0) return;
      if (rows.length === 1) state.set({ selected: rows[0], group: null });
      else if (options.onGroup) options.onGroup(rows, where);
      else state.set({ selected: rows[(rows.indexOf(state.get().selected) + 1) % rows.length] });
    }

    function click(event) {
      const hits = hitTest(data, picture, event.containerPoint);
      if (hits.length === 0) return;
      tip.hide();
      if (hits[0].area !== undefined) open(hits.flatMap((hit) => hit.rows), { area: hits[0].area });
      else open(hits.map((hit) => hit.row), { place: data.place[hits[0].row] });
    }

    function hover() {
      const point = waiting;
      waiting = null;
      if (point === null) return;
      const hits = map.dragging && map.dragging.moving() ? [] : hitTest(data, picture, point);
      map.getContainer().style.cursor = hits.length > 0 ? 'pointer' : '';
      if (hits.length > 0) tip.show(describe(data, hits), point, state.get().theme);
      else tip.hide();
    }

    function leave() {
      waiting = null;
      tip.hide();
    }

    function move(event) {
      if (waiting === null) requestAnimationFrame(hover);
      waiting = event.containerPoint;
    }

    map.on({ click, mousemove: move, mouseout: leave, movestart: leave });
    return {
      hitTest: (point) => hitTest(data, picture, L.point(point)),
      hide: leave,
      remove() {
        map.off({ click, mousemove: move, mouseout: leave, movestart: leave });
        tip.node.remove();
      },
    };
  };
  ns.shortText = shorten;
})(window.Claimline);
