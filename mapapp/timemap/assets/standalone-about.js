'use strict';
// What the file says of itself: what it showed when it was saved, from which data, and how to check it.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, button } = ns.dom;

  function facts(manifest, payload, style) {
    const { visible } = ns.format;
    const { dataset, view, program } = manifest;
    const { info } = payload;
    const day = (text) => (text ? ns.fullDay(ns.format.parseIsoDay(text)) : '');
    const known = manifest.known_on ? day(manifest.known_on)
      : 'everything recorded' + (manifest.recorded_up_to ? ', up to ' + day(manifest.recorded_up_to) : '');
    return [
      ['Shows', manifest.sentence + '.'],
      ['Claims in view', ns.format.count(manifest.claims.length) + ' when it was saved'],
      ['As known on', known],
      ['Coverage', manifest.coverage || ''],
      ['Borders', ns.format.capital(view.borders_label.replace(/^Borders: /, '')) + '. ' + view.borders_note],
      ['Data', dataset.title + ', version ' + dataset.version],
      ['Digest', dataset.digest.slice(0, 12)],
      ['Scope', info.scope],
      ['Licence of the data', dataset.licence],
      ['Credit', dataset.attribution],
      ['Ground', style.credit],
      ['Made', [day(manifest.made_on), 'with ' + program.name + ' ' + program.version].filter((text) => text !== '').join(', ')],
      ['Link', manifest.link],
    ].filter(([, text]) => text).flatMap(([name, text]) => [el('dt', { text: name }), el('dd', { dir: 'auto', text: visible(text) })]);
  }

  const HOLDS = {
    all: 'The file holds the whole data set: dates, day of knowledge and filters can be changed.',
    known: 'The file holds what was public by the end of that day and nothing later: dates and filters can be changed, and the day of knowledge can go back.',
  };
  const NOTES = [
    'It needs no network and asks nobody for anything. The data stand in its source as JSON.',
    'To check that it is unaltered and up to date: python -m mapapp verify FILE. The link opens the same view behind the address of a Claimline server.',
  ];

  // Adds its button to the header. back(): bring the map to the view as saved.
  ns.createAbout = function (shell, state, { manifest, payload, style, back }) {
    const close = button('Close', { class: 'cl-button cl-close', click: () => dialog.close() });
    const again = button('View as saved', { title: 'Bring map, dates and filters back to how they were saved', click: () => { back(); dialog.close(); } });
    const dark = ns.stateSwitch(state, 'theme', ['light', 'dark'], 'Dark colours', 'Switch between light and dark colours');
    const dialog = el('dialog', { class: 'cl-about', 'aria-labelledby': 'cl-about-title' }, [
      el('div', { class: 'cl-about-head' }, [
        el('p', { class: 'cl-about-caveat', text: manifest.caveat }),
        el('h2', { id: 'cl-about-title', tabindex: '-1', autofocus: true, dir: 'auto', text: ns.format.visible(manifest.title) }),
      ]),
      el('dl', { class: 'cl-facts' }, facts(manifest, payload, style)),
      ...[HOLDS[manifest.known_on ? 'known' : 'all'], ...NOTES].map((text) => el('p', { class: 'cl-note', text })),
      el('div', { class: 'cl-about-actions' }, [again, dark, close]),
    ]);
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); }); // beside it
    shell.root.append(dialog);
    shell.actions.append(button('About this file', { 'aria-haspopup': 'dialog', click: () => dialog.showModal() }));
    return dialog;
  };
})(window.Claimline);
