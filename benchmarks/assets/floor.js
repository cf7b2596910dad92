'use strict';
// The least that a step can be: one small box follows the pointer. What it takes is the machine's share of every figure.
(function () {
  const box = document.createElement('p');
  box.textContent = '·';
  document.body.append(box);
  window.addEventListener('pointermove', (event) => {
    box.style.transform = 'translateX(' + event.clientX + 'px)';
    window.ClaimlineProbe.stepped();
  });
  window.ClaimlineProbe.watch('pointermove');
})();
