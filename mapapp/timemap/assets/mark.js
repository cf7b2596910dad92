'use strict';
// The sign of a status as an inline drawing: shape, colour and letter, dashed outline for a plan or an inference.
window.Claimline = window.Claimline || {};
(function (ns) {
  const svg = ns.dom.svg;

  function ring(corners, radius, turn, inner) {
    const points = [];
    const steps = inner ? corners * 2 : corners;
    for (let i = 0; i < steps; i += 1) {
      const r = inner && i % 2 === 1 ? radius * inner : radius;
      const angle = ((i * 360) / steps + turn - 90) * (Math.PI / 180);
      points.push((10 + r * Math.cos(angle)).toFixed(2) + ',' + (10 + r * Math.sin(angle)).toFixed(2));
    }
    return points.join(' ');
  }

  // On a drawing board of 20 by 20; each shape has about the same area and holds a letter at its middle.
  const SHAPES = {
    circle: () => svg('circle', { cx: 10, cy: 10, r: 8 }),
    square: () => svg('rect', { x: 2.6, y: 2.6, width: 14.8, height: 14.8 }),
    diamond: () => svg('polygon', { points: ring(4, 9.6, 0) }),
    triangle: () => svg('polygon', { points: '10,0.8 19.6,18 0.4,18' }),
    star: () => svg('polygon', { points: ring(5, 10, 0, 0.56) }),
    cross: () => svg('polygon', { points: '6,1 14,1 14,6 19,6 19,14 14,14 14,19 6,19 6,14 1,14 1,6 6,6' }),
    pentagon: () => svg('polygon', { points: ring(5, 9.4, 0) }),
  };
  const LETTER_Y = { triangle: 15.6, star: 14, pentagon: 14.2 };

  function letter(status, hollow) {
    const y = LETTER_Y[status.shape] || 13.6;
    const fill = hollow ? '#1b1b1f' : status.ink;
    return svg('text', { x: 10, y, fill, class: 'cl-mark-letter', 'text-anchor': 'middle', text: status.letter });
  }

  function denial() {
    return svg('g', { class: 'cl-mark-denied' }, [
      svg('circle', { cx: 18.2, cy: 3.6, r: 3.4 }),
      svg('path', { d: 'M16.1 5.7l4.2-4.2' }),
    ]);
  }

  // status: an entry of payload.statuses; options: {hollow, denied}. Decoration only: say it in text beside it.
  ns.mark = function (status, options) {
    const wanted = options || {};
    const shape = SHAPES[status.shape]();
    shape.setAttribute('class', wanted.hollow ? 'cl-mark-hollow' : 'cl-mark-full');
    const { mix, lineColour } = ns.glyphs;
    shape.setAttribute('fill', wanted.hollow ? mix('#ffffff', status.colour, 0.16) : status.colour);
    if (wanted.hollow) shape.setAttribute('stroke', lineColour(status.colour, 'light'));
    const halo = wanted.hollow ? shape.cloneNode() : null; // sets the dashes off from a dark page
    if (halo) halo.setAttribute('class', 'cl-mark-halo');
    return svg('svg', { viewBox: '-1 -1 24 22', class: 'cl-mark', 'aria-hidden': 'true', focusable: 'false' }, [
      halo, shape, letter(status, wanted.hollow), wanted.denied ? denial() : null,
    ]);
  };
})(window.Claimline);
