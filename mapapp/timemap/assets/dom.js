'use strict';
// Small helpers that build the page out of elements and text nodes; there is no way in for markup.
window.Claimline = window.Claimline || {};
(function (ns) {
  const SVG = 'http://www.w3.org/2000/svg';
  const MANY = 400; // rows beyond which panels wait until nothing has changed for PAUSE_MS
  const PAUSE_MS = 120;
  const LONGEST_MS = 2500; // that a panel waits, at the most
  const SELDOM_MS = 400; // between two pictures of many rows that may lag a little behind

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

  // Jobs that run together, so that they share one selection: in the next frame, or, where there are many rows, when
  // nothing has asked for a while. A moving window must not wait for the words beside it, nor they for ever for it.
  function createQueue(isSlow) {
    const jobs = new Set();
    let timer = 0;
    let since = 0; // when the oldest job was asked for
    let asked = 0; // when one was asked for last
    function run() {
      const due = Array.from(jobs);
      jobs.clear();
      timer = 0;
      if (isSlow) delete document.documentElement.dataset.stale;
      due.forEach((job) => job());
    }
    const inNextFrame = () => requestAnimationFrame(run);
    // Runs when the jobs are due, or looks again when they may be: a timer set anew for every step would cost each step
    function look() {
      const now = performance.now();
      const left = Math.min(asked + PAUSE_MS, since + LONGEST_MS) - now;
      if (left <= 0) inNextFrame();
      else timer = window.setTimeout(look, left);
    }
    return function (job) {
      asked = performance.now();
      if (jobs.size === 0) {
        since = asked;
        if (isSlow) document.documentElement.dataset.stale = 'yes'; // the page pales what is about to change
      }
      jobs.add(job);
      if (timer !== 0) return;
      timer = isSlow ? window.setTimeout(look, PAUSE_MS) : inNextFrame();
    };
  }

  const everyFrame = createQueue(false);
  const whenAtRest = createQueue(true);

  // A version of `fn` that runs once a frame, or at rest for a data set of many rows.
  const paced = (fn, rows) => () => (rows > MANY ? whenAtRest(fn) : everyFrame(fn));

  // A job for the frame to come, however often it is asked for: {ask, settle}; `settle` does at once what still waits.
  // Given many `rows` it runs at most once in SELDOM_MS, so that it does not hold up what moves.
  function inFrame(fn, rows) {
    const gap = rows > MANY ? SELDOM_MS : 0;
    let waiting = false;
    let last = -Infinity;
    function settle() {
      if (!waiting) return;
      waiting = false;
      last = performance.now();
      fn();
    }
    const plan = () => requestAnimationFrame(settle);
    return {
      ask() {
        if (waiting) return;
        waiting = true;
        const left = last + gap - performance.now();
        if (left > 0) window.setTimeout(plan, left);
        else plan();
      },
      settle,
    };
  }

  // Whether a key press belongs to the element that has the focus and not to the page.
  function takesKeys(node) {
    return node instanceof Element && node.closest('input, select, textarea, button, a[href], summary') !== null;
  }

  // The size of a node in CSS px, kept: to ask the page for it would lay the page out again at every step. onSize() is
  // called when it is first known, in the first frame, and when it changes.
  function watchSize(node, onSize) {
    const size = { width: 0, height: 0 };
    new ResizeObserver(([entry]) => {
      Object.assign(size, { width: entry.contentRect.width, height: entry.contentRect.height });
      onSize();
    }).observe(node);
    return size;
  }

  const goalOf = (key, at, last) => ({
    ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last,
  })[key];

  // Many nodes, one stop of the tab key: from there arrows, Home and End walk along them
  function rove(nodes) {
    const last = nodes.length - 1;
    const stopAt = (chosen) => nodes.forEach((node) => node.setAttribute('tabindex', node === chosen ? '0' : '-1'));
    stopAt(nodes[0]);
    nodes.forEach((node, at) => {
      node.addEventListener('focus', () => stopAt(node));
      node.addEventListener('keydown', (event) => {
        const goal = goalOf(event.key, at, last);
        if (goal === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        nodes[Math.max(0, Math.min(last, goal))].focus();
      });
    });
  }

  ns.dom = { el, svg, button, setText, paced, inFrame, takesKeys, watchSize, rove };
})(window.Claimline);
