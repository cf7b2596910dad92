// Carries the map document in the page: one frame that is never rebuilt, told filters and theme as they change.
const KEY = '__claimlineCarrier'

function isDark(element) {
  const colour = getComputedStyle(element).getPropertyValue('--st-background-color').trim()
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour)
  if (!match) return false
  const [red, green, blue] = match.slice(1).map((pair) => parseInt(pair, 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

function addPageStyle(href) {
  if (document.querySelector(`link[href="${href}"]`)) return
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  document.head.appendChild(link)
}

function createCarrier(parent) {
  const carrier = { frame: document.createElement('iframe'), latest: null, ready: false, src: null }
  carrier.frame.className = 'claimline-frame'
  carrier.frame.title = 'Map, timeline and list of claims'
  carrier.frame.setAttribute('allow', 'fullscreen; clipboard-write')
  parent.appendChild(carrier.frame)
  carrier.tell = () => {
    if (!carrier.ready || !carrier.latest) return
    carrier.frame.contentWindow.postMessage(carrier.latest, window.location.origin)
  }
  carrier.onMessage = (event) => {
    if (event.origin !== window.location.origin || event.source !== carrier.frame.contentWindow) return
    const kind = event.data && event.data.claimline
    if (kind === 'ready') {
      carrier.ready = true
      carrier.tell()
    } else if (kind === 'view') {
      carrier.setStateValue('view', event.data.view)
    }
  }
  window.addEventListener('message', carrier.onMessage)
  return carrier
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  addPageStyle(data.style)
  const carrier = parentElement[KEY] || (parentElement[KEY] = createCarrier(parentElement))
  carrier.setStateValue = setStateValue
  const theme = isDark(parentElement.host || parentElement) ? 'dark' : 'light'
  carrier.latest = { claimline: 'page', theme, mask: data.mask, since: data.since, statuses: data.statuses,
    filters: data.filters, link: data.link, address: window.location.origin + window.location.pathname, view: data.view,
    viewId: data.viewId }
  if (carrier.src !== data.src) {
    carrier.ready = false
    carrier.src = data.src
    // the first message travels in the address, so that the document need not wait for an answer
    carrier.frame.setAttribute('src', `${data.src}#${encodeURIComponent(JSON.stringify(carrier.latest))}`)
  } else {
    carrier.tell()
  }
  return () => {
    window.removeEventListener('message', carrier.onMessage)
    carrier.frame.remove()
    delete parentElement[KEY]
  }
}
