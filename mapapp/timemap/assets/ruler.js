'use strict';
// Under the histogram: the band that says when claims were collected, and the dates.
window.Claimline = window.Claimline || {};
(function (ns) {
  const el = ns.dom.el;
  const LABEL_PX = 34; // room that 'Sep' needs
  const DAY_LABEL_PX = 52; // room that '14 Oct' needs
  const YEAR_PX = 34;
  const STATES = { collected: 'Collected', partly: 'Partly collected', none: 'Not collected' };

  function place(node, data, from, to) {
    const length = data.extent[1] - data.extent[0];
    const start = Math.max(from, data.extent[0]);
    node.style.left = ((start - data.extent[0]) / length) * 100 + '%';
    node.style.width = ((Math.min(to, data.extent[1]) - start) / length) * 100 + '%';
    return node;
  }

  function coverageText(range) {
    const name = STATES[range.state] || ns.format.capital(ns.format.visible(range.label));
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

  // Whether every day of [from, to) lies in ranges in which nothing was collected
  ns.isUncollected = function (data, from, to) {
    return !ns.coverageRanges(data).some((range) => range.state !== 'none' && range.from < to && range.to > from);
  };

  // root: holds the band; plot: the histogram, behind which the times without collecting are marked too
  ns.createCoverage = function (root, plot, data) {
    const band = el('div', { class: 'cl-coverage', role: 'list', 'aria-label': 'When claims were collected' });
    ns.coverageRanges(data).forEach((range) => {
      if (range.to <= data.extent[0] || range.from >= data.extent[1]) return;
      const text = coverageText(range);
      const part = el('span', { class: 'cl-coverage-' + range.state, role: 'listitem', title: text, 'aria-label': text });
      band.append(place(part, data, range.from, range.to));
      if (range.state === 'none') plot.prepend(place(el('i', { class: 'cl-gap' }), data, range.from, range.to));
    });
    root.append(band);
  };

  ns.coverageKey = function () {
    const entries = Object.keys(STATES).map((state) => {
      return el('span', { class: 'cl-key' }, [el('i', { class: 'cl-coverage-' + state }), STATES[state]]);
    });
    return el('div', { class: 'cl-coverage-key' }, entries);
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
