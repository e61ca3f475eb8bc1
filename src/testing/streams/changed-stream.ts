import { CENTOS, GRUB, pathOf, type RawStream, soundStream, UBUNTU } from './sound-stream.ts'

type Json = Record<string, unknown>

/** Where a key is in the valid stream. */
const PLACES: Record<string, (stream: RawStream) => Json> = {
  index: ({ index }) => index,
  entry: ({ index }) => inside(index, 'index', 'ubuntu'),
  file: ({ files }) => inside(files, pathOf('ubuntu')),
  image: ({ files }) => inside(files, pathOf('ubuntu'), 'products', UBUNTU),
  version: ({ files }) => inside(files, pathOf('ubuntu'), 'products', UBUNTU, 'versions', '20260901'),
  items: ({ files }) => inside(files, pathOf('ubuntu'), 'products', UBUNTU, 'versions', '20260901', 'items'),
  'file of image': (stream) => inside(PLACES['items']?.(stream), 'squashfs'),
  bootloader: ({ files }) => inside(files, pathOf('grub'), 'products', GRUB),
  'file of bootloader': (stream) =>
    inside(PLACES['bootloader']?.(stream), 'versions', '20260801.0', 'items', 'grub2-signed'),
  'image of one file': ({ files }) => inside(files, pathOf('centos'), 'products', CENTOS),
}

const inside = (value: unknown, ...keys: readonly string[]): Json =>
  keys.reduce((object, key) => object[key] as Json, value as Json)

/** The values that a key is set to, by the columns of the tables. */
const VALUES = [undefined, '', 7, null, []]

export const PLACE_NAMES = Object.keys(PLACES)

/** The stream with one key changed; unchanged if an earlier change removed that key. */
export function changedStream(
  place: string,
  key: string,
  value: unknown,
  stream: RawStream = soundStream(),
): RawStream {
  const object = placeIn(stream, place)
  if (!object) return stream
  if (value === undefined) delete object[key]
  else object[key] = value
  return stream
}

function placeIn(stream: RawStream, place: string): Json | null {
  try {
    const object: unknown = PLACES[place]?.(stream)
    return typeof object === 'object' && object !== null && !Array.isArray(object) ? (object as Json) : null
  } catch {
    return null
  }
}

/** The valid stream with one key missing, empty, a number, null and a list. */
export const changedStreams = (place: string, key: string): RawStream[] =>
  VALUES.map((value) => changedStream(place, key, value))
