'use strict';
// A small graph on the card: origins at the left, what repeats them to the right, the earlier above; and the same as a list.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, svg, rove } = ns.dom;
  const RADIUS = 7;
  const INDENT = 17; // CSS px from a report to what repeats it
  const DEEPEST = 5; // indents that are drawn; what lies deeper stays below its kin
  const GUTTER = 16; // room at the left for the links of reports that are not independent
  const GAP = 8;
  const FONT = '600 12.5px -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
  const SIGNS = { asserts: '+', denies: '−', admits: '!', mentions: '·' };
  const MEANINGS = { '+': 'asserts', '−': 'denies', '!': 'admits', '·': 'mentions' };
  const HIDDEN = 'a report that was not public yet';
  const pencil = document.createElement('canvas').getContext('2d');
  const rowHeight = () => (window.matchMedia('(pointer: coarse)').matches ? 34 : 24);

  const sourceName = (payload, index) => ns.format.visible(payload.sources[payload.reports[index].source].name);
  const nameOf = (payload, node) => (node.index < 0 ? HIDDEN : sourceName(payload, node.index));
  const signOf = (payload, node) => (node.index < 0 ? '?' : SIGNS[payload.reports[node.index].stance] || '·');

  function repeatsWords(payload, node) {
    if (node.parent === null) return node.index < 0 ? '' : ', origin';
    if (typeof node.parent !== 'number') return ', repeats ' + HIDDEN;
    return ', repeats ' + sourceName(payload, node.parent) + (node.hidden ? ' through ' + HIDDEN : '');
  }

  // One report as a sentence: 'Yonhap asserts it, 18 Oct 2024, repeats National Intelligence Service'
  function sentenceOf(payload, node, links) {
    if (node.index < 0) return ns.format.capital(HIDDEN) + ', origin';
    const report = payload.reports[node.index];
    const kin = links.filter((pair) => pair[0] === node.index).map((pair) => sourceName(payload, pair[1]));
    return nameOf(payload, node) + ' ' + ns.format.words(report.stance) + ' it, ' + ns.format.when(report.date) +
      repeatsWords(payload, node) + (kin.length > 0 ? ', not independent of ' + kin.join(' and ') : '');
  }

  function fit(text, width) {
    pencil.font = FONT;
    if (pencil.measureText(text).width <= width) return text;
    let cut = text.length;
    while (cut > 1 && pencil.measureText(text.slice(0, cut) + '…').width > width) cut -= 1;
    return text.slice(0, cut).trimEnd() + '…';
  }

  // key of a node -> where it stands
  function layOut(nodes, gutter) {
    const high = rowHeight();
    return new Map(nodes.map((node, i) => [node.key, {
      x: gutter + RADIUS + 1 + Math.min(node.depth, DEEPEST) * INDENT, y: high * (i + 0.5),
    }]));
  }

  function lineNode(places, node) {
    if (node.parent === null) return null;
    const [from, to] = [places.get(node.parent), places.get(node.key)];
    const d = from.x === to.x ? 'M' + from.x + ' ' + (from.y + RADIUS) + 'V' + (to.y - RADIUS)
      : 'M' + from.x + ' ' + (from.y + RADIUS) + 'V' + to.y + 'H' + (to.x - RADIUS);
    return svg('path', { d, class: node.hidden ? 'cl-repeat-line cl-repeat-hidden' : 'cl-repeat-line' });
  }

  function linkNode(places, pair) {
    const [one, other] = pair.map((key) => places.get(key));
    const left = Math.min(one.x, other.x) - RADIUS;
    const d = 'M' + (one.x - RADIUS) + ' ' + one.y + 'H' + (left - 3) + 'Q' + (left - 12) + ' ' + one.y + ' ' + (left - 12) +
      ' ' + (one.y + other.y) / 2 + 'T' + (left - 3) + ' ' + other.y + 'H' + (other.x - RADIUS);
    return svg('path', { d, class: 'cl-kin-line' });
  }

  function markNode(payload, node, place, said) {
    const kind = node.index < 0 ? 'hidden' : node.parent === null ? 'origin' : 'repeat';
    const stance = node.index < 0 ? '' : payload.reports[node.index].stance;
    const name = svg('text', { x: place.x + RADIUS + GAP, y: place.y + 4, class: 'cl-node-name' });
    const date = node.index < 0 ? '' : ns.format.when(payload.reports[node.index].date);
    const high = rowHeight();
    return svg('g', {
      class: 'cl-node cl-node-' + kind, role: 'listitem', 'aria-label': said, 'data-index': String(node.index), 'data-stance': stance,
    }, [
      svg('title', { text: said }),
      svg('rect', { x: 0, y: place.y - high / 2, width: '100%', height: high, class: 'cl-node-row' }),
      svg('circle', { cx: place.x, cy: place.y, r: RADIUS, class: 'cl-node-dot' }),
      svg('text', { x: place.x, y: place.y + 4, 'text-anchor': 'middle', class: 'cl-node-sign', text: signOf(payload, node) }),
      name, svg('text', { x: '100%', y: place.y + 4, 'text-anchor': 'end', class: 'cl-node-date', text: date }),
    ]);
  }

  // Names are cut to the width there is; the whole name is in the title and in the list
  function keepFitted(picture, payload, nodes, places) {
    const marks = Array.from(picture.querySelectorAll('.cl-node'));
    const observer = new ResizeObserver(() => {
      const width = picture.getBoundingClientRect().width;
      marks.forEach((mark, i) => {
        const date = mark.querySelector('.cl-node-date').getComputedTextLength();
        const room = width - places.get(nodes[i].key).x - RADIUS - GAP * 2 - date;
        ns.dom.setText(mark.querySelector('.cl-node-name'), fit(nameOf(payload, nodes[i]), room));
      });
    });
    observer.observe(picture);
  }

  function drawing(data, lineage, pick) {
    const { nodes, links } = lineage;
    const payload = data.payload;
    const places = layOut(nodes, links.length > 0 ? GUTTER : 0);
    const marks = nodes.map((node) => {
      const mark = markNode(payload, node, places.get(node.key), sentenceOf(payload, node, links));
      const go = () => node.index >= 0 && pick(node.index);
      mark.addEventListener('click', go);
      mark.addEventListener('keydown', (event) => event.key === 'Enter' && go());
      return mark;
    });
    rove(marks);
    const lines = [...nodes.map((node) => lineNode(places, node)), ...links.map((pair) => linkNode(places, pair))];
    const picture = svg('svg', {
      class: 'cl-lineage', role: 'list', 'aria-label': 'Who repeats whom', height: nodes.length * rowHeight(),
    }, [...lines, ...marks]);
    keepFitted(picture, payload, nodes, places);
    return picture;
  }

  function keyWords(payload, lineage) {
    const used = new Set(lineage.nodes.map((node) => signOf(payload, node)));
    const said = Object.keys(MEANINGS).filter((sign) => used.has(sign)).map((sign) => sign + ' ' + MEANINGS[sign]);
    if (used.has('?')) said.push('? not public yet');
    if (lineage.links.length > 0) said.push('dashed: not independent of each other');
    return 'Filled: origin. ' + said.join(', ') + '.';
  }

  function listNode(payload, lineage) {
    return el('details', { class: 'cl-lineage-list' }, [
      el('summary', { text: 'The same as a list' }),
      el('ul', {}, lineage.nodes.map((node) => el('li', { dir: 'auto', text: sentenceOf(payload, node, lineage.links) + '.' }))),
    ]);
  }

  // The graph of a row's reports as of the day of `data`, or null where there is none; pick(index): a report was chosen
  ns.provenanceNode = function (data, row, pick) {
    const lineage = ns.lineageOf(data, row);
    if (lineage.nodes.length === 0) return null;
    const left = lineage.left > 0
      ? el('p', { class: 'cl-note', text: 'and ' + ns.format.plural(lineage.left, 'report') + ' more, in the list below' })
      : null;
    return el('div', { class: 'cl-provenance' }, [
      drawing(data, lineage, pick), left,
      el('p', { class: 'cl-note', text: keyWords(data.payload, lineage) }), listNode(data.payload, lineage),
    ]);
  };
})(window.Claimline);
