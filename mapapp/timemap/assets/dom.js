'use strict';
// Small helpers that build the page out of elements and text nodes; there is no way in for markup.
window.Claimline = window.Claimline || {};
(function (ns) {
  const SVG = 'http://www.w3.org/2000/svg';
  const MANY = 20000; // rows beyond which panels wait for a pause of PACE_MS between two updates
  const PACE_MS = 100;
  const COST_SHARE = 20; // a slow queue takes one twentieth of the time at most

  function apply(node, props) {
    Object.keys(props || {}).forEach((key) => {
      const value = props[key];
      if (key === 'style') throw new Error('inline style is refused by our content security policy');
      if (value === null || value === undefined || value === false) return;
      if (key === 'text') node.textContent = value;
      else if (typeof value === 'function') node.addEventListener(key, value);
      else node.setAttribute(key, value === true ? '' : value);
    });
  }

  // el('button', {class, text, title, click: fn, 'aria-label': …}, children); null children are left out
  function el(tag, props, children) {
    const node = document.createElement(tag);
    apply(node, props);
    (children || []).forEach((child) => child !== null && node.append(child));
    return node;
  }

  function svg(tag, props, children) {
    const node = document.createElementNS(SVG, tag);
    apply(node, props);
    (children || []).forEach((child) => child !== null && node.append(child));
    return node;
  }

  function button(label, props, children) {
    return el('button', Object.assign({ type: 'button', class: 'cl-button', text: label }, props), children);
  }

  // Write text only when it differs: panels are asked to update far more often than they change.
  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // Jobs that run together in one frame, so that they share one selection. A slow queue runs at most ten times a
  // second, and less often where its jobs take long: a moving window must not wait for the words beside it.
  function createQueue(isSlow) {
    const jobs = new Set();
    let planned = false;
    let last = -Infinity;
    let cost = 0;
    function run() {
      const start = performance.now();
      const due = Array.from(jobs);
      jobs.clear();
      planned = false;
      due.forEach((job) => job());
      last = performance.now();
      cost = last - start;
    }
    return function (job) {
      jobs.add(job);
      if (planned) return;
      planned = true;
      const pause = isSlow ? Math.max(PACE_MS, cost * COST_SHARE) - (performance.now() - last) : 0;
      if (pause > 0) setTimeout(() => requestAnimationFrame(run), pause);
      else requestAnimationFrame(run);
    };
  }

  const everyFrame = createQueue(false);
  const nowAndThen = createQueue(true);

  // A version of `fn` that runs once a frame, or now and then for a data set of many rows.
  const paced = (fn, rows) => () => (rows > MANY ? nowAndThen(fn) : everyFrame(fn));

  // Whether a key press belongs to the element that has the focus and not to the page.
  function takesKeys(node) {
    return node instanceof Element && node.closest('input, select, textarea, button, a[href], summary') !== null;
  }

  ns.dom = { el, svg, button, setText, paced, takesKeys };
})(window.Claimline);
