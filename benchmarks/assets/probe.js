'use strict';
// Takes the time of each step: from the time stamp of the input to the end of the frame that shows its effect.
// Times are milliseconds of performance.now(); `stepped()` is called by whoever sees that the input had an effect.
(function () {
  const channel = new MessageChannel();
  let input = null; // {at, began} of the input that is being handled
  let waiting = null; // the step whose frame has not ended; `frame`: when that frame began, 0 before it did
  let steps = [];

  function ended() {
    if (waiting === null || waiting.frame === 0) return;
    steps.push({ input: waiting.at, began: waiting.began, frame: waiting.frame, painted: performance.now() });
    waiting = null;
  }
  // A message posted from a frame's callback arrives when that frame has been styled, laid out and painted. Where the next
  // input overtakes it, that input comes after the painting, too: frames are whole tasks.
  channel.port1.onmessage = ended;
  function note(event) {
    ended();
    input = { at: event.timeStamp, began: performance.now(), frame: 0 };
  }
  function stepped() {
    if (input === null || waiting !== null) return;
    waiting = input;
    input = null;
    requestAnimationFrame((frame) => {
      waiting.frame = frame;
      channel.port2.postMessage(0);
    });
  }

  window.ClaimlineProbe = {
    // watch('pointermove'): from now on this event is the input
    watch: (name) => window.addEventListener(name, note, { capture: true }),
    stepped,
    take() {
      const taken = steps;
      steps = [];
      return taken;
    },
  };
})();
