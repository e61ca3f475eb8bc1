/** The index of the first place where a text is not JSON, and what is wrong there. */
export type JsonFault = {
  readonly at: number
  readonly kind:
    /** The text is empty or consists of blanks. */
    | 'empty'
    /** The text begins with a byte order mark. */
    | 'mark'
    /** The text ends before it is complete; `at` is its last character that is not blank. */
    | 'cut'
    /** The JSON is complete, and more text follows. */
    | 'extra'
    | 'value'
    | 'name'
    | 'colon'
    | 'separator'
    /** A closing bracket of the other kind. */
    | 'bracket'
    /** A comma with nothing after it. */
    | 'comma'
    /** A control character in a string. */
    | 'control'
    | 'escape'
}
/** What must come next. `first-…` also allows the closing bracket. `element`: a value after a comma. */
type Next = 'value' | 'element' | 'first-element' | 'name' | 'first-name' | 'colon' | 'separator' | 'end'
type Step = { readonly at: number; readonly next: Next } | JsonFault

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
/** The possible rest of a literal when the text ends within it. */
const HALF_LITERAL = /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?)$/
const LONGEST_HALF = 40

/**
 * Finds why a text is not JSON; null if it is. This is our own code, because the messages of JSON.parse differ
 * between versions of Node, name no line, and repeat the text.
 */
export function jsonFault(text: string): JsonFault | null {
  if (text.startsWith('\uFEFF')) return { at: 0, kind: 'mark' }
  const open: string[] = []
  let next: Next = 'value'
  let at = pastBlanks(text, 0)
  while (at < text.length) {
    const step = stepAt(text, at, next, open)
    if ('kind' in step) return step
    next = step.next
    at = pastBlanks(text, step.at)
  }
  return next === 'end' ? null : cutOff(text)
}

/** @param open the open brackets; the step adds or removes one */
function stepAt(text: string, at: number, next: Next, open: string[]): Step {
  const char = text[at] ?? ''
  const closes = char === '}' || char === ']'
  switch (next) {
    case 'end':
      return { at, kind: 'extra' }
    case 'colon':
      return char === ':' ? { at: at + 1, next: 'value' } : { at, kind: 'colon' }
    case 'name':
    case 'first-name':
      if (char === '"') return afterString(text, at, 'colon')
      if (!closes) return { at, kind: 'name' }
      return next === 'name' ? { at, kind: 'comma' } : close(char, at, open)
    case 'separator':
      if (char === ',') return { at: at + 1, next: open.at(-1) === '{' ? 'name' : 'element' }
      return closes ? close(char, at, open) : { at, kind: 'separator' }
    default:
      if (closes && next === 'first-element') return close(char, at, open)
      if (closes) return { at, kind: next === 'element' ? 'comma' : 'value' }
      return value(text, at, open)
  }
}

function close(char: string, at: number, open: string[]): Step {
  if ((char === '}') !== (open.pop() === '{')) return { at, kind: 'bracket' }
  return { at: at + 1, next: afterValue(open) }
}

function value(text: string, at: number, open: string[]): Step {
  const char = text[at] ?? ''
  if (char === '"') return afterString(text, at, afterValue(open))
  if (char === '{' || char === '[') {
    open.push(char)
    return { at: at + 1, next: char === '{' ? 'first-name' : 'first-element' }
  }
  LITERAL.lastIndex = at
  const length = LITERAL.exec(text)?.[0].length ?? 0
  const isHalf = text.length - at < LONGEST_HALF && HALF_LITERAL.test(text.slice(at))
  if (isHalf && (length === 0 || open.length > 0)) return cutOff(text)
  return length === 0 ? { at, kind: 'value' } : { at: at + length, next: afterValue(open) }
}

const afterValue = (open: readonly string[]): Next => (open.length === 0 ? 'end' : 'separator')

function afterString(text: string, at: number, next: Next): Step {
  const end = endOfString(text, at)
  return typeof end === 'number' ? { at: end, next } : end
}

const isBlank = (char: string | undefined) => char === ' ' || char === '\n' || char === '\t' || char === '\r'

function pastBlanks(text: string, start: number): number {
  let at = start
  while (isBlank(text[at])) at += 1
  return at
}

function cutOff(text: string): JsonFault {
  let end = text.length
  while (isBlank(text[end - 1])) end -= 1
  return end === 0 ? { at: 0, kind: 'empty' } : { at: end - 1, kind: 'cut' }
}

/** The end of the string that begins at this quote, or what is wrong with it. */
function endOfString(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') return at + 1
    if (char === '\\') {
      const escape = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6))
      if (!escape) {
        const half = /^\\(?:u[0-9a-fA-F]{0,3})?$/.test(text.slice(at))
        return half ? cutOff(text) : { at, kind: 'escape' }
      }
      at += escape[0].length - 1
    } else if (text.charCodeAt(at) < 0x20) return { at, kind: 'control' }
  }
  return cutOff(text)
}

/** Line and column of a place, counted from 1 as in editors and Python. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', end + 1)) {
    line += 1
    start = end + 1
  }
  let column = 1
  for (let index = start; index < at; index += 1) if (!isLowSurrogate(text.charCodeAt(index))) column += 1
  return { line, column }
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
