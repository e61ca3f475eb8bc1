import { type JsonFault, jsonFault, placeOf } from './json-fault.ts'
import { endOfString, isClosing, isOpening, isQuote } from '#lib/json/json-chars.ts'
import { keepOrder } from './key-order.ts'
import { StreamError } from '#streams/stream-error.ts'

/** A products file needs 7 levels. */
const DEEPEST = 32
/**
 * The list of maas.io has 16,000 values. For the most that fits into 64 MB, V8 needs up to half a minute and 2
 * GB.
 */
const MOST_PARTS = 2_000_000

const COMMA = 0x2c

/**
 * Parses JSON of a stream. The stream may be hostile, so a text that would take too much memory or time is
 * refused before it is parsed.
 * @param linesBefore number of lines of the file before this text, so that messages name the right line
 * @throws StreamError that names the fault and its place, and repeats none of the text
 */
export function parseStreamJson(text: string, linesBefore = 0): unknown {
  const excess = excessOf(text)
  if (excess !== null) throw new StreamError(excess)
  try {
    const json: unknown = JSON.parse(text)
    keepOrder(text, json)
    return json
  } catch {
    throw new StreamError(notJson(text, linesBefore))
  }
}

function notJson(text: string, linesBefore: number): string {
  const fault = jsonFault(text)
  if (!fault) return 'It is not valid JSON. Copy the file again.'
  const { line, column } = placeOf(text, fault.at)
  const place = `line ${line + linesBefore}, column ${column}`
  const { kind } = fault
  switch (kind) {
    case 'empty':
      return 'It is empty. Copy the file again.'
    case 'mark':
      return 'It begins with a byte order mark, which MAAS does not read. Save the file as UTF-8 without one.'
    case 'cut':
      return `It ends at line ${line + linesBefore}, before it is complete: the copy was cut off. Copy the file again.`
    case 'extra':
      return isClosing(text.charCodeAt(fault.at))
        ? `There is one closing bracket too many at ${place}. Remove it, or copy the file again.`
        : `The JSON is complete, but more text follows at ${place}. Remove that text, or copy the file again.`
    default:
      return `It is not valid JSON at ${place}: ${EXPECTED[kind]}. Correct the file, or copy it again.`
  }
}

const EXPECTED: Readonly<Record<Exclude<JsonFault['kind'], 'empty' | 'mark' | 'cut' | 'extra'>, string>> = {
  value: 'a value is expected',
  name: 'a name in double quotes is expected',
  colon: 'a colon is expected after the name',
  separator: 'a comma or a closing bracket is expected',
  bracket: 'the closing bracket does not match the opening one',
  comma: 'a comma has nothing after it',
  control: 'a string contains a line break or another control character',
  escape: 'a string contains a backslash that JSON does not allow',
}

/**
 * The limit that a text exceeds, in words; null if it exceeds none. One pass, whether the text is JSON or not.
 */
function excessOf(text: string): string | null {
  let depth = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (isQuote(char)) at = endOfString(text, at)
    else if (isOpening(char)) {
      parts += 1
      depth += 1
      if (depth > DEEPEST) return `It is nested deeper than ${DEEPEST} levels, which is not supported.`
    } else if (isClosing(char)) depth -= 1
    else if (char === COMMA) parts += 1
    if (parts > MOST_PARTS) return `It holds more than ${MOST_PARTS} values, which is not supported.`
  }
  return null
}
