'use strict';
// Stands between the bundle and its start: the document reads its own data, and gets many times as much. The address says
// how much: ?rows=N&seed=S.
(function (ns, bench) {
  const asked = new URLSearchParams(window.location.search);
  const createData = ns.createData;
  ns.createData = (payload) => bench.multiply(createData(payload), Number(asked.get('rows')), Number(asked.get('seed')));
})(window.Claimline, window.ClaimlineBench);
