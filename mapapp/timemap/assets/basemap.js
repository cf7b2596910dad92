'use strict';
// The drawn basemap: one Leaflet layer with two canvases, the ground below the claims and the names above their areas.
// Every colour stands in basemap-style.json, which arrives as options.style; the picture drawn in Python reads it too.
window.Claimline = window.Claimline || {};
(function (ns) {
  const TILE = 256; // pixels of the world at zoom 0
  const LANGUAGES = ['en', 'ru', 'uk', 'ko'];
  const SANS = "'Inter', 'Segoe UI', 'Noto Sans', 'Noto Sans KR', 'Apple SD Gothic Neo', 'DejaVu Sans', sans-serif";
  // First zoom that shows rivers and lakes of each rank, and lines and names of regions.
  const RIVER_ZOOM = [0, 2, 3, 4, 4, 5, 5];
  const ADMIN_ZOOM = 4;
  const REGION_NAME_ZOOM = 5;
  const COUNTRY_NAME_LAST_ZOOM = 8;
  const NAME_AGAIN = 480; // pixels between two places where a long country bears its name
  const TOWN_ANCHORS = ['right', 'left', 'above', 'below'];
  const AREA_ANCHORS = ['centre', 'over', 'under'];

  function decodePayload(payload) {
    const ringsOf = (polygons) => polygons.flatMap((rings) => rings.map(ns.geo.feature));
    const spot = (label) => ns.geo.toMercator(label[0] / 1000, label[1] / 1000);
    const area = (label) => ({ at: spot(label), width: label[2] / 360000, names: label[3], notes: label[4] || null });
    return {
      land: ringsOf(payload.land),
      focus: ringsOf(payload.focus),
      lakes: payload.lakes.map((lake) => ({ rank: lake[0], rings: lake[1].map(ns.geo.feature) })),
      rivers: payload.rivers.map((river) => ({ rank: river[0], line: ns.geo.feature(river[1]) })),
      lines: payload.lines.map((line) => ({ recognised: line[0], defacto: line[1], line: ns.geo.feature(line[2]) })),
      countries: payload.countries.map(area),
      regions: payload.regions.map(area),
      towns: payload.towns.map((town) => ({ at: spot(town), zoom: town[2], kind: town[3], names: town[4] })),
    };
  }

  // ---- drawing ---------------------------------------------------------------------------------------------------

  // view: {scale, left, top, width, height, zoom, box}: pixels of the world, of the canvas' corner; box in Mercator.
  function meets(box, view) {
    return box[0] <= view.box[2] && box[2] >= view.box[0] && box[1] <= view.box[3] && box[3] >= view.box[1];
  }

  function isVisible(one, view, leastPixels) {
    const size = Math.max(one.box[2] - one.box[0], one.box[3] - one.box[1]) * view.scale;
    return size >= leastPixels && meets(one.box, view);
  }

  function side(x, y, view) {
    return (x < -8 ? 1 : x > view.width + 8 ? 2 : 0) | (y < -8 ? 4 : y > view.height + 8 ? 8 : 0);
  }

  // Adds a line to the path. A point beyond the same edge as the last one drawn and as its successor cannot be seen,
  // so it is left out: `held` has the edges that everything since the last drawn point lies beyond.
  function trace(context, one, view) {
    const points = ns.geo.thinned(one, view.zoom);
    const { scale, left, top } = view;
    let x = points[0] * scale - left;
    let y = points[1] * scale - top;
    let here = side(x, y, view);
    let held = here;
    context.moveTo(x, y);
    for (let i = 2; i < points.length; i += 2) {
      const nextX = points[i] * scale - left;
      const nextY = points[i + 1] * scale - top;
      const next = side(nextX, nextY, view);
      if (i > 2) {
        if ((held & here & next) !== 0) held &= here;
        else {
          context.lineTo(x, y);
          held = here;
        }
      }
      x = nextX;
      y = nextY;
      here = next;
    }
    context.lineTo(x, y);
  }

  function path(context, features, view, leastPixels) {
    context.beginPath();
    for (const one of features) {
      if (isVisible(one, view, leastPixels)) trace(context, one, view);
    }
  }

  function stroke(context, colour, width, dash) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash || []);
    context.stroke();
  }

  function fill(context, colour) {
    context.fillStyle = colour;
    context.fill('evenodd');
  }

  // How much thicker lines get as the reader comes nearer. Up to 1 px a line costs a third, so most zooms stay there.
  const weight = (zoom) => (zoom <= 6 ? Math.min(1, 0.7 + zoom * 0.06) : Math.min(1.6, 1 + (zoom - 6) * 0.2));

  // A soft edge needs fewer points: the same features two zooms coarser.
  const softer = (view) => Object.assign({}, view, { zoom: view.zoom - 2 });

  function drawLand(context, parts, view, colours) {
    context.fillStyle = colours.water;
    context.fillRect(0, 0, view.width, view.height);
    path(context, parts.land.concat(parts.focus), softer(view), 6);
    stroke(context, colours.shore, 7 * weight(view.zoom));
    path(context, parts.land, view, 1.5);
    stroke(context, colours.coast, weight(view.zoom));
    fill(context, colours.land);
    path(context, parts.focus, view, 1);
    stroke(context, colours.coast, weight(view.zoom));
    fill(context, colours.focus);
  }

  function drawWater(context, parts, view, colours) {
    for (let rank = RIVER_ZOOM.length - 1; rank >= 0; rank -= 1) {
      if (view.zoom < RIVER_ZOOM[rank]) continue;
      const lines = parts.rivers.filter((river) => river.rank === rank).map((river) => river.line);
      path(context, lines, view, 3);
      stroke(context, colours.river, weight(view.zoom) * (rank < 4 && view.zoom > 5 ? 1.4 : 1));
    }
    path(context, parts.lakes.flatMap((lake) => lake.rings), view, 3);
    fill(context, colours.lake);
    stroke(context, colours.coast, weight(view.zoom) * 0.6);
  }

  function drawLines(context, parts, view, colours, borders) {
    const of = (kind) => parts.lines.filter((line) => line[borders] === kind).map((line) => line.line);
    const thick = weight(view.zoom);
    context.lineCap = 'butt';
    if (view.zoom >= ADMIN_ZOOM) {
      path(context, of('admin'), view, 2);
      stroke(context, colours.admin, thick * 0.75, [3 * thick, 2.5 * thick]);
    }
    path(context, of('border').concat(of('disputed')), softer(view), 1);
    stroke(context, colours.borderBand, 3.6 * thick);
    path(context, of('border'), view, 1);
    stroke(context, colours.border, thick);
    path(context, of('disputed'), view, 1);
    context.lineCap = 'round';
    stroke(context, colours.disputed, 1.5 * thick, [0.1, 3.2 * thick]);
    context.setLineDash([]);
  }

  // ---- names -----------------------------------------------------------------------------------------------------

  function nameIn(names, language) {
    return names[LANGUAGES.indexOf(language)] || names[0];
  }

  const font = (style, size) => `${style} ${size}px ${SANS}`;

  function createMeasure(context) {
    const known = new Map();
    return function (line) {
      const key = `${line.font}|${line.spacing}|${line.text}`;
      if (!known.has(key)) {
        context.font = line.font;
        context.letterSpacing = `${line.spacing}px`;
        known.set(key, context.measureText(line.text).width);
      }
      return known.get(key);
    };
  }

  function blockSize(lines, measure) {
    return { width: Math.max(...lines.map(measure)), height: lines.reduce((sum, line) => sum + line.height, 0) };
  }

  // A name on one line, or on two where one is too wide; null where even two are.
  function fitted(text, style, room, measure) {
    const whole = [Object.assign({ text }, style)];
    if (measure(whole[0]) <= room) return whole;
    const words = text.split(' ');
    let best = null;
    for (let i = 1; i < words.length; i += 1) {
      const halves = [words.slice(0, i).join(' '), words.slice(i).join(' ')];
      const lines = halves.map((half) => Object.assign({ text: half }, style));
      const width = blockSize(lines, measure).width;
      if (width <= room && (best === null || width < best.width)) best = { lines, width };
    }
    return best && best.lines;
  }

  function areaLabels(areas, view, style, priority, options) {
    const labels = [];
    const seen = new Map();
    for (const area of areas) {
      const name = nameIn(area.names, options.language).toLocaleUpperCase(options.language);
      if (seen.has(name) && Math.abs(seen.get(name) - area.at[0]) * view.scale < NAME_AGAIN) continue;
      const lines = fitted(name, style, area.width * view.scale * 1.45, options.measure);
      if (lines === null) continue;
      const notes = area.notes === null || view.zoom < 6 ? null : area.notes[options.borders];
      const note = { font: font('italic 400', 10), spacing: 0.2, height: 13, colour: style.colour };
      if (notes !== null) lines.push(Object.assign({ text: nameIn(notes, options.language) }, note));
      seen.set(name, area.at[0]);
      labels.push({ at: area.at, lines, priority, dot: 0, anchors: AREA_ANCHORS, pad: 3 });
    }
    return labels;
  }

  function townLabels(towns, view, colours, language) {
    const labels = [];
    for (const town of towns) {
      if (town.zoom > view.zoom + 0.01) break; // they come sorted by zoom
      const size = town.kind === 2 ? 12.5 : town.kind === 1 ? 11.5 : 11;
      const style = font(town.kind === 0 ? '400' : '600', size);
      const line = { text: nameIn(town.names, language), font: style, spacing: 0, height: 14, colour: colours.town };
      const dot = town.kind === 2 ? 3.4 : town.kind === 1 ? 2.6 : 1.9;
      labels.push({ at: town.at, lines: [line], priority: town.zoom * 10 - town.kind * 3, dot, kind: town.kind, anchors: TOWN_ANCHORS, pad: 1 });
    }
    return labels;
  }

  function candidates(parts, view, colours, options) {
    const size = Math.min(16, 9.5 + view.zoom * 0.8);
    const country = { font: font('600', size), spacing: size * 0.16, height: size * 1.3, colour: colours.country };
    const region = { font: font('500', 9.5), spacing: 0.9, height: 12, colour: colours.region };
    let labels = townLabels(parts.towns, view, colours, options.language);
    if (view.zoom <= COUNTRY_NAME_LAST_ZOOM) labels = labels.concat(areaLabels(parts.countries, view, country, 30, options));
    if (view.zoom >= REGION_NAME_ZOOM) labels = labels.concat(areaLabels(parts.regions, view, region, 52, options));
    for (const label of labels) {
      label.x = label.at[0] * view.scale - view.left;
      label.y = label.at[1] * view.scale - view.top;
    }
    return labels;
  }

  function drawDot(context, label, colours) {
    context.beginPath();
    context.arc(label.x, label.y, label.dot, 0, 2 * Math.PI);
    context.fillStyle = label.kind === 0 ? colours.townDot : colours.halo;
    context.fill();
    stroke(context, colours.townDot, label.kind === 0 ? 0.01 : 1.3);
    if (label.kind !== 2) return;
    context.beginPath();
    context.arc(label.x, label.y, 1.3, 0, 2 * Math.PI);
    context.fillStyle = colours.townDot;
    context.fill();
  }

  function drawName(context, placed, colours) {
    let y = placed.y;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    for (const line of placed.candidate.lines) {
      context.font = line.font;
      context.letterSpacing = `${line.spacing}px`;
      const x = placed.x + placed.width / 2 + line.spacing / 2;
      context.strokeStyle = colours.halo;
      context.lineWidth = 2.6;
      context.strokeText(line.text, x, y + line.height / 2);
      context.fillStyle = line.colour;
      context.fillText(line.text, x, y + line.height / 2);
      y += line.height;
    }
  }

  function drawNames(context, parts, view, colours, options) {
    const measure = (label) => blockSize(label.lines, options.measure);
    const placed = ns.placeLabels(candidates(parts, view, colours, options), measure, view);
    context.setLineDash([]);
    for (const one of placed) if (one.candidate.dot > 0) drawDot(context, one.candidate, colours);
    for (const one of placed) drawName(context, one, colours);
  }

  // ---- the Leaflet layer -----------------------------------------------------------------------------------------

  function pane(map, name, zIndex) {
    const found = map.getPane(name) || map.createPane(name);
    found.style.zIndex = String(zIndex);
    found.style.pointerEvents = 'none';
    return found;
  }

  function stillIn(map, name, zIndex) {
    const still = ns.createStill('leaflet-zoom-animated', pane(map, name, zIndex));
    still.node.setAttribute('aria-hidden', 'true');
    return still;
  }

  function opened(still, view, ratio) {
    const context = still.open(Math.round(view.width * ratio), Math.round(view.height * ratio));
    still.node.style.width = `${view.width}px`;
    still.node.style.height = `${view.height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  function viewOf(map, padding) {
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint(size.multiplyBy(-padding)).round();
    const origin = map.getPixelOrigin().add(corner);
    const width = Math.round(size.x * (1 + 2 * padding));
    const height = Math.round(size.y * (1 + 2 * padding));
    const zoom = map.getZoom();
    const scale = TILE * Math.pow(2, zoom);
    const box = [origin.x / scale, origin.y / scale, (origin.x + width) / scale, (origin.y + height) / scale];
    return { scale, left: origin.x, top: origin.y, width, height, zoom, box, corner, northWest: map.layerPointToLatLng(corner) };
  }

  function createLayer(parts, options) {
    const measure = createMeasure(document.createElement('canvas').getContext('2d'));
    return window.L.Layer.extend({
      onAdd: function (map) {
        this._ground = stillIn(map, 'claimline-ground', 250);
        this._names = stillIn(map, 'claimline-names', options.namesZIndex);
        this._stills = [this._ground, this._names];
        this.redraw();
        return map;
      },
      onRemove: function () {
        this._stills.forEach((still) => still.node.remove());
        this._view = null;
      },
      getEvents: function () {
        const events = { moveend: this.redraw, resize: this.redraw, viewreset: this.redraw, zoom: this._follow };
        if (this._zoomAnimated) events.zoomanim = this._animate;
        return events;
      },
      redraw: function () {
        if (!this._map) return;
        const view = viewOf(this._map, options.padding);
        const colours = options.style[options.theme];
        const ratio = Math.min(2, window.devicePixelRatio || 1);
        const ground = opened(this._ground, view, ratio);
        if (options.ground) {
          drawLand(ground, parts, view, colours);
          drawWater(ground, parts, view, colours);
        }
        drawLines(ground, parts, view, colours, options.borders);
        drawNames(opened(this._names, view, ratio), parts, view, colours, Object.assign({ measure }, options));
        for (const still of this._stills) {
          still.show();
          window.L.DomUtil.setPosition(still.node, view.corner);
        }
        this._map.getContainer().style.backgroundColor = colours.water;
        this._view = view;
      },
      _animate: function (event) {
        this._transform(event.center, event.zoom);
      },
      _follow: function () {
        this._transform(this._map.getCenter(), this._map.getZoom());
      },
      _transform: function (center, zoom) {
        const corner = this._map._latLngToNewLayerPoint(this._view.northWest, zoom, center);
        const scale = this._map.getZoomScale(zoom, this._view.zoom);
        for (const still of this._stills) window.L.DomUtil.setTransform(still.node, corner, scale);
      },
    });
  }

  // Adds the basemap to a map. payload: geodata.basemap.payload_bytes(), parsed. options: style (basemap-style.json,
  // required), theme, borders, language, padding (drawn beyond the view, in parts of it), namesZIndex, ground.
  ns.createBasemap = function (map, payload, options) {
    const defaults = { theme: 'light', borders: 'recognised', language: 'en', padding: 0.2, namesZIndex: 450, ground: true };
    const chosen = Object.assign(defaults, options);
    const layer = new (createLayer(decodePayload(payload), chosen))();
    const setter = (key, allowed) =>
      function (value) {
        if (!allowed.includes(value)) throw new RangeError(`${key}: one of ${allowed.join(', ')}`);
        if (chosen[key] === value) return;
        chosen[key] = value;
        layer.redraw();
      };
    layer.addTo(map);
    return {
      layer,
      setBorders: setter('borders', ['recognised', 'defacto']),
      setTheme: setter('theme', ['light', 'dark']),
      setLanguage: setter('language', LANGUAGES),
      setGround: setter('ground', [true, false]), // false: lines and names only, over online tiles
    };
  };
})(window.Claimline);
