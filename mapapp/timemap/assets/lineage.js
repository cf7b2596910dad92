'use strict';
// Who repeats whom among the reports of one claim, as far as it was public: the numbers behind the small graph on the card.
window.Claimline = window.Claimline || {};
(function (ns) {
  const MOST = 12; // nodes that are drawn; of more, the origins and the early repeats come first

  // The nearest report behind this one that was public, or the hidden origin as a name of its own: {parent, hidden}
  function behind(data, index) {
    const reports = data.payload.reports;
    let at = reports[index].from;
    let hidden = false;
    while (at !== null && !ns.isReportPublic(data, at)) {
      hidden = true;
      at = reports[at].from;
    }
    if (at !== null) return { parent: at, hidden };
    return { parent: hidden ? 'hidden ' + reports[index].origin : null, hidden };
  }

  // Add a report and everything public behind it
  function add(data, nodes, index) {
    if (nodes.has(index)) return;
    const { parent, hidden } = behind(data, index);
    nodes.set(index, { index, parent, hidden, depth: 0 });
    if (typeof parent === 'number') add(data, nodes, parent);
    else if (parent !== null) nodes.set(parent, { index: -1, parent: null, hidden: false, depth: 0 });
  }

  function depthOf(nodes, node) {
    return node.parent === null ? 0 : 1 + depthOf(nodes, nodes.get(node.parent));
  }

  const timeOf = (data, node) => (node.index < 0 || data.payload.reports[node.index].at === null
    ? Infinity : data.payload.reports[node.index].at);

  // By time, and in the order of the file where that is equal
  function byTime(data) {
    return (a, b) => {
      const [one, other] = [timeOf(data, a), timeOf(data, b)];
      return one === other ? a.index - b.index : one < other ? -1 : 1;
    };
  }

  // Each origin followed by what repeats it, and that by what repeats it in turn
  function inOrder(data, kept) {
    const children = new Map();
    kept.forEach((node) => children.set(node.parent, (children.get(node.parent) || []).concat(node)));
    const walk = (key) => (children.get(key) || []).sort(byTime(data))
      .flatMap((node) => [node, ...walk(node.key)]);
    return walk(null);
  }

  // Pairs of drawn reports of which one is marked as not independent of the other
  function dependences(data, drawn) {
    const reports = data.payload.reports;
    const shown = new Set(drawn.map((node) => node.index));
    return drawn
      .filter((node) => node.index >= 0 && reports[node.index].independent_of !== null)
      .map((node) => [node.index, reports[node.index].independent_of])
      .filter(([, other]) => shown.has(other));
  }

  // {nodes: [{index (-1: an origin that was not public), parent, hidden, depth}] from top to bottom, links: pairs not
  // independent of each other, left: how many reports were left out}
  ns.lineageOf = function (data, row) {
    const nodes = new Map();
    ns.publicEntries(data, 'reports', row).forEach((index) => add(data, nodes, index));
    nodes.forEach((node, key) => Object.assign(node, { key, depth: depthOf(nodes, node) }));
    const order = byTime(data);
    const important = Array.from(nodes.values()).sort((a, b) => a.depth - b.depth || order(a, b));
    const drawn = inOrder(data, important.slice(0, MOST));
    return { nodes: drawn, links: dependences(data, drawn), left: nodes.size - drawn.length };
  };
})(window.Claimline);
