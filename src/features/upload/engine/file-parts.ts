const BUFFER = 1_024 * 1_024

/**
 * The bytes of a file, in one buffer that is used again: new ones would wait for the garbage collector. Each part is
 * valid until the next one is read. Rejects if the browser cannot read the file.
 * @param held what must not be collected as garbage, so the caller keeps it: nothing else refers to the reader while a
 * read is pending, and Chromium then drops both, so that the read never ends
 */
export async function* partsOf(
  file: Pick<File, 'size' | 'slice' | 'stream'>,
  held: Set<unknown>,
): AsyncGenerator<Uint8Array> {
  const reader = byteReader(file)
  if (!reader) {
    for (let at = 0; at < file.size; at += BUFFER)
      // oxlint-disable-next-line no-await-in-loop -- one part in memory
      yield new Uint8Array(await file.slice(at, at + BUFFER).arrayBuffer())
    return
  }
  held.add(reader)
  try {
    let buffer = new ArrayBuffer(BUFFER)
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one part in memory
      const { done, value } = await reader.read(new Uint8Array(buffer))
      if (done || !value) return
      yield value
      buffer = value.buffer
    }
  } finally {
    held.delete(reader)
  }
}

/** null: this browser cannot read into a given buffer. */
function byteReader(file: Pick<File, 'stream'>): ReadableStreamBYOBReader | null {
  try {
    return file.stream().getReader({ mode: 'byob' })
  } catch {
    return null
  }
}
