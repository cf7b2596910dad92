'use strict';
// Under the histogram: the band that says when claims were collected, and the dates.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, rove, setText } = ns.dom;
  const LABEL_PX = 34; // room that 'Sep' needs
  const DAY_LABEL_PX = 52; // room that '14 Oct' needs
  const YEAR_PX = 34;
  const STATES = {
    collected: ['Collected', 'claims of these dates were looked for'],
    partly: ['Partly collected', 'some of what was said then is missing'],
    none: ['Not collected', 'nobody looked: an empty map means nothing'],
  };

  function place(node, data, from, to) {
    const length = data.extent[1] - data.extent[0];
    const start = Math.max(from, data.extent[0]);
    node.style.left = ((start - data.extent[0]) / length) * 100 + '%';
    node.style.width = ((Math.min(to, data.extent[1]) - start) / length) * 100 + '%';
    return node;
  }

  function coverageText(range) {
    const [name] = STATES[range.state] || [ns.format.capital(ns.format.visible(range.label))];
    const note = range.note ? ': ' + ns.format.visible(range.note) : '';
    return name + ', ' + ns.format.span(range.from, range.to) + note;
  }

  // Spans of the extent that no coverage range speaks of
  function silences(data) {
    const ranges = data.payload.coverage.slice().sort((a, b) => a.from - b.from);
    const gaps = [];
    let until = data.extent[0];
    ranges.forEach((range) => {
      if (range.from > until) gaps.push({ from: until, to: range.from, state: 'none', note: 'nothing is said of this time' });
      until = Math.max(until, range.to);
    });
    if (until < data.extent[1]) {
      gaps.push({ from: until, to: data.extent[1], state: 'none', note: 'nothing is said of this time' });
    }
    return gaps;
  }

  ns.coverageRanges = (data) => data.payload.coverage.concat(silences(data)).sort((a, b) => a.from - b.from);

  // Which states of collecting the days of [from, to) lie in: a set of 'collected', 'partly', 'none'
  ns.coverageOf = function (data, from, to) {
    const touched = ns.coverageRanges(data).filter((range) => range.from < to && range.to > from);
    return new Set(touched.length > 0 ? touched.map((range) => range.state) : ['none']);
  };

  // Whether every day of [from, to) lies in ranges in which nothing was collected
  ns.isUncollected = (data, from, to) => Array.from(ns.coverageOf(data, from, to)).every((state) => state === 'none');

  // The words of a range, above the band while the pointer or the focus is on it
  function createWords(root) {
    const words = el('p', { class: 'cl-coverage-words', hidden: true, 'aria-hidden': 'true' });
    root.append(words);
    return {
      show(part, text) {
        setText(words, text);
        words.hidden = false;
        const room = root.clientWidth - words.offsetWidth;
        words.style.left = Math.max(0, Math.min(room, part.offsetLeft)) + 'px';
      },
      hide: () => { words.hidden = true; },
    };
  }

  function rangeNode(data, range, words) {
    const text = coverageText(range);
    const part = el('span', {
      class: 'cl-coverage-' + range.state, role: 'listitem', 'aria-label': text,
      pointerenter: () => words.show(part, text), pointerleave: words.hide, focus: () => words.show(part, text), blur: words.hide,
    });
    return place(part, data, range.from, range.to);
  }

  // root: holds the band; plot: the histogram, behind which the times without full collecting are marked too
  ns.createCoverage = function (root, plot, data) {
    const frame = el('div', { class: 'cl-coverage-frame' });
    const band = el('div', { class: 'cl-coverage', role: 'list', 'aria-label': 'When claims were collected' });
    root.append(frame);
    frame.append(band);
    const words = createWords(frame);
    const shown = ns.coverageRanges(data).filter((range) => range.to > data.extent[0] && range.from < data.extent[1]);
    const parts = shown.map((range) => rangeNode(data, range, words));
    band.append(...parts);
    if (parts.length > 0) rove(parts);
    shown.filter((range) => range.state === 'none').forEach((range) => {
      plot.prepend(place(el('i', { class: 'cl-gap' }), data, range.from, range.to));
    });
  };

  ns.coverageKey = function () {
    const entries = Object.keys(STATES).map((state) => {
      const [name, meaning] = STATES[state];
      return el('span', { class: 'cl-key', title: name + ': ' + meaning }, [el('i', { class: 'cl-coverage-' + state }), name]);
    });
    const band = el('span', { class: 'cl-key', title: 'The claim belongs somewhere between the two ends of its band' }, [
      el('i', { class: 'cl-band-key' }), 'Dated to a span',
    ]);
    return el('div', { class: 'cl-coverage-key' }, [...entries, band]);
  };

  function monthTicks(data, width) {
    const pixels = (width / (data.extent[1] - data.extent[0])) * 30.4 * ns.format.DAY;
    const every = [1, 2, 3, 6, 12].find((step) => pixels * step >= LABEL_PX) || 12;
    const date = new Date(data.extent[0] * 1000);
    date.setUTCDate(1);
    const ticks = [];
    for (; date.getTime() / 1000 < data.extent[1]; date.setUTCMonth(date.getUTCMonth() + 1)) {
      const month = date.getUTCMonth();
      const at = date.getTime() / 1000;
      if (at < data.extent[0]) continue;
      if (month % every === 0) ticks.push({ at, text: ns.format.MONTHS[month], strong: month === 0 });
    }
    return ticks;
  }

  function dayTicks(data, width) {
    const pixels = (width / (data.extent[1] - data.extent[0])) * ns.format.DAY;
    const every = [1, 2, 7, 14].find((step) => pixels * step >= DAY_LABEL_PX) || 14;
    const ticks = [];
    for (let at = data.extent[0]; at < data.extent[1]; at += every * ns.format.DAY) {
      ticks.push({ at, text: ns.format.day(at).replace(/ \d+$/, ''), strong: false });
    }
    return ticks;
  }

  // One label a year; the first year of a cut extent only where it has room before the next
  function yearLabels(data, width) {
    const scale = width / (data.extent[1] - data.extent[0]);
    const first = new Date(data.extent[0] * 1000).getUTCFullYear();
    const last = new Date((data.extent[1] - 1) * 1000).getUTCFullYear();
    const labels = [];
    for (let year = last; year >= first; year -= 1) {
      const at = Math.max(data.extent[0], Date.UTC(year, 0, 1) / 1000);
      const next = labels.length > 0 ? labels[labels.length - 1].at : data.extent[1];
      if ((next - at) * scale >= YEAR_PX) labels.push({ at, text: String(year) });
    }
    return labels;
  }

  function tickNode(data, tick, row) {
    const node = el('span', { class: 'cl-tick cl-tick-' + row + (tick.strong ? ' cl-tick-strong' : ''), text: tick.text });
    node.style.left = ((tick.at - data.extent[0]) / (data.extent[1] - data.extent[0])) * 100 + '%';
    return node;
  }

  ns.createAxis = function (root, data) {
    const axis = el('div', { class: 'cl-axis', 'aria-hidden': 'true' });
    root.append(axis);
    const few = data.extent[1] - data.extent[0] <= 75 * ns.format.DAY;
    function draw() {
      const width = axis.clientWidth;
      if (width === 0) return;
      const ticks = few ? dayTicks(data, width) : monthTicks(data, width);
      const last = (tick) => tick.at + (LABEL_PX / width) * (data.extent[1] - data.extent[0]) > data.extent[1];
      ticks.forEach((tick) => { if (last(tick)) tick.text = ''; });
      axis.replaceChildren(...ticks.map((tick) => tickNode(data, tick, 'month')));
      axis.append(...yearLabels(data, width).map((label) => tickNode(data, label, 'year')));
    }
    new ResizeObserver(draw).observe(axis);
    draw();
  };
})(window.Claimline);
