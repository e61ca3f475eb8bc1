/*
 * Testing Library reads the style of every element and its ancestors whenever it searches for a role, and jsdom then
 * tries all rules of its own style sheet with each of them. The answer depends on very little.
 */

/** The properties that decide whether an element is shown. */
const ASKED = ['display', 'visibility', 'opacity'] as const
type Asked = (typeof ASKED)[number]
const isAsked = (name: unknown): name is Asked => (ASKED as readonly unknown[]).includes(name)

const SETS_ONE = /display|visibility|opacity/
/** Elements that jsdom hides depending on an attribute other than `hidden`. */
const DEPENDS = new Set(['dialog', 'embed', 'input'])

type Read = typeof window.getComputedStyle

/**
 * Lets `view.getComputedStyle` answer `display`, `visibility` and `opacity` without trying any rule where nothing sets
 * them: by the name of the element, as jsdom answers for a new one. All other answers are jsdom's.
 */
export function quickenStyles(view: Window & typeof globalThis): void {
  const { document } = view
  const real: Read = view.getComputedStyle.bind(view)
  if (quickened.has(view)) return
  quickened.add(view)
  const ofTags = new Map<string, Record<Asked, string>>()

  function ofTag(tag: string): Record<Asked, string> {
    const known = ofTags.get(tag)
    if (known) return known
    const { display, visibility, opacity } = real(document.createElement(tag))
    const style = { display, visibility, opacity }
    ofTags.set(tag, style)
    return style
  }

  const isPlain = (element: Element) =>
    !element.hasAttribute('hidden') && !SETS_ONE.test(element.getAttribute('style') ?? '')

  /** `visibility` is inherited. */
  function isInPlain(element: Element | null): boolean {
    for (let at = element; at; at = at.parentElement) if (!isPlain(at)) return false
    return true
  }

  function quick(element: Element, name: Asked): string | null {
    if (DEPENDS.has(element.localName) || [...document.styleSheets].some(setsOne)) return null
    const isKnown = name === 'visibility' ? isInPlain(element) : isPlain(element)
    return isKnown ? ofTag(element.localName)[name] : null
  }

  view.getComputedStyle = (element, pseudo) => {
    const whole = () => real(element, pseudo)
    if (pseudo || element.namespaceURI !== XHTML) return whole()
    const read = (name: Asked) => quick(element, name) ?? whole()[name]
    return new Proxy({} as CSSStyleDeclaration, {
      get(_, name) {
        if (isAsked(name)) return read(name)
        if (name === 'getPropertyValue')
          return (wanted: string) => (isAsked(wanted) ? read(wanted) : whole().getPropertyValue(wanted))
        const style = whole()
        const value: unknown = Reflect.get(style, name, style)
        return typeof value === 'function' ? (value.bind(style) as unknown) : value
      },
    })
  }
}

/** Dialogs add a style sheet, which only keeps the page behind them from scrolling. */
function setsOne(sheet: CSSStyleSheet): boolean {
  const text = sheet.ownerNode?.textContent ?? null
  return text === null || SETS_ONE.test(text)
}

const XHTML = 'http://www.w3.org/1999/xhtml'

/** Windows that outlive a test file must not be wrapped twice. */
const quickened = new WeakSet<Window>()
