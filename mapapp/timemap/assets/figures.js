'use strict';
// The figures of one topic as of a day: which are public, what became of each, and each in a sentence.
window.Claimline = window.Claimline || {};
(function (ns) {
  const isStated = (value) => value !== null && value !== undefined;

  // 'at least 8,000', '10,000 (8,000 to 12,000)': what was given and nothing else
  ns.figureWords = function ({ low, best, high }) {
    const { count } = ns.format;
    const range = [
      isStated(low) && isStated(high) ? count(low) + ' to ' + count(high) : '',
      isStated(low) && !isStated(high) ? 'at least ' + count(low) : '',
      !isStated(low) && isStated(high) ? 'at most ' + count(high) : '',
    ].join('');
    if (!isStated(best) || (best === low && best === high)) return range || count(best);
    return count(best) + (range ? ' (' + range + ')' : '');
  };

  // Whether a figure has a number at all
  ns.isFigure = (figure) => isStated(figure.low) || isStated(figure.best) || isStated(figure.high);

  // What became of it by the day of knowledge: replaced by a later figure, or taken back
  ns.figureFate = function ({ figure, isFaded, isStruck }) {
    if (isStruck) return 'withdrawn' + (isFaded ? ', no longer stands since ' + ns.format.day(figure.superseded) : '');
    return isFaded ? 'superseded ' + ns.format.day(figure.superseded) : '';
  };

  function sentence(data, entry, topic, known) {
    const { visible, words, day } = ns.format;
    const { figure, row } = entry;
    const unit = figure.unit || topic.unit;
    const parts = [
      entry.source + ': ' + ns.figureWords(figure) + ' ' + words(unit) + ', ' + visible(ns.whenWords(data, row)),
      figure.at === null ? 'public on a day that is not stated' : 'public since ' + day(figure.at),
      data.payload.statuses[data.status[row]].label.toLowerCase(),
    ];
    const became = ns.figureFate(entry);
    if (became !== '' && became !== 'withdrawn') parts.push(became.replace('withdrawn, ', ''));
    return parts.join('; ') + '.' + (known === null ? '' : ' A' + ns.knownWords(known).slice(2) + '.');
  }

  // Symbol number of each source of a topic, in file order whatever the day, so that a source keeps its symbol
  function symbolsOf(payload, topic) {
    const symbols = new Map();
    payload.figures.forEach((figure) => {
      if (figure.topic === topic && !symbols.has(figure.source)) symbols.set(figure.source, symbols.size);
    });
    return symbols;
  }

  function entryOf(data, index, now, symbols) {
    const figure = ns.figureOn(data, data.payload.figures[index]);
    const status = data.payload.statuses[data.status[figure.claim]];
    return {
      figure,
      index, // in payload.figures
      row: figure.claim,
      source: ns.format.visible(data.payload.sources[figure.source].name),
      symbol: symbols.get(figure.source),
      isFaded: figure.superseded !== null && ns.isPublic(figure.superseded, now.known),
      isStruck: status.id === 'withdrawn',
    };
  }

  // topic: position in payload.topics. {drawn: inside the window, undated, outside: how many, hidden: how many the filters
  // hide, later: how many were not public yet, dateless: of how many nobody knows when they became public}; entries by time, then in file order
  ns.figuresOf = function (data, state, topic) {
    const now = state.get();
    const [from, to] = state.window();
    const symbols = symbolsOf(data.payload, topic);
    const found = { drawn: [], undated: [], outside: 0, hidden: 0, later: 0, dateless: 0 };
    data.payload.figures.forEach((recorded, index) => {
      if (recorded.topic !== topic || !ns.isFigure(recorded)) return;
      const figure = ns.figureOn(data, recorded);
      if (now.known !== null && figure.at === null) found.dateless += 1;
      else if (!ns.isPublic(figure.at, now.known) || data.publicNow[figure.claim] === 0) found.later += 1;
      else if (now.keep[figure.claim] === 0) found.hidden += 1;
      else if (figure.t0 !== null && (figure.t0 >= to || (figure.t1 !== null && figure.t1 <= from))) found.outside += 1;
      else (figure.t0 === null ? found.undated : found.drawn).push(entryOf(data, index, now, symbols));
    });
    found.drawn.sort((a, b) => a.figure.t0 - b.figure.t0);
    found.drawn.concat(found.undated).forEach((entry) => {
      entry.sentence = sentence(data, entry, data.payload.topics[topic], now.known);
    });
    return found;
  };
})(window.Claimline);
