'use strict';
// The filters in words, as geodata.store.filter_words says them (a browser test compares the two).
window.Claimline = window.Claimline || {};
(function (ns) {
  function joined(words, last) {
    return words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' ' + last + ' ' + words[words.length - 1];
  }

  // Labels of the chosen words, in the order of the vocabulary
  function inOrder(chosen, vocabulary) {
    return vocabulary.filter(({ id }) => chosen.includes(id)).map(({ label }) => label.toLowerCase());
  }

  // By code points, as Python sorts
  function byCodePoints(a, b) {
    const [one, other] = [Array.from(a), Array.from(b)];
    for (let i = 0; i < Math.min(one.length, other.length); i += 1) {
      if (one[i] !== other[i]) return one[i].codePointAt(0) - other[i].codePointAt(0);
    }
    return one.length - other.length;
  }

  // question: as standalone-search.js takes it
  ns.filterWords = function (payload, question) {
    const types = inOrder(question.types, payload.types);
    let said = types.length > 0 ? ns.format.capital(joined(types, 'and')) + ' claims' : 'All claims';
    const kinds = [[question.statuses, payload.statuses], [question.modalities, payload.modalities]];
    kinds.forEach(([chosen, vocabulary]) => {
      if (chosen.length > 0) said += ', ' + joined(inOrder(chosen, vocabulary), 'or');
    });
    const named = question.sources.map((index) => payload.sources[index].name);
    const reporters = [question.parties, named].filter((names) => names.length > 0);
    if (reporters.length > 0) {
      said += ', reported by ' + reporters.map((names) => joined(names.slice().sort(byCodePoints), 'or')).join(' and by ');
    }
    const words = ns.splitWords(question.text);
    return words.length > 0 ? said + ', matching “' + words.join(' ') + '”' : said;
  };

  Object.assign(ns, { byCodePoints });
})(window.Claimline);
