'use strict';
// "Who says what": one row a claim, one column a party, in each cell the party's latest word as of the day of knowledge.
window.Claimline = window.Claimline || {};
(function (ns) {
  const { el, setText } = ns.dom;
  const ROW_PX = 79; // the same in views.css
  const HEAD_PX = 34; // of the heading over the claims without a date; the same in views.css
  const WHOLE = 100; // rows up to which all are drawn; beyond, those in sight
  const SPARE = 6; // rows drawn above and below what is in sight
  const CAP = 100000; // rows that the table may hold
  const KEEP = 2000; // built rows that wait to be used again
  const NOTE = 'What a party says is its word, never a verdict: the sign beside a claim shows how far it is verified. ' +
    'Where nothing is known of a party, that is not a denial.';

  function claimCell(data, row) {
    const { visible } = ns.format;
    const claims = data.payload.claims;
    const status = data.payload.statuses[data.status[row]];
    return el('th', { scope: 'row' }, [
      el('button', { type: 'button', class: 'cl-says-claim cl-cell', title: visible(claims.text[row]) }, [
        ns.mark(status, { hollow: data.hollow[row] === 1, denied: data.denied[row] === 1 }),
        el('span', {}, [
          el('span', { class: 'cl-says-top' }, [el('b', { text: status.label }), ' · ' + visible(ns.whenWords(data, row))]),
          el('span', { class: 'cl-says-text', dir: 'auto', text: visible(claims.text[row]) }),
        ]),
      ]),
    ]);
  }

  function headNode(payload, columns) {
    const cell = ({ party, count }) => el('th', { scope: 'col' }, [
      el('span', { class: 'cl-party', dir: 'auto', text: ns.format.visible(payload.parties[party]) }),
      el('span', { class: 'cl-party-count', text: ns.format.plural(count, 'position') }),
    ]);
    return el('tr', {}, [el('th', { scope: 'col', text: 'Claim' }), ...columns.map(cell)]);
  }

  const spacer = () => el('tr', { class: 'cl-spacer', 'aria-hidden': 'true' }, [el('td')]);

  // Puts `nodes` between two spacers; what stays is not touched, so that it keeps the focus and the table its place
  function arrange(body, before, nodes, after) {
    const wanted = new Set(nodes);
    Array.from(body.children).forEach((node) => {
      if (node !== before && node !== after && !wanted.has(node)) node.remove();
    });
    let at = before.nextSibling;
    nodes.forEach((node) => {
      if (node === at) at = at.nextSibling;
      else body.insertBefore(node, at);
    });
  }

  // Where the lines of a table begin: the dated rows, then, where there are some, a heading and the undated rows
  function layout(dated, undated) {
    const lines = undated > 0 ? dated + 1 + undated : dated;
    const top = (line) => line * ROW_PX - (undated > 0 && line > dated ? ROW_PX - HEAD_PX : 0);
    return { lines, top, height: top(lines) };
  }

  // The body draws the lines in sight only; lineNode(line) gives one of `plan.lines`
  function createBody(scroller, body, lineNode) {
    const [before, after] = [spacer(), spacer()];
    let plan = layout(0, 0);
    let range = [0, 0];
    body.append(before, after);
    function wanted() {
      if (plan.lines <= WHOLE) return [0, plan.lines];
      const first = Math.floor(scroller.scrollTop / ROW_PX) - SPARE;
      const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW_PX) + SPARE;
      return [Math.max(0, Math.min(first, plan.lines - 1)), Math.min(plan.lines, Math.max(1, last))];
    }
    function draw() {
      const held = body.contains(document.activeElement);
      range = wanted();
      const nodes = [];
      for (let line = range[0]; line < range[1]; line += 1) nodes.push(lineNode(line));
      before.firstChild.style.height = plan.top(range[0]) + 'px';
      after.firstChild.style.height = plan.height - plan.top(range[1]) + 'px';
      arrange(body, before, nodes, after);
      if (held && !body.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    }
    scroller.addEventListener('scroll', () => {
      const next = wanted();
      if (next[0] !== range[0] || next[1] !== range[1]) draw();
    }, { passive: true });
    new ResizeObserver(() => plan.lines > WHOLE && draw()).observe(scroller);
    function show(next) {
      plan = next;
      draw();
    }
    // Brings a line into sight, below the head of the table
    function reveal(line, headPx) {
      const top = plan.top(line);
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      const bottom = top + ROW_PX + headPx;
      if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
      draw();
    }
    return { show, reveal };
  }

  // Rows as nodes, kept while neither the day of knowledge nor the columns change: a moving window moves them only
  function createRows(data, positions) {
    const { payload } = data;
    const kept = new Map();
    let held = '';
    let columns = [];
    let known = null;
    function node(row) {
      if (!kept.has(row)) {
        const said = positions.of(row, known);
        const cells = columns.map(({ party }) => ns.positionCell(said.get(party), ns.format.visible(payload.parties[party])));
        kept.set(row, el('tr', { 'data-row': String(row) }, [claimCell(data, row), ...cells]));
      }
      return kept.get(row);
    }
    function use(now, nextColumns) {
      known = now.known;
      columns = nextColumns;
      const key = [now.known, now.aspect].join();
      if (key !== held || kept.size > KEEP) kept.clear();
      held = key;
    }
    return { node, use, all: () => kept };
  }

  function headText(found, columns, now) {
    const { plural } = ns.format;
    const total = found.dated.length + found.undated.length;
    return plural(total, 'claim') + ', ' + plural(columns.length, 'party', 'parties') + ns.knownWords(now.known) +
      ', wherever on the map';
  }

  function createFrame() {
    const parts = {
      count: el('p', { class: 'cl-note', role: 'status' }),
      empty: el('p', { class: 'cl-empty' }),
      more: el('p', { class: 'cl-more' }),
      head: el('thead'),
      body: el('tbody'),
    };
    parts.table = el('table', { class: 'cl-says-table', 'aria-label': 'Who says what' }, [parts.head, parts.body]);
    parts.scroller = el('div', { class: 'cl-scroller', tabindex: '0', role: 'region', 'aria-label': 'Who says what' }, [
      parts.table, parts.more,
    ]);
    parts.title = el('div', { class: 'cl-view-head' }, [
      el('div', { class: 'cl-view-title' }, [el('h2', { text: 'Who says what' }), parts.count]),
      el('p', { class: 'cl-note', text: NOTE }),
    ]);
    return parts;
  }

  // root: an empty element; returns {update, mark}
  ns.createSays = function (root, data, state) {
    const positions = ns.createPositions(data.payload);
    const parts = createFrame();
    const rows = createRows(data, positions);
    let order = []; // row of each line, -1 for the heading
    let selected = -1;

    const heading = (columns) => el('tr', { class: 'cl-section' }, [el('th', { colspan: String(columns + 1), scope: 'rowgroup' }, [
      el('span', { text: 'No date stated' }),
    ])]);
    let section = null;
    function lineNode(line) {
      const node = order[line] < 0 ? section : rows.node(order[line]);
    node.setAttribute('aria-rowindex', String(line + 2));
    if (order[line] === selected && selected >= 0) node.setAttribute('aria-current', 'true');
      else node.removeAttribute('aria-current');
      return node;
    }
    const body = createBody(parts.scroller, parts.body, lineNode);

    function update() {
      const now = state.get();
      const columns = positions.parties(now.known);
      const found = ns.rowsAnywhere(data, state);
      const undated = found.undated.slice(0, CAP);
      const dated = found.dated.slice(0, CAP - undated.length);
      const left = found.dated.length + found.undated.length - dated.length - undated.length;
      rows.use(now, columns);
      order = undated.length > 0 ? dated.concat(-1, undated) : dated;
      section = heading(columns.length);
      parts.head.replaceChildren(headNode(data.payload, columns));
      parts.table.setAttribute('aria-rowcount', String(order.length + 1));
      parts.scroller.hidden = order.length === 0;
      setText(parts.count, headText(found, columns, now));
      setText(parts.empty, order.length === 0 ? ns.emptyWords(data, state, 'claims') : '');
      setText(parts.more, left > 0 ? 'and ' + ns.format.count(left) + ' more: narrow the dates or filter' : '');
      body.show(layout(dated.length, undated.length));
    }

    function mark(row) {
      const before = rows.all().get(selected);
      const after = rows.all().get(row);
      selected = row;
      if (before) before.removeAttribute('aria-current');
      if (after) after.setAttribute('aria-current', 'true');
    }

    // Arrow up and down walk from claim to claim
    function walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const line = event.target.closest('tr[data-row]');
      if (!step || line === null) return;
      event.preventDefault();
      let next = order.indexOf(Number(line.dataset.row)) + step;
      if (order[next] === -1) next += step;
      if (order[next] === undefined) return;
      body.reveal(next, parts.head.offsetHeight);
      rows.node(order[next]).querySelector('button').focus({ preventScroll: true });
    }

    parts.body.addEventListener('click', (event) => {
      const line = event.target.closest('tr[data-row]');
      if (line !== null) state.set({ selected: Number(line.dataset.row), group: null });
    });
    parts.body.addEventListener('keydown', walk);
    root.append(parts.title, parts.empty, parts.scroller);
    return { update, mark };
  };
})(window.Claimline);
