import { expect, test } from 'vitest'
import { partsOf } from './file-parts.ts'

const SIZE = 5_000_000_001

/** A file of SIZE bytes, which come when they are read. @param fails the read of the part with this number rejects */
function fileOnDemand(fails = Infinity) {
  const held = new Set<unknown>()
  const seen = { held: new Set<number>(), buffers: new Set<ArrayBufferLike>(), from: [] as number[] }
  let at = 0
  let reads = 0
  const reader = {
    async read(view: Uint8Array) {
      seen.buffers.add(view.buffer)
      // while the read is pending
      await Promise.resolve()
      seen.held.add([...held].filter((one) => one === reader).length)
      reads += 1
      if (reads === fails) throw new DOMException('The file has changed.', 'NotReadableError')
      const value = view.subarray(0, Math.min(view.length, SIZE - at))
      at += value.length
      return { done: value.length === 0, value }
    },
  }
  const file = {
    size: SIZE,
    stream: () => ({ getReader: () => reader }) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>,
    slice: (from = 0) => {
      seen.from.push(from)
      return new Blob([new Uint8Array(1)])
    },
  }
  return { file, held, seen }
}

async function bytesOf(parts: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0
  for await (const part of parts) bytes += part.length
  return bytes
}

test('a file of 5 GB is read in one buffer, and its reader is held until the end', async () => {
  const { file, held, seen } = fileOnDemand()
  expect(await bytesOf(partsOf(file, held))).toBe(SIZE)
  expect([seen.buffers.size, [...seen.held], held.size, seen.from]).toEqual([1, [1], 0, []])
})

test('a reader that fails is not held any longer', async () => {
  const { file, held } = fileOnDemand(3)
  await expect(bytesOf(partsOf(file, held))).rejects.toThrow('The file has changed.')
  expect(held.size).toBe(0)
})

test('where no buffer can be given, each part is a slice, also beyond 4 GiB', async () => {
  const { file, held, seen } = fileOnDemand()
  const stream = () => ({ getReader: () => raise(new TypeError('No byte stream.')) }) as never
  const parts = await bytesOf(partsOf({ ...file, stream }, held))
  const MiB = 1_024 * 1_024
  expect(seen.from).toEqual(Array.from({ length: Math.ceil(SIZE / MiB) }, (_, index) => index * MiB))
  expect(parts).toBe(seen.from.length)
})

function raise(error: Error): never {
  throw error
}
