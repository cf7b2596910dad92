'use strict';
// The filters of a page that has no server beside it, as a part of the state: what geodata.store.filter_mask and
// filter_since say of the same question (a browser test compares them). A question: {types, statuses, modalities: ids,
// parties: names, sources: positions in payload.sources, text}; an empty list, like an empty text, keeps everything.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { DAY } = ns.format; // seconds
  const ALWAYS = -2147483648; // days since 1970
  const UNDATED = 2147483646; // kept only where everything recorded counts
  const NEVER = 2147483647;

  // By row: [{day, source, party, text: folded}], of each report
  function readReports(payload) {
    const rows = payload.claims.id.map(() => []);
    payload.reports.forEach((report) => {
      const source = payload.sources[report.source];
      const party = payload.parties[source.party];
      rows[report.claim].push({
        day: report.at === null ? UNDATED : report.at / DAY,
        source: report.source, party,
        text: ns.fold([report.title, source.name, party].join('\n')),
      });
    });
    return rows;
  }

  // By row: [[folded text, the first day on which it counts]]; remarks are ours and have no date
  function readTexts(payload, reports) {
    const { claims, places, types, modalities } = payload;
    return claims.id.map((id, row) => {
      const place = places[claims.place[row]];
      const names = place ? [place.names.en, place.names.ru, place.names.uk, place.names.ko] : [];
      const own = [id, claims.text[row], claims.actor[row], types[claims.type[row]].label, modalities[claims.modality[row]].label];
      const remarks = [claims.remark[row], place ? place.remark : ''];
      return [
        [ns.fold([...own, ...names].join('\n')), ALWAYS], [ns.fold(remarks.join('\n')), UNDATED],
        ...reports[row].map(({ text, day }) => [text, day]),
      ];
    });
  }

  // The first day on which one of them counts
  const firstDay = (days) => days.reduce((least, day) => Math.min(least, day), NEVER);

  function sinceReports(reports, isMeant) {
    return firstDay(reports.filter(isMeant).map(({ day }) => day));
  }

  function sinceWord(texts, word) {
    return firstDay(texts.filter(([text]) => text.includes(word)).map(([, day]) => day));
  }

  // data: as createData makes it. Returns {patch(question) -> {mask, since, statuses}, left(question, state): how many of
  // the known claims it keeps on the state's day, known(): how many those are, heard(known): sources that had reported}
  ns.createSearch = function (data) {
    const { payload } = data;
    const { claims } = payload;
    const reports = readReports(payload);
    let texts = null; // folded when somebody searches

    function maskOf({ types, modalities }) {
      const isMeant = (chosen, vocabulary) =>
        Uint8Array.from(vocabulary, ({ id }) => (chosen.length === 0 || chosen.includes(id) ? 1 : 0));
      const [typed, modal] = [isMeant(types, payload.types), isMeant(modalities, payload.modalities)];
      return Uint8Array.from(claims.type, (type, row) => typed[type] & modal[claims.modality[row]]);
    }

    function sinceOf({ parties, sources, text }) {
      const words = ns.splitWords(ns.fold(text));
      if (parties.length === 0 && sources.length === 0 && words.length === 0) return null;
      if (words.length > 0 && texts === null) texts = readTexts(payload, reports);
      return Int32Array.from(reports, (of, row) => {
        let day = ALWAYS;
        if (sources.length > 0) day = Math.max(day, sinceReports(of, ({ source }) => sources.includes(source)));
        if (parties.length > 0) day = Math.max(day, sinceReports(of, ({ party }) => parties.includes(party)));
        words.forEach((word) => { day = Math.max(day, sinceWord(texts[row], word)); });
        return day;
      });
    }

    const patch = (question) => ({
      mask: maskOf(question),
      since: sinceOf(question),
      statuses: question.statuses.length === 0 ? null : question.statuses,
    });
    const total = (flags) => flags.reduce((sum, flag) => sum + flag, 0);
    return {
      patch,
      left: (question, { known }) => total(ns.keepOf(data, Object.assign(patch(question), { known })).map((kept, row) => kept & data.publicNow[row])),
      known: () => total(data.publicNow),
      heard(known) {
        const found = new Set();
        payload.reports.forEach((report) => { if (ns.isPublic(report.at, known)) found.add(report.source); });
        if (known === null) payload.sources.forEach((_, index) => found.add(index));
        return found;
      },
    };
  };
})(window.Claimline);
