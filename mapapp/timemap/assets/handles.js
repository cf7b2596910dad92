'use strict';
// The window over the histogram: two handles, a body to drag, and shade over what lies outside.
// A step sets six transforms and four attributes and nothing else: no layout, and the histogram is never redrawn for it.
window.Claimline = window.Claimline || {};
(function (ns) {
  const el = ns.dom.el;

  function handle(side, label) {
    return el('div', {
      class: 'cl-handle cl-handle-' + side, role: 'slider', tabindex: '0', 'aria-label': label,
      'aria-orientation': 'horizontal', 'data-part': side,
    });
  }

  function build() {
    const parts = {
      before: el('div', { class: 'cl-veil cl-veil-before' }),
      after: el('div', { class: 'cl-veil cl-veil-after' }),
      body: el('div', { class: 'cl-window', 'data-part': 'body', title: 'Drag to move the window' }),
      grip: el('i', { class: 'cl-window-grip', 'data-part': 'body', title: 'Drag to move the window' }),
      from: handle('from', 'First day of the window'),
      to: handle('to', 'Last day of the window'),
    };
    // as wide as the brush: moved by a share of its own width, it carries what it holds to that share of the brush
    const rail = (part) => el('div', { class: 'cl-rail' }, [part]);
    parts.rails = { grip: rail(parts.grip), from: rail(parts.from), to: rail(parts.to) };
    parts.root = el('div', { class: 'cl-brush' }, [parts.before, parts.after, parts.body, ...Object.values(parts.rails)]);
    return parts;
  }

  function describe(node, day, lowest, highest) {
    const DAY = ns.format.DAY;
    node.setAttribute('aria-valuenow', String(day / DAY));
    node.setAttribute('aria-valuemin', String(lowest / DAY));
    node.setAttribute('aria-valuemax', String(highest / DAY));
    node.setAttribute('aria-valuetext', ns.format.day(day));
  }

  function createSync(data, state, parts) {
    const [first, end] = data.extent;
    const share = (seconds) => Math.min(1, Math.max(0, (seconds - first) / (end - first)));
    const at = (part) => 'translateX(' + part * 100 + '%)';
    return function sync() {
      const now = state.get();
      const cumulative = now.mode === 'cumulative';
      const from = share(cumulative ? first : now.from);
      const to = share(now.to);
      parts.before.style.transform = 'scaleX(' + from + ')';
      parts.after.style.transform = 'scaleX(' + (1 - to) + ')';
      parts.body.style.transform = at(from) + ' scaleX(' + (to - from) + ')';
      parts.rails.grip.style.transform = at((from + to) / 2);
      parts.rails.from.style.transform = at(from);
      parts.rails.to.style.transform = at(to);
      const lastDay = now.to - ns.format.DAY;
      describe(parts.from, now.from, first, lastDay);
      describe(parts.to, lastDay, cumulative ? first : now.from, end - ns.format.DAY);
    };
  }

  // Keyboard: a day, a week with shift or Page keys, the extremes with Home and End
  function keyStep(event) {
    const week = event.shiftKey ? 7 : 1;
    switch (event.key) {
      case 'ArrowRight': case 'ArrowUp': return week;
      case 'ArrowLeft': case 'ArrowDown': return -week;
      case 'PageUp': return 7;
      case 'PageDown': return -7;
      case 'Home': return -Infinity;
      case 'End': return Infinity;
      default: return 0;
    }
  }

  function createKeys(data, state, moves, grabbed) {
    return function (side, event) {
      const step = keyStep(event);
      if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      grabbed();
      const now = state.get();
      const target = (seconds) => {
        if (step === -Infinity) return data.extent[0];
        return step === Infinity ? data.extent[1] : seconds + step * ns.format.DAY;
      };
      if (side === 'from') moves.setFrom(target(now.from));
      else moves.setTo(target(now.to));
    };
  }

  function createDrag(data, state, moves, root) {
    let drag = null;
    const secondsAt = (x) => data.extent[0] + ((x - drag.left) / drag.width) * (data.extent[1] - data.extent[0]);

    function begin(event) {
      const box = root.getBoundingClientRect();
      const now = state.get();
      drag = { left: box.left, width: box.width, part: event.target.dataset.part || 'outside', offset: 0 };
      const at = secondsAt(event.clientX);
      if (drag.part === 'outside') {
        drag.part = 'body';
        if (now.mode === 'cumulative') moves.setTo(ns.format.dayCeil(at));
        else moves.slideTo(at - (now.to - now.from) / 2);
      }
      const byStart = drag.part === 'from' || (drag.part === 'body' && now.mode !== 'cumulative');
      const edge = byStart ? state.get().from : state.get().to;
      drag.offset = edge - at;
      root.setPointerCapture(event.pointerId);
    }

    function move(event) {
      if (drag === null) return;
      const day = ns.format.dayRound(secondsAt(event.clientX) + drag.offset);
      if (drag.part === 'from') moves.setFrom(day);
      else if (drag.part === 'to' || state.get().mode === 'cumulative') moves.setTo(day);
      else moves.slideTo(day);
    }

    return { begin, move, end: () => { drag = null; }, isOn: () => drag !== null };
  }

  // options: {grabbed: called when the reader takes hold, held: called with true and false around a drag,
  // hover: called with the seconds under the pointer, or NaN}
  ns.createHandles = function (root, data, state, moves, options) {
    const parts = build();
    root.append(parts.root);
    const sync = createSync(data, state, parts);
    const drag = createDrag(data, state, moves, parts.root);
    const keys = createKeys(data, state, moves, options.grabbed);
    ['from', 'to'].forEach((side) => parts[side].addEventListener('keydown', (event) => keys(side, event)));

    parts.root.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      options.grabbed();
      drag.begin(event);
      options.held(true);
    });
    parts.root.addEventListener('pointermove', (event) => {
      if (drag.isOn()) {
        drag.move(event);
        return;
      }
      const box = parts.root.getBoundingClientRect();
      options.hover(data.extent[0] + ((event.clientX - box.left) / box.width) * (data.extent[1] - data.extent[0]));
    });
    parts.root.addEventListener('pointerleave', () => options.hover(NaN));
    ['pointerup', 'pointercancel'].forEach((name) => parts.root.addEventListener(name, () => {
      if (drag.isOn()) options.held(false);
      drag.end();
    }));

    function showMode() {
      const cumulative = state.get().mode === 'cumulative';
      parts.root.classList.toggle('cl-brush-cumulative', cumulative);
      parts.from.hidden = cumulative;
    }
    // in the frame, not at once: what is written between two reports of the pointer would be laid out for each of them
    const later = ns.dom.inFrame(sync);
    state.on((changed) => {
      if (changed.has('mode')) showMode();
      if (changed.has('from') || changed.has('to') || changed.has('mode')) later.ask();
    });
    showMode();
    sync();
  };
})(window.Claimline);
