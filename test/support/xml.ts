/** An element of an XML document; `content` holds its elements and texts in order, entities read. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: readonly (XmlElement | string)[]
}

const NAME = '[A-Za-z_][\\w.:-]*'
const TAG = new RegExp(`<(?:(/)(${NAME})\\s*|(${NAME})((?:\\s+${NAME}=(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?))>`, 'y')
const TEXT = /[^<]+/y
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

function plain(text: string): string {
  return text.replace(/&([^;\s]*;?)/g, (whole, name: string) => {
    const known = name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1, -1))) : ENTITIES[name.slice(0, -1)]
    if (!name.endsWith(';') || known === undefined) throw new Error(`not an entity: ${whole}`)
    return known
  })
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', quoted = ''] of text.matchAll(new RegExp(`(${NAME})=("[^"]*"|'[^']*')`, 'g'))) {
    if (name in found) throw new Error(`attribute twice: ${name}`)
    found[name] = plain(quoted.slice(1, -1))
  }
  return found
}

interface Open {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: (XmlElement | string)[]
}

/** Takes one tag: opens, closes or adds an element; `open` holds those not closed yet, outermost first. */
function take(open: Open[], [, closing, closed, name = '', attributes = '', empty]: RegExpExecArray): void {
  const inside = open.at(-1)
  if (closing) {
    if (open.length === 1 || inside?.name !== closed) throw new Error(`</${closed}> closes <${inside?.name}>`)
    open.pop()
    return
  }
  const element: Open = { name, attributes: attributesOf(attributes), content: [] }
  inside?.content.push(element)
  if (!empty) open.push(element)
}

/** What stands at that place: a tag, or else text. */
function tokenAt(text: string, at: number): { readonly tag: RegExpExecArray | null; readonly words: string; readonly next: number } {
  TAG.lastIndex = at
  TEXT.lastIndex = at
  const tag = TAG.exec(text)
  const words = tag ? '' : (TEXT.exec(text)?.[0] ?? '')
  const length = (tag?.[0] ?? words).length
  if (length === 0) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 40)}`)
  return { tag, words, next: at + length }
}

/** Reads a document of elements, attributes and text (no prologue, comments or CDATA); throws for what is not well-formed XML 1.0. */
export function readXml(source: string): XmlElement {
  if (NOT_XML.test(source)) throw new Error('a character that XML has no room for')
  const root: Open = { name: '', attributes: {}, content: [] }
  const open = [root]
  const text = source.trim()
  for (let at = 0; at < text.length; ) {
    const { tag, words, next } = tokenAt(text, at)
    if (tag) take(open, tag)
    else open.at(-1)?.content.push(plain(words))
    at = next
  }
  const [only, ...more] = root.content
  if (open.length !== 1 || only === undefined || typeof only === 'string' || more.length > 0) throw new Error('not one closed root')
  return only
}

/** Every element below and with this one, in order. */
export const elementsOf = (element: XmlElement): XmlElement[] => [
  element,
  ...element.content.flatMap((each) => (typeof each === 'string' ? [] : elementsOf(each)))
]

/** The text of the element and everything below it. */
export const textOf = (element: XmlElement): string =>
  element.content.map((each) => (typeof each === 'string' ? each : textOf(each))).join('')
