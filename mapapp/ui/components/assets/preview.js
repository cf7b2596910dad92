// A small map that stands still: where the claims of an import would lie. Points with their rings, areas as areas, on the
// bundled basemap. What it shows is said in words beside it; every word is put in as text.
const KEY = '__claimlinePreview'
const UNIT = 0.001 // degrees, of the flat integers: first pair absolute, then differences
const EARTH_M = 40075016.7 // around the equator
const LEAST = 0.012 // of the world: a single place is shown with its surroundings
const MARK = 5 // pixels
const MOST_TOWNS = 9

function element(tag, className, text) {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

function addPageStyle(href) {
  if (document.querySelector(`link[href="${href}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  document.head.appendChild(link)
}

// Degrees to Web Mercator, the world as 0..1 from its north-west corner
function mercator(lon, lat) {
  const sin = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180)
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)]
}

function decode(flat) {
  const points = []
  let x = 0
  let y = 0
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i]
    y += flat[i + 1]
    points.push(mercator(x * UNIT, y * UNIT))
  }
  return points
}

function boxOf(points, box = [Infinity, Infinity, -Infinity, -Infinity]) {
  points.forEach(([x, y]) => {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  })
  return box
}

// What is to be seen: scale (pixels of the world) and the corner, for a canvas of a size
function fit(box, width, height) {
  const found = box[0] <= box[2] ? box : [0.55, 0.25, 0.72, 0.36]
  const middle = [(found[0] + found[2]) / 2, (found[1] + found[3]) / 2]
  const wide = Math.max(LEAST, found[2] - found[0])
  const high = Math.max(LEAST, found[3] - found[1])
  const scale = Math.min((width - 48) / wide, (height - 48) / high)
  return { scale, left: middle[0] * scale - width / 2, top: middle[1] * scale - height / 2, width, height }
}

function trace(context, points, view) {
  points.forEach(([x, y], index) => {
    const at = [x * view.scale - view.left, y * view.scale - view.top]
    if (index === 0) context.moveTo(...at)
    else context.lineTo(...at)
  })
}

function isSeen(box, view) {
  const right = (view.left + view.width) / view.scale
  const bottom = (view.top + view.height) / view.scale
  return box[0] <= right && box[2] >= view.left / view.scale && box[1] <= bottom && box[3] >= view.top / view.scale
}

function paths(context, parts, view) {
  context.beginPath()
  parts.forEach((part) => {
    if (isSeen(part.box, view)) trace(context, part.points, view)
  })
}

function ready(flat) {
  const points = decode(flat)
  return { points, box: boxOf(points) }
}

function readBasemap(payload) {
  const rings = (polygons) => polygons.flatMap((each) => each.map(ready))
  const lines = (kind) => payload.lines.filter((line) => line[0] === kind).map((line) => ready(line[2]))
  return {
    land: rings(payload.land),
    focus: rings(payload.focus),
    border: lines('border'),
    admin: lines('admin'),
    towns: payload.towns.map(([lon, lat, rank, , names]) => ({
      place: mercator(lon / 1000, lat / 1000), rank, name: names[0],
    })).sort((one, other) => one.rank - other.rank),
  }
}

function drawGround(context, ground, view, colours) {
  context.fillStyle = colours.water
  context.fillRect(0, 0, view.width, view.height)
  const parts = [['land', ground.land], ['focus', ground.focus]]
  parts.forEach(([name, found]) => {
    paths(context, found, view)
    context.fillStyle = colours[name]
    context.fill('evenodd')
    context.strokeStyle = colours.coast
    context.lineWidth = 0.8
    context.stroke()
  })
  const lines = [['admin', 0.7, [3, 2.5]], ['border', 1.1, []]]
  lines.forEach(([name, width, dash]) => {
    paths(context, ground[name], view)
    context.strokeStyle = colours[name]
    context.lineWidth = width
    context.setLineDash(dash)
    context.stroke()
  })
  context.setLineDash([])
}

function drawAreas(context, areas, view, ink) {
  areas.forEach((area) => {
    paths(context, area, view)
    context.globalAlpha = 0.28
    context.fillStyle = ink.fill
    context.fill('evenodd')
    context.globalAlpha = 0.9
    context.strokeStyle = ink.line
    context.lineWidth = 1.2
    context.setLineDash([5, 3])
    context.stroke()
  })
  context.globalAlpha = 1
  context.setLineDash([])
}

function drawPoints(context, points, view, ink) {
  const at = points.map(({ place, lat, radius }) => {
    const metres = EARTH_M * Math.cos((lat * Math.PI) / 180)
    return [place[0] * view.scale - view.left, place[1] * view.scale - view.top, ((radius || 0) / metres) * view.scale]
  })
  context.strokeStyle = ink.line
  context.lineWidth = 1
  context.globalAlpha = at.length > 400 ? 0.25 : 0.6
  at.forEach(([x, y, radius]) => {
    if (radius <= MARK) return
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.stroke()
  })
  context.globalAlpha = 1
  const size = at.length > 400 ? MARK - 1.5 : MARK
  context.fillStyle = ink.fill
  context.strokeStyle = ink.edge
  at.forEach(([x, y]) => {
    context.beginPath()
    context.moveTo(x, y - size)
    context.lineTo(x + size, y)
    context.lineTo(x, y + size)
    context.lineTo(x - size, y)
    context.closePath()
    context.fill()
    context.stroke()
  })
}

// The largest towns in sight, so that a reader knows where this is; a name that would lie on another one is left out
function drawTowns(context, towns, view, colours) {
  const taken = []
  context.font = '11px system-ui, sans-serif'
  context.textBaseline = 'middle'
  context.lineWidth = 3
  context.lineJoin = 'round'
  for (const { place, name } of towns) {
    if (taken.length === MOST_TOWNS) break
    const [x, y] = [place[0] * view.scale - view.left, place[1] * view.scale - view.top]
    const box = [x - 4, y - 8, x + 10 + context.measureText(name).width, y + 8]
    const isIn = box[0] > 0 && box[1] > 0 && box[2] < view.width && box[3] < view.height
    const meets = (each) => box[0] < each[2] && box[2] > each[0] && box[1] < each[3] && box[3] > each[1]
    if (!isIn || taken.some(meets)) continue
    taken.push(box)
    context.fillStyle = colours.townDot
    context.fillRect(x - 1.5, y - 1.5, 3, 3)
    context.strokeStyle = colours.halo
    context.strokeText(name, x + 6, y)
    context.fillStyle = colours.town
    context.fillText(name, x + 6, y)
  }
}

// Whether the page is dark, by the colour behind it
function isDark(node) {
  const found = getComputedStyle(node).getPropertyValue('--st-background-color').trim()
  const hex = /^#([0-9a-f]{6})$/i.exec(found)
  if (hex === null) return false
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(hex[1].slice(at, at + 2), 16))
  return red * 0.3 + green * 0.6 + blue * 0.1 < 128
}

function draw(state) {
  const { canvas, data, ground } = state
  const width = canvas.clientWidth
  const height = canvas.clientHeight
  if (ground === null || width === 0) return
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  context.scale(ratio, ratio)
  const dark = isDark(canvas)
  const points = data.points.map(([lon, lat, radius]) => ({ place: mercator(lon, lat), lat, radius }))
  const areas = data.areas.map((polygons) => polygons.flatMap((rings) => rings.map(ready)))
  const box = boxOf(points.map((one) => one.place))
  areas.forEach((area) => area.forEach((ring) => boxOf(ring.points, box)))
  const view = fit(box, width, height)
  const ink = { fill: data.ink.fill, line: dark ? data.ink.fill : data.ink.line, edge: dark ? '#14181d' : data.ink.line }
  const colours = data.colours[dark ? 'dark' : 'light']
  drawGround(context, ground, view, colours)
  drawAreas(context, areas, view, ink)
  drawTowns(context, ground.towns, view, colours)
  drawPoints(context, points, view, ink)
  canvas.dataset.drawn = String(data.points.length)
}

function create(parent) {
  const state = { canvas: element('canvas', 'cl-preview-map'), ground: null, data: null }
  state.words = element('figcaption', 'cl-preview-words')
  state.node = element('figure', 'cl-preview')
  state.canvas.setAttribute('role', 'img')
  state.node.append(state.canvas, state.words)
  parent.appendChild(state.node)
  state.observer = new ResizeObserver(() => draw(state))
  state.observer.observe(state.canvas)
  return state
}

// The basemap of each address, fetched and decoded once: as the page opens, while its reader looks for a file
const grounds = new Map()

async function fetchGround(address) {
  const answer = await fetch(new URL(address, document.baseURI))
  return answer.ok ? readBasemap(await answer.json()) : null
}

function groundAt(address) {
  if (!grounds.has(address)) grounds.set(address, fetchGround(address))
  return grounds.get(address)
}

async function drawOnGround(state, address) {
  state.ground = await groundAt(address)
  draw(state)
}

export default function (component) {
  const { parentElement, data } = component
  if (!data.points) {
    groundAt(data.basemap)
    return undefined
  }
  addPageStyle(data.style)
  const isNew = !parentElement[KEY]
  const state = parentElement[KEY] || (parentElement[KEY] = create(parentElement))
  state.data = data
  state.words.textContent = data.words
  state.canvas.setAttribute('aria-label', data.words)
  if (isNew) drawOnGround(state, data.basemap)
  else draw(state)
  return () => {
    state.observer.disconnect()
    state.node.remove()
    delete parentElement[KEY]
  }
}
