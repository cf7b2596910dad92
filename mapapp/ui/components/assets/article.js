// Builds a page of text, tables and links out of data. Every word is put in as text; nothing is read as markup.

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

// A link of our own stays in this window; any other opens beside it and tells the other host nothing of this page.
function anchor(text, href, className) {
  let url = null
  try {
    url = new URL(href, document.baseURI)
  } catch {
    return element('span', className, text)
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return element('span', className, text)
  const node = element('a', className, text)
  node.href = url.href
  if (url.origin !== window.location.origin) {
    node.rel = 'noopener noreferrer nofollow'
    node.target = '_blank'
  }
  return node
}

function fill(node, cell) {
  if (typeof cell === 'string') {
    node.textContent = cell
  } else if (cell.letter) {
    const badge = element('span', 'cl-article-badge', cell.letter)
    badge.style.backgroundColor = cell.colour
    badge.style.color = cell.ink
    badge.setAttribute('aria-hidden', 'true')
    node.append(badge, ` ${cell.text}`)
  } else {
    node.append(anchor(cell.text, cell.href))
  }
  return node
}

function tableRow(block, row) {
  const line = element('tr')
  row.forEach((cell, column) => {
    const node = fill(element(column === 0 ? 'th' : 'td'), cell)
    if (column === 0) node.scope = 'row'
    if (block.numeric.includes(column)) node.className = 'cl-article-number'
    line.append(node)
  })
  return line
}

const BUILD = {
  heading(block) {
    const node = element(`h${block.level}`, '', block.text)
    if (block.anchor) node.id = block.anchor
    if (block.anchor) node.tabIndex = -1
    return node
  },
  text(block) {
    return element('p', `cl-article-${block.tone}`, block.text)
  },
  code(block) {
    return element('pre', 'cl-article-code', block.text)
  },
  links(block) {
    const node = element('p', 'cl-article-links')
    block.links.forEach((each) => node.append(anchor(each.text, each.href), ' '))
    return node
  },
  contents(block) {
    const node = element('nav', 'cl-article-contents')
    node.setAttribute('aria-label', 'On this page')
    const list = element('ul')
    block.links.forEach((each) => {
      const item = element('li')
      const link = element('a', '', each.text)
      link.href = `#${each.anchor}`
      // by hand: the address of a page must not change when its reader moves in it
      link.addEventListener('click', (event) => {
        event.preventDefault()
        const target = document.getElementById(each.anchor)
        target.scrollIntoView({ block: 'start' })
        target.focus({ preventScroll: true })
      })
      item.append(link)
      list.append(item)
    })
    node.append(list)
    return node
  },
  facts(block) {
    const list = element('dl', 'cl-article-facts')
    block.facts.forEach(([name, words]) => {
      const value = element('dd', '', words)
      value.dir = 'auto'
      list.append(element('dt', '', name), value)
    })
    return list
  },
  tiles(block) {
    const list = element('ul', 'cl-article-tiles')
    block.tiles.forEach(([kind, figure, name, note]) => {
      const item = element('li', `cl-article-tile cl-article-tile-${kind}`)
      item.append(element('strong', '', figure), ' ', element('span', '', name), ' ', element('small', '', note))
      list.append(item)
    })
    return list
  },
  table(block) {
    const scroller = element('div', 'cl-article-scroller')
    scroller.tabIndex = 0
    scroller.setAttribute('role', 'region')
    scroller.setAttribute('aria-label', block.caption)
    const node = element('table', block.head.length > 3 ? 'cl-article-wide' : '')
    node.append(element('caption', '', block.caption))
    const head = element('tr')
    block.head.forEach((name, column) => {
      const cell = element('th', block.numeric.includes(column) ? 'cl-article-number' : '', name)
      cell.scope = 'col'
      head.append(cell)
    })
    const top = element('thead')
    top.append(head)
    const body = element('tbody')
    block.rows.forEach((row) => body.append(tableRow(block, row)))
    node.append(top, body)
    scroller.append(node)
    return scroller
  },
  entries(block) {
    const list = element('ol', 'cl-article-entries')
    block.entries.forEach((each) => {
      const item = element('li')
      const label = element('span', `cl-article-kind cl-article-kind-${each.kind}`, each.label)
      const words = element('p', '', each.text)
      item.append(label, words, anchor(each.link, each.href, 'cl-article-open'))
      list.append(item)
    })
    return list
  },
}

export default function (component) {
  const { parentElement, data } = component
  addPageStyle(data.style)
  const shown = JSON.stringify(data.blocks)
  let article = parentElement.querySelector(':scope > .cl-article')
  if (article && article.shown === shown) return
  if (!article) {
    article = element('article', 'cl-article')
    parentElement.appendChild(article)
  }
  article.shown = shown
  article.replaceChildren(...data.blocks.map((block) => BUILD[block.kind](block)))
}
