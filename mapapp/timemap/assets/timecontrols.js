'use strict';
// The controls around the histogram: play, speed, loop, mode, exact dates, steps.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, svg, button, paced, setText } = ns.dom;
  const SPEEDS = [[1, '1 day a second'], [7, '1 week a second'], [30, '1 month a second'], [90, '3 months a second']];
  const ICONS = { play: 'M6 4l13 8-13 8z', pause: 'M6 4h4.4v16H6zM13.6 4H18v16h-4.4z' };

  function createPlayer(playback) {
    const path = svg('path', { d: ICONS.play });
    const icon = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'cl-icon' }, [path]);
    const word = el('span', { text: 'Play' });
    const play = button('', { class: 'cl-button cl-play', title: 'Play or pause (space)', click: playback.toggle }, [icon, word]);
    const speed = el('select', { class: 'cl-select', 'aria-label': 'Speed of play' }, SPEEDS.map(([days, text]) => {
      return el('option', { value: String(days), text, selected: days === 30 });
    }));
    speed.addEventListener('change', () => playback.setSpeed(Number(speed.value)));
    const loop = button('Loop', { class: 'cl-button cl-toggle', 'aria-pressed': 'false', title: 'Begin again at the end' });
    loop.addEventListener('click', () => {
      const on = loop.getAttribute('aria-pressed') !== 'true';
      loop.setAttribute('aria-pressed', String(on));
      playback.setLoop(on);
    });
    playback.on((playing) => {
      setText(word, playing ? 'Pause' : 'Play');
      path.setAttribute('d', playing ? ICONS.pause : ICONS.play);
    });
    return el('div', { class: 'cl-group', role: 'group', 'aria-label': 'Play' }, [play, speed, loop]);
  }

  function createModes(state, grabbed) {
    const modes = [
      ['window', 'Window', 'Claims that touch the days between the two handles'],
      ['cumulative', 'Cumulative', 'Everything since the beginning, up to the right handle'],
    ];
    const buttons = modes.map(([mode, text, title]) => button(text, {
      title, 'data-mode': mode, click: () => { grabbed(); state.set({ mode }); },
    }));
    function sync() {
      const mode = state.get().mode;
      buttons.forEach((node) => node.setAttribute('aria-pressed', String(node.dataset.mode === mode)));
    }
    return { node: el('div', { class: 'cl-segments', role: 'group', 'aria-label': 'Which claims' }, buttons), sync };
  }

  function dateInput(data, name) {
    const DAY = ns.format.DAY;
    return el('input', {
      type: 'date', class: 'cl-date', name,
      min: ns.format.isoDay(data.extent[0]), max: ns.format.isoDay(data.extent[1] - DAY),
    });
  }

  // 'From' and 'To'; the last day counts for the reader, so the state's end is the day after it.
  function createDates(data, state, moves, grabbed) {
    const DAY = ns.format.DAY;
    const from = dateInput(data, 'from');
    const to = dateInput(data, 'to');
    const words = el('span', { class: 'cl-window-words' }); // a browser may write 10/01 for the first of October
    function sync() {
      const now = state.get();
      const start = now.mode === 'cumulative' ? data.extent[0] : now.from;
      setText(words, ns.format.span(start, now.to));
      from.disabled = now.mode === 'cumulative';
      fields();
    }
    function syncFields() {
      const now = state.get();
      const values = [[from, ns.format.isoDay(now.from)], [to, ns.format.isoDay(now.to - DAY)]];
      values.forEach(([input, value]) => {
        if (input.value !== value) input.value = value;
      });
    }
    const fields = paced(syncFields, data.n); // the words beside them tell the days of every step
    function listen(input, apply) {
      input.addEventListener('change', () => {
        const day = ns.format.parseIsoDay(input.value);
        if (Number.isNaN(day) || !input.validity.valid) return; // half typed, or outside the extent
        grabbed();
        apply(day);
      });
      input.addEventListener('blur', syncFields);
    }
    listen(from, (day) => moves.setFrom(day, true));
    listen(to, (day) => moves.setTo(day + DAY, day + DAY <= state.get().from + DAY));
    syncFields();
    const field = (text, input) => el('label', { class: 'cl-field' }, [el('span', { text }), input]);
    const node = el('div', { class: 'cl-group cl-dates' }, [words, field('From', from), field('To', to)]);
    return { node, sync };
  }

  function createSteps(moves, grabbed) {
    const step = (text, title, act, isOver) => {
      const node = button(text, { title, 'aria-label': title, click: () => { grabbed(); act(); } });
      return { node, sync: () => { node.disabled = isOver(); } };
    };
    const shift = (days) => () => moves.shift(days);
    const change = (direction) => () => moves.toChange(direction);
    const none = (direction) => () => Number.isNaN(moves.changeDay(direction));
    const steps = [
      step('‹ week', 'A week back', shift(-7), moves.atStart),
      step('‹ day', 'A day back', shift(-1), moves.atStart),
      step('day ›', 'A day on', shift(1), moves.atEnd),
      step('week ›', 'A week on', shift(7), moves.atEnd),
      step('‹ change', 'Back to the last day on which a claim began or ended', change(-1), none(-1)),
      step('next change ›', 'On to the next day on which a claim begins or ends', change(1), none(1)),
    ];
    const group = (label, members) => {
      return el('div', { class: 'cl-joined', role: 'group', 'aria-label': label }, members.map((member) => member.node));
    };
    return {
      nodes: [group('Move by days', steps.slice(0, 4)), group('Move by changes', steps.slice(4))],
      sync: () => steps.forEach((member) => member.sync()),
    };
  }

  // {top, bottom, sync}: two rows of controls, and what brings them up to date with the state
  ns.createTimeControls = function (data, state, moves, playback) {
    const grabbed = playback.pause;
    const modes = createModes(state, grabbed);
    const dates = createDates(data, state, moves, grabbed);
    const steps = createSteps(moves, grabbed);
    const all = button('All dates', { class: 'cl-button cl-all', click: () => { grabbed(); moves.all(); } });
    return {
      top: [createPlayer(playback), modes.node, dates.node, all],
      bottom: steps.nodes,
      sync() {
        modes.sync();
        dates.sync();
        steps.sync();
        all.disabled = moves.isAll();
      },
    };
  };
})(window.Claimline);
