'use strict';
// The strength chart: time to the right, a count upwards from nought, one mark a figure. Ink only: colour is for statuses.
window.Claimline = window.Claimline || {};
(function (ns) {
  const svg = ns.dom.svg;
  const { DAY, MONTHS } = ns.format;
  const EDGE = { left: 56, right: 12, top: 24, bottom: 34 }; // CSS px around the plot
  const TICK_PX = 58; // room that a date needs
  const LABEL_PX = 11; // size of a label's letters
  const LABEL_ROW_PX = 14;
  const LABEL_CHARS = { wide: 40, narrow: 18 }; // of a source's name, on a desk and on a phone
  const R = 4.5; // radius of a symbol
  const ARROW_PX = 20; // length of the arrow of "at least" and "at most"

  const isStated = (value) => value !== null && value !== undefined;
  const isOpen = ({ low, high }) => isStated(low) !== isStated(high); // one end is given, the other not
  const numbersOf = ({ low, best, high }) => [low, best, high].filter(isStated);

  // A round number at or above `most`, and the lines up to it, from 0
  function scaleOf(most) {
    const rough = Math.max(1, most) / 4;
    const ten = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, [1, 2, 2.5, 5, 10].find((each) => each * ten >= rough) * ten);
    const lines = Math.max(1, Math.ceil(most / step));
    return { top: lines * step, ticks: Array.from({ length: lines + 1 }, (_, i) => i * step) };
  }

  // Dates under the plot: months, or days where the window is short
  function datesOf(from, to, width) {
    const most = Math.max(1, Math.floor(width / TICK_PX));
    if (to - from <= 75 * DAY) {
      const every = Math.max(1, Math.ceil((to - from) / DAY / most)) * DAY;
      const days = Array.from({ length: Math.ceil((to - from) / every) }, (_, i) => from + i * every);
      return days.map((at) => ({ at, text: ns.format.day(at).replace(/ \d+$/, ''), year: '' }));
    }
    const months = (to - from) / (30.4 * DAY);
    const every = [1, 2, 3, 6, 12, 24, 60, 120].find((step) => months / step <= most) || 240;
    const date = new Date(from * 1000);
    const dates = [];
    for (let month = date.getUTCFullYear() * 12 + date.getUTCMonth(); ; month += 1) {
      const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
      if (at >= to) return dates;
      if (at < from || month % every !== 0) continue;
      const year = String(Math.floor(month / 12));
      const isFirst = dates.length === 0 || month % 12 === 0;
      dates.push({ at, text: every >= 12 ? year : MONTHS[month % 12], year: isFirst && every < 12 ? year : '' });
    }
  }

  // Where a moment and a number stand, in CSS px; outside the window a moment stands on its edge
  function createSpace(size, from, to, top) {
    const width = size.width - EDGE.left - EDGE.right;
    const height = size.height - EDGE.top - EDGE.bottom;
    const base = EDGE.top + height;
    return {
      left: EDGE.left, right: EDGE.left + width, base, top: EDGE.top, width,
      x: (at) => EDGE.left + ((Math.max(from, Math.min(to, at)) - from) / (to - from)) * width,
      y: (number) => base - (number / top) * height,
      from, to,
    };
  }

  const line = (x1, y1, x2, y2, name) => svg('line', { x1, y1, x2, y2, class: name });

  function axes(space, scale, unit) {
    const rows = scale.ticks.map((number) => svg('g', {}, [
      line(space.left, space.y(number), space.right, space.y(number), number === 0 ? 'cl-base' : 'cl-line'),
      svg('text', { x: space.left - 6, y: space.y(number) + 4, class: 'cl-plot-number', text: ns.format.count(number) }),
    ]));
    const dates = datesOf(space.from, space.to, space.width).map(({ at, text, year }) => svg('g', {}, [
      line(space.x(at), space.base, space.x(at), space.base + 5, 'cl-base'),
      svg('text', { x: space.x(at) + 2, y: space.base + 15, class: 'cl-plot-date', text }),
      svg('text', { x: space.x(at) + 2, y: space.base + 28, class: 'cl-plot-date cl-plot-year', text: year }),
    ]));
    const name = svg('text', { x: 4, y: 10, class: 'cl-plot-date', text: ns.format.words(unit) });
    return svg('g', { 'aria-hidden': 'true' }, [...rows, ...dates, name]);
  }

  const corners = (x, y, points) => points.map(([dx, dy]) => (x + dx * R).toFixed(1) + ',' + (y + dy * R).toFixed(1)).join(' ');
  const polygon = (points) => (x, y) => svg('polygon', { points: corners(x, y, points) });
  const DIAMOND = polygon([[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]);
  const UP = polygon([[0, -1.2], [1.2, 1], [-1.2, 1]]);
  const DOWN = polygon([[0, 1.2], [1.2, -1], [-1.2, -1]]);
  const DOT = (x, y) => svg('circle', { cx: x, cy: y, r: R });
  const BOX = (x, y) => svg('rect', { x: x - R * 0.9, y: y - R * 0.9, width: R * 1.8, height: R * 1.8 });
  // One a source: filled, then hollow; after ten they come again, and the labels tell them apart
  const SHAPES = [DOT, BOX, DIAMOND, UP, DOWN];

  // The symbol of a source at a spot; decoration, named by the text beside it
  ns.figureSymbol = function (number, x, y) {
    const node = SHAPES[number % SHAPES.length](x, y);
    node.setAttribute('class', Math.floor(number / SHAPES.length) % 2 === 0 ? 'cl-symbol' : 'cl-symbol cl-symbol-hollow');
    return node;
  };

  // Where a figure stands: its time as pixels, and the height of its main number
  function spotOf(space, figure) {
    const isDay = figure.t1 !== null && figure.t1 - figure.t0 <= DAY;
    const x0 = space.x(figure.t0);
    const x1 = figure.t1 === null ? space.right : space.x(figure.t1);
    const main = isStated(figure.best) ? figure.best : isStated(figure.low) ? figure.low : figure.high;
    return { isDay, x0, x1, x: (x0 + x1) / 2, y: space.y(main) };
  }

  const arrow = (x, y, up) => svg('path', {
    class: 'cl-arrow', d: 'M' + x + ' ' + y + 'v' + (up ? -ARROW_PX : ARROW_PX) + 'm-4 ' + (up ? 5 : -5) + 'l4 ' + (up ? -5 : 5) + 'l4 ' + (up ? 5 : -5),
  });

  // Lowest to highest: an upright bar for a day, an area for a longer time; an arrow where one end is not given
  function extentNodes(space, figure, spot) {
    const { low, best, high } = figure;
    const nodes = [];
    const [bottom, top] = [isStated(low) ? low : best, isStated(high) ? high : best];
    if (!spot.isDay) {
      const y = isStated(top) ? space.y(top) : spot.y;
      const height = isStated(top) && isStated(bottom) ? Math.max(0, space.y(bottom) - y) : 0;
      nodes.push(svg('rect', { class: 'cl-span', x: spot.x0, y: y - 1, width: Math.max(1, spot.x1 - spot.x0), height: height + 2 }));
      nodes.push(line(spot.x0, spot.y, spot.x1, spot.y, 'cl-main' + (figure.t1 === null ? ' cl-open' : '')));
    } else {
      nodes.push(line(spot.x, space.base - 6, spot.x, space.base, 'cl-day'));
      if (isStated(top) && isStated(bottom) && top !== bottom) {
        nodes.push(line(spot.x, space.y(bottom), spot.x, space.y(top), 'cl-bar'));
        [bottom, top].forEach((end) => nodes.push(line(spot.x - 4, space.y(end), spot.x + 4, space.y(end), 'cl-bar')));
      }
    }
    if (isStated(low) && !isStated(high)) nodes.push(arrow(spot.x, spot.y, true));
    if (isStated(high) && !isStated(low)) nodes.push(arrow(spot.x, isStated(best) ? space.y(high) : spot.y, false));
    return nodes;
  }

  function figureNode(space, entry, label) {
    const { figure, spot } = entry;
    const ends = isStated(figure.best) ? [figure.best] : numbersOf(figure);
    const struck = entry.isStruck ? line(spot.x - 9, spot.y + 4, spot.x + 9, spot.y - 4, 'cl-strike') : null;
    return svg('g', {
      class: 'cl-figure' + (entry.isFaded ? ' cl-faded' : '') + (entry.isStruck ? ' cl-struck' : ''),
      role: 'button', tabindex: '0', 'aria-label': entry.sentence, 'data-row': String(entry.row),
      'data-figure': String(entry.index),
    }, [
      svg('rect', { class: 'cl-target', x: spot.x - 12, y: spot.y - 12, width: 24, height: 24 }),
      ...extentNodes(space, figure, spot),
      ...ends.map((number) => ns.figureSymbol(entry.symbol, spot.x, space.y(number))),
      struck, label,
    ]);
  }

  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '600 ' + LABEL_PX + 'px sans-serif';

  function labelText(entry, most) {
    const name = entry.source.replace(/ \(.*\)$/, '');
    return (name.length > most ? name.slice(0, most - 1) + '…' : name) + ' ' + ns.figureWords(entry.figure);
  }

  const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  // A label where it hides no symbol and no other label, or null: the key below names every symbol
  function placeLabel(space, entry, taken) {
    const text = labelText(entry, space.width > 500 ? LABEL_CHARS.wide : LABEL_CHARS.narrow);
    const width = pen.measureText(text).width + 4;
    const { x, y } = entry.spot;
    const spots = [
      [x + 9, y - 7], [x - 9 - width, y - 7], [x - width / 2, y - 22], [x - width / 2, y + 8],
      [x + 4, y - 22], [x - width - 4, y - 22],
      [x + 4, y + 8], [x - width - 4, y + 8],
    ];
    const box = spots.map(([left, top]) => ({ x: left, y: top, width, height: LABEL_ROW_PX })).find((each) => {
      return each.x >= space.left && each.x + width <= space.right && each.y >= 0 && each.y + LABEL_ROW_PX <= space.base &&
        !taken.some((other) => meet(each, other));
    });
    if (!box) return null;
    taken.push(box);
    return svg('g', { 'aria-hidden': 'true' }, [
      svg('rect', { class: 'cl-label-ground', x: box.x, y: box.y, width, height: LABEL_ROW_PX }), // no grid line strikes it out
      svg('text', { class: 'cl-plot-label', x: box.x + 2, y: box.y + 11, text }),
    ]);
  }

  function obstacles(space, entries) {
    return entries.flatMap(({ figure, spot }) => {
      const boxes = numbersOf(figure).map((number) => ({ x: spot.x - 6, y: space.y(number) - 6, width: 12, height: 12 }));
      const ys = numbersOf(figure).map(space.y);
      const top = Math.min(...ys);
      const bar = { x: spot.x - 2, y: top, width: 4, height: Math.max(...ys) - top + 1 };
      const length = { x: spot.x0, y: spot.y - 2, width: spot.x1 - spot.x0, height: 4 };
      const up = isStated(figure.low) ? ARROW_PX : 0;
      const open = { x: spot.x - 5, y: spot.y - up, width: 10, height: ARROW_PX };
      return boxes.concat(bar, spot.isDay ? [] : length, isOpen(figure) ? open : []);
    });
  }

  // size: {width, height} in CSS px; [from, to): seconds UTC. Superseded figures lie under those that stand.
  ns.drawPlot = function (node, size, entries, window, unit) {
    const scale = scaleOf(Math.max(0, ...entries.flatMap((entry) => numbersOf(entry.figure))));
    const space = createSpace(size, window[0], window[1], scale.top);
    const placed = entries.map((entry) => Object.assign({}, entry, { spot: spotOf(space, entry.figure) }));
    const taken = obstacles(space, placed);
    const standing = placed.filter((entry) => !entry.isFaded);
    const faded = placed.filter((entry) => entry.isFaded);
    const labels = new Map(standing.concat(faded).map((entry) => [entry, placeLabel(space, entry, taken)]));
    const marks = faded.concat(standing).map((entry) => figureNode(space, entry, labels.get(entry)));
    node.setAttribute('viewBox', '0 0 ' + size.width + ' ' + size.height);
    node.setAttribute('width', size.width);
    node.setAttribute('height', size.height);
    node.replaceChildren(axes(space, scale, unit), ...marks);
  };
})(window.Claimline);
