'use strict';
// What a claim rests on: reports under their origin, what the parties say, the history of assessments.
window.Claimline = window.Claimline || {};
(function (ns) {
  const el = ns.dom.el;
  const RELIABILITY = {
    A: 'completely reliable', B: 'usually reliable', C: 'fairly reliable', D: 'not usually reliable', E: 'unreliable',
    F: 'cannot be judged',
  };

  const ofClaim = (entries, row) => entries.filter((entry) => entry.claim === row);
  const partyName = (payload, party) => ns.format.visible(payload.parties[party] || '');

  function reliabilityText(code) {
    const word = RELIABILITY[code];
    return 'reliability ' + ns.format.visible(code) + (word ? ', ' + word : '');
  }

  // A link where it may be followed, its text where it may not
  function linkNode(report) {
    const title = ns.format.visible(report.title || 'Untitled report');
    const url = ns.format.safeUrl(report.url);
    if (url === null) {
      const address = report.url ? ' (' + ns.format.visible(report.url) + ', not a web address)' : '';
      return el('span', { class: 'cl-report-title', dir: 'auto', text: title + address });
    }
    return el('span', { class: 'cl-report-title' }, [
      el('a', {
        href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow', dir: 'auto', text: title, title: url.href,
      }),
      el('span', { class: 'cl-host', text: url.host }),
    ]);
  }

  function reportNode(payload, report, row) {
    const source = payload.sources[report.source];
    const stance = ns.format.words(report.stance);
    const elsewhere = report.claim !== row ? el('span', { class: 'cl-note', text: 'a report of another claim' }) : null;
    const remark = report.remark ? el('p', { class: 'cl-note', dir: 'auto', text: ns.format.visible(report.remark) }) : null;
    return el('div', { class: 'cl-report' }, [
      el('p', { class: 'cl-report-head' }, [
        el('b', { dir: 'auto', text: ns.format.visible(source.name) }), ' ' + stance + ' · ' + ns.format.when(report.date),
      ]),
      linkNode(report),
      el('p', { class: 'cl-note', text: partyName(payload, source.party) + ' · ' + reliabilityText(source.reliability) }),
      elsewhere, remark,
    ]);
  }

  // Map of origin -> the claim's reports that go back to it, the origin itself left out
  function byOrigin(payload, row) {
    const groups = new Map();
    payload.reports.forEach((report, index) => {
      if (report.claim !== row) return;
      const origin = report.origin === null ? index : report.origin;
      if (!groups.has(origin)) groups.set(origin, []);
      if (origin !== index) groups.get(origin).push(index);
    });
    return groups;
  }

  ns.reportsNode = function (data, row) {
    const payload = data.payload;
    const groups = Array.from(byOrigin(payload, row)).map(([origin, repeats]) => {
      const said = repeats.length > 0 ? ns.format.plural(repeats.length, 'report repeats', 'reports repeat') + ' it' : '';
      return el('li', { class: 'cl-origin' }, [
        el('span', { class: 'cl-kicker', text: 'Origin' }),
        reportNode(payload, payload.reports[origin], row),
        said ? el('p', { class: 'cl-kicker', text: said }) : null,
        said ? el('ul', { class: 'cl-repeats' }, repeats.map((index) => {
          return el('li', {}, [reportNode(payload, payload.reports[index], row)]);
        })) : null,
      ]);
    });
    return groups.length > 0 ? el('ul', { class: 'cl-origins' }, groups) : el('p', { class: 'cl-note', text: 'No report is held.' });
  };

  ns.positionsNode = function (data, row) {
    const payload = data.payload;
    const found = ofClaim(payload.positions, row);
    if (found.length === 0) return el('p', { class: 'cl-note', text: 'No party is known to have spoken of it.' });
    return el('ul', { class: 'cl-positions' }, found.map((entry) => {
      const report = entry.report === null || entry.report === undefined ? null : payload.reports[entry.report];
      return el('li', {}, [
        el('b', { dir: 'auto', text: partyName(payload, entry.party) }), ' ',
        el('span', { class: 'cl-says', 'data-says': entry.position, text: ns.format.words(entry.position) }),
        el('span', { class: 'cl-date-words', text: ns.format.when(entry.date) }),
        report ? linkNode(report) : null,
      ]);
    }));
  };

  function assessmentNode(payload, entry) {
    const status = payload.statuses[entry.status];
    const evidence = (entry.evidence || []).map((index) => payload.sources[payload.reports[index].source].name);
    return el('li', {}, [
      el('p', { class: 'cl-assessed' }, [
        ns.mark(status), el('b', { text: status.label }), ' · ' + ns.format.words(entry.aspect).toLowerCase(),
      ]),
      el('p', { dir: 'auto', text: ns.format.visible(entry.reason) }),
      el('p', { class: 'cl-note', text: 'Basis: ' + ns.format.words(entry.basis).toLowerCase() +
        (evidence.length > 0 ? ' (' + evidence.map(ns.format.visible).join('; ') + ')' : '') }),
      el('p', { class: 'cl-note', text: 'Public ' + ns.format.when(entry.effective) + ' · written down ' +
        ns.format.when(entry.recorded) + ' · ' + ns.format.visible(entry.by) }),
    ]);
  }

  // Newest first; the payload holds them oldest first
  ns.historyNode = function (data, row) {
    const entries = ofClaim(data.payload.assessments, row).reverse();
    if (entries.length === 0) return el('p', { class: 'cl-note', text: 'Nobody has assessed it.' });
    return el('ol', { class: 'cl-history' }, entries.map((entry) => assessmentNode(data.payload, entry)));
  };
})(window.Claimline);
