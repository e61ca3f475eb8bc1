const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = new TextEncoder().encode('"\\[]{}')

/** What ends reading: a text that is not a JSON list of objects, or an item that is too long. */
export class UnreadableList extends Error {}

/**
 * The objects of a JSON list, each as text, while the list arrives: only one of them is in memory.
 * @param mostBytes the longest object, in bytes
 * @throws UnreadableList
 */
export async function* listItems(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<string> {
  let parts: Uint8Array[] = []
  let length = 0
  let depth = 0
  let inText = false
  let escaped = false
  for await (const chunk of chunks) {
    // where the object of this chunk begins
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (inText) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inText = false
      } else if (byte === QUOTE && depth > 0) inText = true
      else if (byte === OPEN || byte === OPEN_LIST) {
        if (depth === 0 && byte === OPEN) throw new UnreadableList('Not a list.')
        if (depth === 1) from = at
        depth += 1
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth -= 1
        if (depth !== 1) continue
        parts.push(chunk.subarray(from, at + 1))
        yield textOf(parts)
        parts = []
        length = 0
      }
    }
    if (depth < 2) continue
    const rest = chunk.subarray(from)
    length += rest.length
    if (length > mostBytes) throw new UnreadableList('An item is too long.')
    // the chunk may be used again by its sender
    parts.push(new Uint8Array(rest))
  }
  if (depth !== 0) throw new UnreadableList('The list is incomplete.')
}

/** As UTF-8; keeps a byte order mark. */
function textOf(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode()
}
