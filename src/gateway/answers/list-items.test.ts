import { expect, test } from 'vitest'
import { listItems, UnreadableList } from './list-items.ts'

const LIST = [
  { name: 'a "quoted" } name\\', tags: ['x]', '[{'], deep: { deeper: [{ a: 1 }, {}] } },
  {},
  { name: 'Zürich 東京 🖥', empty: [] },
]

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  // one buffer for all parts, as a socket may have
  const shared = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(shared, 0, at, at + size)
    yield shared.subarray(0, length)
  }
}

async function read(text: string, size = 7, most = 1_000): Promise<unknown[]> {
  const items: unknown[] = []
  for await (const item of listItems(inParts(text, size), most)) items.push(JSON.parse(item))
  return items
}

test.each([1, 2, 3, 5, 64, 4_096])(
  'a list that arrives in parts of %i bytes has the same objects',
  async (size) => {
    expect(await read(JSON.stringify(LIST, null, 1), size)).toEqual(LIST)
    expect(await read(JSON.stringify(LIST), size)).toEqual(LIST)
    expect(await read('[ ]\n', size)).toEqual([])
  },
)

test.each([
  ['an object', '{"a": [{}]}'],
  ['a list that was cut', '[{"a": 1}, {"b": '],
  ['a list without its end', '[{"a": 1}'],
])('%s is refused', async (_, text) => {
  await expect(read(text)).rejects.toThrow(UnreadableList)
})

test('an object that is too long is refused before it is complete', async () => {
  await expect(read(JSON.stringify([{ a: 'x'.repeat(500) }]), 10, 100)).rejects.toThrow(UnreadableList)
})
