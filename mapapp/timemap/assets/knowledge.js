'use strict';
// The second slider: the day as of which things are known. It has nothing to do with the window over the histogram: the
// window asks when something is said to have happened, this asks what a reader could have known on a day.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button, paced, setText } = ns.dom;
  const { DAY } = ns.format; // seconds
  const WEEK = 7;
  const MONTH = 30; // days of a Page key
  const TICK_PX = 14; // height of the tallest tick

  // The slider's places are days as the exclusive end of what counts, from the first on which anything was public; one
  // place beyond the last stands for everything known, dated or not.
  function createScale(data) {
    const [first, end] = data.payload.knowledge;
    const top = end + DAY;
    const low = first + DAY;
    const share = (place) => (Math.min(top, Math.max(low, place)) - low) / (top - low);
    const placeOf = (known) => (known === null ? top : known);
    return {
      first, end, low, top, placeOf,
      percent: (known) => share(placeOf(known)) * 100,
      // of a whole number of days, the value that the state holds
      knownOf: (place) => (place >= top ? null : Math.max(low, Math.round(place / DAY) * DAY)),
      placeAt: (part) => Math.round((low + part * (top - low)) / DAY) * DAY,
    };
  }

  const words = (known) => (known === null ? 'everything known' : ns.format.day(known - DAY));

  // {day: seconds} -> how many reports and assessments became public on it
  function countsByDay(data) {
    const counts = new Map();
    const entries = [...data.payload.reports, ...data.payload.assessments];
    entries.forEach(({ at }) => { if (at !== null) counts.set(at, (counts.get(at) || 0) + 1); });
    return counts;
  }

  // A faint row of strokes: the more became public on a day, the higher
  function createTicks(data, state, scale) {
    const canvas = el('canvas', { class: 'cl-known-ticks', 'aria-hidden': 'true' });
    const counts = countsByDay(data);
    const most = Math.max(1, ...counts.values());
    function draw() {
      const { clientWidth: width, clientHeight: height } = canvas;
      if (width === 0) return;
      const ratio = window.devicePixelRatio || 1;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const context = canvas.getContext('2d');
      context.scale(ratio, ratio);
      context.fillStyle = getComputedStyle(canvas).color;
      counts.forEach((count, at) => {
        const tall = 3 + (TICK_PX - 3) * Math.sqrt(count / most);
        context.fillRect(Math.round((scale.percent(at + DAY) / 100) * (width - 1)), height - tall, 1, tall);
      });
    }
    new ResizeObserver(draw).observe(canvas);
    state.on((changed) => changed.has('theme') && requestAnimationFrame(draw));
    return canvas;
  }

  // The first and the last day of the track, written at its ends; the slider and the date field say the same to a screen reader
  function endNodes(scale) {
    return [['first', scale.first], ['last', scale.end - DAY]].map(([name, day]) =>
      el('span', { class: 'cl-known-end cl-known-' + name, 'aria-hidden': 'true', text: ns.format.day(day) }));
  }

  function build(data, state, scale) {
    const handle = el('div', {
      class: 'cl-known-handle', role: 'slider', tabindex: '0', 'aria-label': 'As known on', 'aria-orientation': 'horizontal',
    });
    const after = el('div', { class: 'cl-known-after' });
    const rail = el('div', { class: 'cl-rail' }, [handle]);
    const track = el('div', { class: 'cl-known-track' }, [
      createTicks(data, state, scale), el('div', { class: 'cl-known-clip' }, [after]), rail, ...endNodes(scale),
    ]);
    const value = el('b', { class: 'cl-known-value' });
    const date = el('input', {
      type: 'date', class: 'cl-date', name: 'known', 'aria-label': 'As known on, the day',
      min: ns.format.isoDay(scale.first), max: ns.format.isoDay(scale.end - DAY),
    });
    const all = button('Everything known', { class: 'cl-button cl-known-all' });
    const refusal = el('p', { class: 'cl-known-refusal', role: 'alert' });
    const said = el('p', { class: 'cl-known-said' }, [el('span', { text: 'As known on: ' }), value]);
    const node = el('div', { class: 'cl-known', role: 'group', 'aria-label': 'What was known' }, [said, track, date, all, refusal]);
    return { node, handle, rail, after, track, value, date, all, refusal };
  }

  function describe(parts, scale, known) {
    const place = scale.placeOf(known);
    parts.handle.setAttribute('aria-valuemin', String(scale.low / DAY - 1)); // days since 1970
    parts.handle.setAttribute('aria-valuemax', String(scale.top / DAY - 1));
    parts.handle.setAttribute('aria-valuenow', String(Math.min(scale.top, Math.max(scale.low, place)) / DAY - 1));
    parts.handle.setAttribute('aria-valuetext', words(known));
  }

  // What stands beside the slider: `sync` does it at once
  function createFieldSync(parts, state) {
    return function sync() {
      const { known } = state.get();
      const text = known === null ? '' : ns.format.isoDay(known - DAY);
      if (parts.date.value !== text && parts.date !== document.activeElement) parts.date.value = text;
      parts.all.disabled = known === null;
    };
  }

  function createSync(parts, state, scale) {
    return function sync() {
      const { known } = state.get();
      const at = 'translateX(' + scale.percent(known) + '%)'; // of the track: no layout
      parts.rail.style.transform = at;
      parts.after.style.transform = at;
      parts.node.classList.toggle('cl-known-past', known !== null);
      setText(parts.value, words(known));
      describe(parts, scale, known);
    };
  }

  // The key's move in days, signed; 0: not a key of the slider
  function keyDays(event) {
    const step = event.shiftKey ? WEEK : 1;
    const steps = {
      ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: MONTH, PageDown: -MONTH,
      Home: -Infinity, End: Infinity,
    };
    return steps[event.key] || 0;
  }

  function listenKeys(parts, state, scale, grabbed) {
    parts.handle.addEventListener('keydown', (event) => {
      const days = keyDays(event);
      if (days === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      grabbed();
      const from = Math.min(scale.top, Math.max(scale.low, scale.placeOf(state.get().known)));
      const place = days === -Infinity ? scale.low : days === Infinity ? scale.top : from + days * DAY;
      state.set({ known: scale.knownOf(place) });
    });
  }

  function listenPointer(parts, state, scale, options) {
    let box = null; // of the track, while the handle is held
    const move = (event) => {
      const part = (event.clientX - box.left) / box.width;
      state.set({ known: scale.knownOf(scale.placeAt(Math.min(1, Math.max(0, part)))) });
    };
    parts.track.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      options.grabbed();
      options.held(true);
      box = parts.track.getBoundingClientRect();
      parts.track.setPointerCapture(event.pointerId);
      move(event);
    });
    parts.track.addEventListener('pointermove', (event) => { if (box !== null) move(event); });
    ['pointerup', 'pointercancel'].forEach((name) => parts.track.addEventListener(name, () => {
      if (box === null) return;
      box = null;
      options.held(false);
    }));
  }

  // A date that can be used is used at once; what cannot is refused in words when the reader leaves the field
  function listenDate(parts, state, scale, sync, grabbed) {
    const { date, refusal } = parts;
    const range = 'write a day from ' + ns.format.day(scale.first) + ' to ' + ns.format.day(scale.end - DAY);
    let typed = false;
    const usable = () => (date.validity.valid ? ns.format.parseIsoDay(date.value) : NaN);
    date.addEventListener('input', () => {
      typed = true;
      const day = usable();
      if (Number.isNaN(day)) return;
      grabbed();
      state.set({ known: day + DAY });
    });
    function leave() {
      const isRefused = typed && Number.isNaN(usable());
      const isDay = date.value !== '';
      typed = false;
      sync();
      const why = isDay ? 'Nothing is recorded for that day: ' : 'That is not a day of the calendar: ';
      setText(refusal, isRefused ? why + range + '.' : '');
    }
    date.addEventListener('blur', leave);
    date.addEventListener('keydown', (event) => { if (event.key === 'Enter') leave(); });
  }

  // root: the timeline; options: {grabbed: called when the reader takes hold, held: with true and false around a drag}
  ns.createKnowledge = function (root, data, state, options) {
    const scale = createScale(data);
    const parts = build(data, state, scale);
    const slider = ns.dom.inFrame(createSync(parts, state, scale)); // not for each report of the pointer
    const syncField = createFieldSync(parts, state);
    const field = paced(syncField, data.n);
    listenKeys(parts, state, scale, options.grabbed);
    listenPointer(parts, state, scale, options);
    listenDate(parts, state, scale, syncField, options.grabbed);
    parts.all.addEventListener('click', () => {
      options.grabbed();
      state.set({ known: null });
    });
    root.append(parts.node);
    function sync() {
      setText(parts.refusal, '');
      slider.ask();
      field();
    }
    state.on((changed) => changed.has('known') && sync());
    sync();
    slider.settle();
    syncField();
    return { node: parts.node };
  };

  // Says over the map that it stands at a past day; frame: the map's
  ns.createKnownBadge = function (frame, state) {
    const text = el('span', {});
    const back = button('Everything known', { class: 'cl-button cl-quiet', click: () => state.set({ known: null }) });
    const node = el('div', { class: 'cl-known-badge' }, [text, back]);
    frame.append(node);
    function sync() {
      const { known } = state.get();
      node.hidden = known === null;
      if (known !== null) setText(text, ns.format.capital(ns.knownClause(known)));
    }
    const later = ns.dom.inFrame(sync);
    state.on((changed) => changed.has('known') && later.ask());
    sync();
    return node;
  };
})(window.Claimline);
