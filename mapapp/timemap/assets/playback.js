'use strict';
// Moves the window by itself: its width stays, its place runs on at so many days a second.
window.Claimline = window.Claimline || {};
(function (ns) {
  const LONGEST_FRAME_MS = 250; // a tab that was asleep does not leap
  const CALM_STEP_MS = 1000; // with reduced motion: one step a second instead of a glide
  const OPENING_DAYS = 30; // a window over everything cannot move, so play begins with this much

  ns.createPlayback = function (data, state, moves) {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)');
    const listeners = [];
    let frame = 0; // 0: paused
    let before = 0;
    let waited = 0; // milliseconds since the last move
    let speed = 30; // days a second
    let loop = false;

    const tell = () => listeners.forEach((listener) => listener(frame !== 0));

    function begin() {
      const DAY = ns.format.DAY;
      const length = data.extent[1] - data.extent[0];
      if (state.get().mode === 'window' && moves.isAll()) {
        const width = Math.min(OPENING_DAYS * DAY, ns.format.dayFloor(length / 2));
        moves.put(data.extent[0], data.extent[0] + width);
      } else if (moves.atEnd()) {
        moves.rewind();
      }
    }

    function advance() {
      if (calm.matches && waited < CALM_STEP_MS) return;
      const days = Math.floor((waited * speed) / 1000);
      if (days < 1) return;
      waited -= (days * 1000) / speed;
      if (!moves.atEnd()) moves.shift(days);
      else if (loop) moves.rewind();
      else pause();
    }

    function tick(now) {
      waited += Math.min(now - before, LONGEST_FRAME_MS);
      before = now;
      frame = requestAnimationFrame(tick);
      advance();
    }

    function play() {
      if (frame !== 0) return;
      begin();
      before = performance.now();
      waited = 0;
      frame = requestAnimationFrame(tick);
      tell();
    }

    function pause() {
      if (frame === 0) return;
      cancelAnimationFrame(frame);
      frame = 0;
      tell();
    }

    return {
      play,
      pause,
      toggle: () => (frame === 0 ? play() : pause()),
      isPlaying: () => frame !== 0,
      setSpeed: (daysPerSecond) => { speed = daysPerSecond; },
      setLoop: (wanted) => { loop = wanted; },
      on: (listener) => listeners.push(listener),
    };
  };
})(window.Claimline);
