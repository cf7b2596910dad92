'use strict';
// The map without a pointer: N and P walk through the claims in view, Enter opens one; each is said aloud.
window.Claimline = window.Claimline || {};
(function (ns) {
  const LABEL = 'Map of claims. N and P walk through the claims in view, Enter opens one, arrow keys move the map.';
  const MOST = 3000; // rows to walk through

  // Rows that are drawn in view, oldest first
  function focusables(data, picture) {
    const rows = [];
    picture.scene.each((k) => {
      if (rows.length < MOST && picture.scene.isInside(k)) rows.push(picture.scene.rowAt(k));
    });
    picture.areasInView().forEach((index) => rows.push(...picture.rowsOf(index).slice(0, MOST)));
    return rows.sort((a, b) => data.t0[a] - data.t0[b] || a - b);
  }

  function liveRegion(parent) {
    const node = ns.dom.el('div', { class: 'cl-live', role: 'status', 'aria-live': 'polite' });
    Object.assign(node.style, {
      position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    });
    parent.append(node);
    return node;
  }

  // picture: {scene, areasInView(), rowsOf(area)}; onCursor(row) is told where the walk stands
  ns.createKeys = function (map, data, state, picture, onCursor) {
    const container = map.getContainer();
    const live = liveRegion(container);
    let cursor = -1;

    function say(rows, row) {
      const claims = data.payload.claims;
      const status = data.payload.statuses[data.status[row]].label;
      const where = rows.indexOf(row) + 1 + ' of ' + rows.length;
      live.textContent = where + ': ' + ns.shortText(claims.text[row]) + ', ' + status;
    }

    // by: 1 next, -1 previous; returns the row, -1 when nothing is in view
    function step(by) {
      const rows = focusables(data, picture);
      if (rows.length === 0) {
        cursor = -1;
        live.textContent = 'No claims in view';
      } else {
        const at = rows.indexOf(cursor);
        cursor = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : (at + by + rows.length) % rows.length];
        say(rows, cursor);
      }
      onCursor(cursor);
      return cursor;
    }

    function open() {
      if (cursor >= 0) state.set({ selected: cursor });
    }

    function clear() {
      if (cursor < 0) return;
      cursor = -1;
      live.textContent = '';
      onCursor(cursor);
    }

    const actions = { n: () => step(1), p: () => step(-1), enter: open };

    function keydown(event) {
      const action = actions[event.key.toLowerCase()];
      if (!action || event.ctrlKey || event.metaKey || event.altKey || event.target !== container) return;
      event.preventDefault();
      action();
    }

    container.tabIndex = 0;
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', LABEL);
    container.addEventListener('keydown', keydown);
    container.addEventListener('blur', clear);

    return {
      step, open, clear,
      focusables: () => focusables(data, picture),
      remove() {
        container.removeEventListener('keydown', keydown);
        container.removeEventListener('blur', clear);
        live.remove();
      },
    };
  };
})(window.Claimline);
