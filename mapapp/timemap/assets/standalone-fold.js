'use strict';
// Text folded for search, character by character as geodata.store.text.fold does it (a browser test compares the two for
// every character): compatibility forms taken apart, combining marks dropped, case folded.
window.Claimline = window.Claimline || {};
(function (ns) {
  // Characters with a combining class in Unicode 14: by range, how far it begins after the end of the one before, and how
  // many more it holds, in base 36. Later marks are too rare to be typed.
  const MARKS =
    'lc,26 2,v 7o,4 7e,18 2 2,1 2,1 2 21,a 1d,k h 2u,6 3,5 3,1 2,3 10 v,q 4h,8 a p,3 2,8 2,2 2,4 18,2 1p,7 17,n ' +
    '2,s 1p h 4,3 2w h 1d 1q h 33 h 33 h 3k 33 h 8,1 2u h 32,1 h 3h 32,2 e,3 31,2 e,3 25,1 s 2 2 1k,1 2 6,3 3 ' +
    '2,2 2,1 1r 35 2,1 2b k0,2 qd,1 v 4e b 5o 40,2 64,1 20 l,7 3 1d,d 2,f 2u g 13,8 1j,1 1n c,1 1w 49,2 2,c 2,6 ' +
    '5 7 4,1 5j,1r k1,c 5 4,b 2db,2 3y 2p,v ff,5 2y,1 n9x 5,9 x,1 29,1 7p 12 48 s,h 1m,2 12 2o d 6o 2,2 3,1 6,1 ' +
    '2 1h 6v fn5 le,f r2 6b 46,4 1ar 2 15,2 5 4m,1 fy,3 as,1 4a,a 1e,3 5d 16 f 1m,1 1y,2 1d,1 1r 25 a 2z,1 4z,1 ' +
    '29,1 h p,6 4,4 5q 4 o 2s,1 70,1 3j 3b,1 38 7i,1 77,1 5 4d 2c j 2a bq 77 2,1 2a fa1,4 1o,6 xm,1 f59 43r,4 ' +
    '4,5 9,7 3,6 v,3 45,2 2po,6 2,g 3,6 2,1 2,4 7a,6 ag 1q,3 15t,6 32,6';
  const CYRILLIC = ['в', 'д', 'о', 'с', 'т', 'т', 'ъ', 'ѣ', 'ꙋ']; // U+1C80 to U+1C88: old shapes of these letters

  function readMarks() {
    const marks = new Set();
    let at = 0;
    MARKS.split(' ').forEach((range) => {
      const [gap, more] = range.split(',').map((text) => parseInt(text, 36));
      at += gap;
      const last = at + (more || 0);
      for (; at < last; at += 1) marks.add(at);
      marks.add(last);
    });
    return marks;
  }
  let marks = null; // made when the first character beyond ASCII is folded

  // Case folding where it is not the lower case: sharp s, final sigma, Cherokee, old Cyrillic
  function caseOf(character, code) {
    if (code === 0xdf || code === 0x1e9e) return 'ss';
    if (code === 0x3c2) return 'σ';
    if (code >= 0x13a0 && code <= 0x13f5) return character;
    if (code >= 0x13f8 && code <= 0x13fd) return String.fromCodePoint(code - 8);
    if (code >= 0xab70 && code <= 0xabbf) return String.fromCodePoint(code - 0xab70 + 0x13a0);
    if (code >= 0x1c80 && code <= 0x1c88) return CYRILLIC[code - 0x1c80];
    return character.toLowerCase();
  }

  ns.fold = function (text) {
    if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
    if (marks === null) marks = readMarks();
    let folded = '';
    for (const character of text.normalize('NFKD')) {
      const code = character.codePointAt(0);
      if (!marks.has(code)) folded += caseOf(character, code);
    }
    return folded;
  };

  // Words between blanks, as Python's str.split() takes them
  ns.splitWords = (text) => text.split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter((word) => word !== '');
})(window.Claimline);
