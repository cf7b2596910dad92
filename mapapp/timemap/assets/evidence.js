'use strict';
// What a claim rests on, as of the day: reports under their origin, what the parties say, the history of assessments.
window.Claimline = window.Claimline || {};
(function (ns) {
  const el = ns.dom.el;
  const RELIABILITY = {
    A: 'completely reliable', B: 'usually reliable', C: 'fairly reliable', D: 'not usually reliable', E: 'unreliable',
    F: 'cannot be judged',
  };

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

  // Remarks of ours carry no day: they stand where everything is shown, not among what was known on a day
  function remarkNode(data, text) {
    if (!text || data.knownNow !== null) return null;
    return el('p', { class: 'cl-note', dir: 'auto', text: ns.format.visible(text) });
  }

  function reportNode(data, index, row) {
    const payload = data.payload;
    const report = payload.reports[index];
    const source = payload.sources[report.source];
    const stance = ns.format.words(report.stance);
    const elsewhere = report.claim !== row ? el('span', { class: 'cl-note', text: 'a report of another claim' }) : null;
    return el('div', { class: 'cl-report', 'data-report': String(index), tabindex: '-1' }, [
      el('p', { class: 'cl-report-head' }, [
        el('b', { dir: 'auto', text: ns.format.visible(source.name) }), ' ' + stance + ' · ' + ns.format.when(report.date),
      ]),
      linkNode(report),
      el('p', { class: 'cl-note', text: partyName(payload, source.party) + ' · ' + reliabilityText(source.reliability) }),
      elsewhere, remarkNode(data, report.remark),
    ]);
  }

  // Map of origin -> the claim's public reports that go back to it, the origin itself left out
  function byOrigin(data, row) {
    const groups = new Map();
    ns.publicEntries(data, 'reports', row).forEach((index) => {
      const origin = data.payload.reports[index].origin;
      if (!groups.has(origin)) groups.set(origin, []);
      if (origin !== index) groups.get(origin).push(index);
    });
    return groups;
  }

  function originNode(data, origin, repeats, row) {
    const isPublic = ns.isReportPublic(data, origin);
    const many = ns.format.plural(repeats.length, 'report repeats', 'reports repeat');
    const said = many + (isPublic ? ' it' : ' a report that was not public yet');
    return el('li', { class: 'cl-origin' }, [
      isPublic ? el('span', { class: 'cl-kicker', text: 'Origin' }) : null,
      isPublic ? reportNode(data, origin, row) : null,
      repeats.length > 0 ? el('p', { class: 'cl-kicker', text: said }) : null,
      repeats.length > 0 ? el('ul', { class: 'cl-repeats' }, repeats.map((index) => el('li', {}, [reportNode(data, index, row)]))) : null,
    ]);
  }

  ns.reportsNode = function (data, row) {
    const groups = Array.from(byOrigin(data, row)).map(([origin, repeats]) => originNode(data, origin, repeats, row));
    return groups.length > 0 ? el('ul', { class: 'cl-origins' }, groups) : el('p', { class: 'cl-note', text: 'No report is held.' });
  };

  // '7 reports, 1 origin', and how many of several origins are independent where not all of them are
  ns.reportWords = function (data, row) {
    const { plural, count } = ns.format;
    const [origins, independent] = [data.originCount[row], data.independentCount[row]];
    const silent = origins === 1 ? ', which does not say so' : ', none of which says so';
    const fewer = independent === 0 ? silent : independent < origins ? ', ' + count(independent) + ' of them independent' : '';
    return plural(data.reportCount[row], 'report') + ', ' + plural(origins, 'origin') + fewer;
  };

  // Reports of other claims that the judgement of presence and activity rests on, as far as they were public
  function reportsElsewhere(data, row) {
    const step = data.step[row];
    const { steps, assessments, reports } = data.payload;
    if (step < 0 || steps.assessment[step] < 0) return [];
    return assessments[steps.assessment[step]].evidence
      .filter((index) => reports[index].claim !== row && ns.isReportPublic(data, index));
  }

  // ', and 1 report of another claim': what a status rests on beside the claim's own reports; '' where that is all
  ns.elsewhereWords = function (data, row) {
    const n = reportsElsewhere(data, row).length;
    return n === 0 ? '' : ', and ' + ns.format.plural(n, 'report of another claim', 'reports of other claims');
  };

  // The same on the card, each with the claim it was filed under; go(row): that claim was chosen
  ns.elsewhereNode = function (data, row, go) {
    const { reports, sources, claims } = data.payload;
    const found = reportsElsewhere(data, row);
    if (found.length === 0) return null;
    const items = found.map((index) => {
      const { source, date, claim } = reports[index];
      const text = claim < 0 ? 'a claim that this excerpt leaves out' : ns.format.visible(claims.text[claim]);
      return el('li', {}, [
        el('b', { dir: 'auto', text: ns.format.visible(sources[source].name) }), ' · ' + ns.format.when(date) + ' · ',
        claim < 0 ? text : ns.dom.button(text, { class: 'cl-elsewhere-claim', dir: 'auto', title: 'Open the card of that claim', click: () => go(claim) }),
      ]);
    });
    const said = 'This judgement rests on ' +
      (found.length === 1 ? 'a report of another claim, which the counts below leave' : 'reports of other claims, which the counts below leave') + ' out:';
    return el('div', { class: 'cl-elsewhere' }, [el('p', { text: said }), el('ul', {}, items)]);
  };

  ns.positionsNode = function (data, row) {
    const payload = data.payload;
    const found = ns.publicEntries(data, 'positions', row).map((index) => payload.positions[index]);
    if (found.length === 0) return el('p', { class: 'cl-note', text: 'No party is known to have spoken of it.' });
    return el('ul', { class: 'cl-positions' }, found.map((entry) => {
      const report = entry.report !== null && ns.isReportPublic(data, entry.report) ? payload.reports[entry.report] : null;
      return el('li', {}, [
        el('b', { dir: 'auto', text: partyName(payload, entry.party) }), ' ',
        el('span', { class: 'cl-says', 'data-says': entry.position, text: ns.format.words(entry.position) }),
        el('span', { class: 'cl-date-words', text: ns.format.when(entry.date) }),
        report ? linkNode(report) : null,
      ]);
    }));
  };

  // What others call the claim, each with who says it: their word, which moves nothing here. null: nobody is known to
  ns.foreignNode = function (data, row) {
    const found = ns.publicEntries(data, 'foreign', row).map((index) => data.payload.foreign[index]);
    if (found.length === 0) return null;
    const { visible, when } = ns.format;
    const who = (by) => (by.toLowerCase() === 'not stated' ? 'Somebody, not stated who,' : visible(by));
    const note = ({ scheme, date }) => (scheme ? 'Their scale: ' + visible(scheme) + ' · ' : '') +
      (date ? 'public ' + when(date) : 'nobody knows since when');
    return el('ul', { class: 'cl-positions cl-foreign' }, found.map((entry) => el('li', {}, [
      el('b', { dir: 'auto', text: who(entry.by) }), ' calls it ',
      el('span', { dir: 'auto', text: '“' + visible(entry.value) + '”' }), ' (their word, not our status)',
      el('p', { class: 'cl-note', dir: 'auto', text: ns.format.capital(note(entry)) }),
    ])));
  };

  // The sources that a judgement rests on; what was not public yet is counted and not named
  function evidenceWords(data, entry) {
    const payload = data.payload;
    const known = entry.evidence.filter((index) => ns.isReportPublic(data, index));
    const names = known.map((index) => ns.format.visible(payload.sources[payload.reports[index].source].name));
    const hidden = entry.evidence.length - known.length;
    if (hidden > 0) names.push(ns.format.plural(hidden, 'report') + ' not public yet');
    return names.length > 0 ? ' (' + names.join('; ') + ')' : '';
  }

  // The day of writing down comes later than the day it speaks of: it stands where everything is shown
  function dateWords(data, entry) {
    const written = data.knownNow === null ? ' · written down ' + ns.format.when(entry.recorded) : '';
    return 'Public ' + ns.format.when(entry.effective) + written + ' · ' + ns.format.visible(entry.by);
  }

  function assessmentNode(data, entry) {
    const status = data.payload.statuses[entry.status];
    return el('li', {}, [
      el('p', { class: 'cl-assessed' }, [
        ns.mark(status), el('b', { text: status.label }), ' · ' + ns.format.words(entry.aspect).toLowerCase(),
      ]),
      el('p', { dir: 'auto', text: ns.format.visible(entry.reason) }),
      el('p', { class: 'cl-note', text: 'Basis: ' + ns.format.words(entry.basis).toLowerCase() + evidenceWords(data, entry) }),
      el('p', { class: 'cl-note', text: dateWords(data, entry) }),
    ]);
  }

  // Newest first; the payload holds them oldest first
  ns.historyNode = function (data, row) {
    const entries = ns.publicEntries(data, 'assessments', row).map((index) => data.payload.assessments[index]).reverse();
    if (entries.length === 0) return el('p', { class: 'cl-note', text: 'Nobody has assessed it.' });
    return el('ol', { class: 'cl-history' }, entries.map((entry) => assessmentNode(data, entry)));
  };
})(window.Claimline);
