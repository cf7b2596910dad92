// The strip above the map of a pinned link. Every word is put in as text; nothing is read as markup.
const KEY = '__claimlinePinned'
const HEIGHT = '--claimline-pinned' // of the strip in CSS px: the map's frame is that much lower

function element(tag, className, text) {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text) node.textContent = text
  return node
}

function button(label, className, click) {
  const node = element('button', className, label)
  node.type = 'button'
  node.addEventListener('click', click)
  return node
}

function addPageStyle(href) {
  if (document.querySelector(`link[href="${href}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  document.head.appendChild(link)
}

function badge(status) {
  const node = element('span', 'cl-pinned-status')
  const letter = element('span', 'cl-pinned-letter', status.letter)
  letter.style.backgroundColor = status.colour
  letter.style.color = status.ink
  letter.setAttribute('aria-hidden', 'true')
  node.append(letter, ` ${status.label}`)
  return node
}

function entry(claim) {
  const item = element('li')
  const moved = element('p', 'cl-pinned-moved')
  if (claim.was.label === claim.now.label) moved.append(badge(claim.now), ' as before')
  else moved.append(badge(claim.was), ' → now ', badge(claim.now))
  const text = element('p', 'cl-pinned-text', claim.text)
  text.dir = 'auto'
  const turns = element('ul')
  claim.turns.forEach((turn) => {
    const line = element('li')
    if (turn.day) line.append(element('b', '', `${turn.day}: `))
    line.append(turn.words)
    turns.append(line)
  })
  item.append(text, moved, turns)
  return item
}

function details(data) {
  const node = element('div', 'cl-pinned-details')
  node.id = 'cl-pinned-details'
  node.tabIndex = 0
  node.setAttribute('role', 'region')
  node.setAttribute('aria-label', 'What has changed since')
  data.notes.forEach((words) => node.append(element('p', 'cl-pinned-note', words)))
  if (data.changed.length > 0) {
    const list = element('ol')
    data.changed.forEach((claim) => list.append(entry(claim)))
    node.append(list)
  }
  if (data.rest) node.append(element('p', 'cl-pinned-note', data.rest))
  return node
}

function createStrip(parent) {
  const strip = { node: element('section', 'cl-pinned'), shown: '', isOpen: false, go: null }
  strip.node.setAttribute('aria-label', 'Pinned view')
  parent.appendChild(strip.node)
  const measure = () => document.documentElement.style.setProperty(HEIGHT, `${strip.node.offsetHeight}px`)
  strip.observer = new ResizeObserver(measure)
  strip.observer.observe(strip.node)
  strip.measure = measure
  strip.open = (wanted) => {
    strip.isOpen = wanted
    strip.details.hidden = !wanted
    strip.unfold.setAttribute('aria-expanded', String(wanted))
    strip.unfold.textContent = strip.labels[wanted ? 1 : 0]
  }
  strip.node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !strip.isOpen) return
    strip.open(false)
    strip.unfold.focus()
  })
  return strip
}

function dismiss(strip) {
  strip.node.hidden = true
  strip.measure()
  const frame = document.querySelector('iframe.claimline-frame')
  if (frame) frame.focus()
}

function draw(strip, data) {
  const hadFocus = strip.node.contains(document.activeElement)
  const said = element('div', 'cl-pinned-said')
  said.setAttribute('role', 'status')
  said.append(element('p', 'cl-pinned-headline', data.headline))
  if (data.where) said.append(element('p', 'cl-pinned-where', data.where))
  strip.labels = data.changed.length > 0 ? ['Show the list', 'Hide the list'] : ['Details', 'Hide details']
  strip.details = details(data)
  strip.unfold = button(strip.labels[0], 'cl-pinned-button', () => strip.open(!strip.isOpen))
  strip.unfold.setAttribute('aria-controls', strip.details.id)
  const actions = element('div', 'cl-pinned-actions')
  const ways = data.ways.map((way) => button(way.label, 'cl-pinned-button cl-pinned-way', () => strip.go(way.go)))
  actions.append(strip.unfold, ...ways, button('Dismiss', 'cl-pinned-button cl-pinned-quiet', () => dismiss(strip)))
  strip.node.dataset.tone = data.tone
  strip.node.replaceChildren(said, actions, strip.details)
  strip.open(strip.isOpen)
  strip.measure()
  if (hadFocus) (ways[0] || strip.unfold).focus()
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  addPageStyle(data.style)
  const strip = parentElement[KEY] || (parentElement[KEY] = createStrip(parentElement))
  strip.go = (way) => setTriggerValue('go', way)
  const shown = JSON.stringify(data)
  if (strip.shown !== shown) {
    strip.shown = shown
    draw(strip, data)
  }
  return () => {
    strip.observer.disconnect()
    document.documentElement.style.removeProperty(HEIGHT)
    strip.node.remove()
    delete parentElement[KEY]
  }
}
