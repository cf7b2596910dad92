'use strict';
// Two kinds of picture. A canvas with a 2d context is handed to the compositor anew in every frame of the page, changed or
// not; one that holds a finished bitmap is not, but each new picture costs it a bitmap. So: a still for large pictures
// that stay while other things move, a lively one for small pictures that change with every step.
window.Claimline = window.Claimline || {};
(function (ns) {
  // className, parent -> {node, open, show}, for a still. Draw on what `open` gives (blank, its size in cells), then `show` it.
  ns.createStill = function (className, parent) {
    const node = document.createElement('canvas');
    node.className = className;
    parent.append(node);
    const shown = node.getContext('bitmaprenderer');
    const sheet = new OffscreenCanvas(1, 1);
    const context = sheet.getContext('2d');

    function open(width, height) {
      sheet.width = width; // blank, and every setting of the context as it was at first
      sheet.height = height;
      if (node.width !== width) node.width = width;
      if (node.height !== height) node.height = height;
      return context;
    }

    return { node, open, show: () => shown.transferFromImageBitmap(sheet.transferToImageBitmap()) };
  };

  // For a small picture that changes often: what is drawn stands there at once
  ns.createLively = function (className, parent) {
    const node = document.createElement('canvas');
    node.className = className;
    parent.append(node);
    const context = node.getContext('2d');

    function open(width, height) {
      context.reset();
      if (node.width !== width) node.width = width;
      if (node.height !== height) node.height = height;
      return context;
    }

    return { node, open };
  };
})(window.Claimline);
