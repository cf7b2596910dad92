'use strict';
// Colours for a theme, the seven shapes, and marks drawn once and stamped from then on (sprites).
window.Claimline = window.Claimline || {};
(function (ns) {
  const TURN = Math.PI * 2;
  const THEMES = {
    light: {
      surface: '#ffffff', ink: '#1b1b1f', muted: '#5c6068', edge: '#8b9099', land: '#f1efe9', accent: '#d9480f',
    },
    dark: {
      surface: '#20252d', ink: '#f2f3f5', muted: '#b3b9c4', edge: '#6d7684', land: '#1c2128', accent: '#ff9a4d',
    },
  };
  const RED = '#d11a2a';
  const sprites = new Map();

  const theme = (name) => THEMES[name] || THEMES.light;
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const rgba = (hex, alpha) => 'rgba(' + channels(hex).join(',') + ',' + alpha + ')';

  function mix(from, to, share) {
    const goal = channels(to);
    return '#' + channels(from).map((value, i) => Math.round(value + (goal[i] - value) * share)
      .toString(16).padStart(2, '0')).join('');
  }

  function luminance(hex) {
    const [r, g, b] = channels(hex).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }

  // A status colour for lines: moved towards black or white until it stands out from the land, 3 to 1 (WCAG 2.2,
  // 1.4.11).
  function lineColour(colour, themeName) {
    const tokens = theme(themeName);
    const goal = luminance(tokens.land) > 0.4 ? '#000000' : '#ffffff';
    let share = 0;
    while (share < 1 && contrast(mix(colour, goal, share), tokens.land) < 3) share += 0.05;
    return mix(colour, goal, share);
  }

  function polygon(path, corners, radius, inner) {
    const steps = inner ? corners * 2 : corners;
    for (let i = 0; i < steps; i += 1) {
      const r = inner && i % 2 === 1 ? radius * inner : radius;
      const angle = (i / steps - 0.25) * TURN;
      path.lineTo(r * Math.cos(angle), r * Math.sin(angle));
    }
    path.closePath();
  }

  function corners(path, flat) {
    for (let i = 0; i < flat.length; i += 2) path.lineTo(flat[i], flat[i + 1]);
    path.closePath();
  }

  // Outlines around 0,0 for a mark of radius 1; about the same area each, the same signs as in mark.js.
  const OUTLINES = {
    circle: (path) => path.arc(0, 0, 0.8, 0, TURN),
    square: (path) => path.rect(-0.74, -0.74, 1.48, 1.48),
    diamond: (path) => polygon(path, 4, 0.98),
    triangle: (path) => corners(path, [0, -0.95, 0.97, 0.8, -0.97, 0.8]),
    star: (path) => polygon(path, 5, 1.04, 0.56),
    cross: (path) => corners(path, [
      -0.4, -0.9, 0.4, -0.9, 0.4, -0.4, 0.9, -0.4, 0.9, 0.4, 0.4, 0.4, 0.4, 0.9, -0.4, 0.9, -0.4, 0.4, -0.9, 0.4,
      -0.9, -0.4, -0.4, -0.4,
    ]),
    pentagon: (path) => polygon(path, 5, 0.94),
  };
  const LETTER_DOWN = { triangle: 0.24, star: 0.06, pentagon: 0.04 };

  function outline(shape, radius) {
    const unit = new Path2D();
    OUTLINES[shape](unit);
    const path = new Path2D();
    path.addPath(unit, new DOMMatrix([radius, 0, 0, radius, 0, 0]));
    return path;
  }

  // A party denies it: a barred circle, red with a white edge, at the upper right.
  function paintDenial(ctx, radius) {
    const r = Math.max(3.6, radius * 0.42);
    ctx.save();
    ctx.translate(radius * 0.82, -radius * 0.82);
    ctx.beginPath();
    ctx.arc(0, 0, r + 1.2, 0, TURN);
    ctx.fillStyle = '#ffffff';
    ctx.fill();
    ctx.beginPath();
    ctx.arc(0, 0, r - 0.6, 0, TURN);
    ctx.moveTo(-r * 0.55, r * 0.55);
    ctx.lineTo(r * 0.55, -r * 0.55);
    ctx.strokeStyle = RED;
    ctx.lineWidth = Math.max(1.3, r * 0.34);
    ctx.stroke();
    ctx.restore();
  }

  function paintLetter(ctx, status, radius, ink) {
    ctx.fillStyle = ink;
    ctx.font = '700 ' + Math.round(radius * 1.02) + 'px system-ui, sans-serif';
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(status.letter, 0, radius * (0.06 + (LETTER_DOWN[status.shape] || 0)));
  }

  // One mark around 0,0. kind: {radius (px), hollow, denied, letter}
  function paintMark(ctx, status, kind) {
    const path = outline(status.shape, kind.radius);
    ctx.save();
    ctx.lineJoin = 'round';
    ctx.strokeStyle = 'rgba(20,22,28,0.5)'; // hairline that sets the halo off from light land
    ctx.lineWidth = 4.4;
    ctx.stroke(path);
    ctx.strokeStyle = '#ffffff';
    ctx.lineWidth = 3;
    ctx.stroke(path);
    ctx.fillStyle = kind.hollow ? mix('#ffffff', status.colour, 0.16) : status.colour;
    ctx.fill(path);
    if (kind.hollow) {
      ctx.setLineDash(kind.radius > 7 ? [3.4, 2.2] : [2.2, 1.6]);
      ctx.strokeStyle = lineColour(status.colour, 'light');
      ctx.lineWidth = kind.radius > 7 ? 1.9 : 1.5;
      ctx.stroke(path);
      ctx.setLineDash([]);
    }
    if (kind.letter) paintLetter(ctx, status, kind.radius, kind.hollow ? THEMES.light.ink : status.ink);
    if (kind.denied) paintDenial(ctx, kind.radius);
    ctx.restore();
  }

  // The mark as a small canvas, made once; `reach` is the distance from its middle to its edge in CSS px.
  function sprite(status, kind, dpr) {
    const key = [status.id, kind.radius, kind.hollow, kind.denied, kind.letter, dpr].join();
    if (!sprites.has(key)) {
      const reach = Math.ceil(kind.radius * 1.45 + 5);
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = reach * 2 * dpr;
      const ctx = canvas.getContext('2d');
      ctx.setTransform(dpr, 0, 0, dpr, reach * dpr, reach * dpr);
      paintMark(ctx, status, kind);
      sprites.set(key, { canvas, reach });
    }
    return sprites.get(key);
  }

  ns.glyphs = { TURN, theme, rgba, mix, channels, contrast, lineColour, outline, paintMark, paintDenial, sprite };
})(window.Claimline);
