import fc from 'fast-check'
import { changedStream, PLACE_NAMES } from './changed-stream.ts'
import { nestedIndex, pathOf, type RawStream, soundStream, UBUNTU, ubuntuProduct } from './sound-stream.ts'

const KEYS = [
  'format updated index path datatype products content_id arch label os release release_title subarch subarches',
  'version kflavor support_eol versions items ftype sha256 size bootloader-type arches src_package squashfs',
].flatMap((keys) => keys.split(' '))

const value = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    7,
    1.5,
    true,
    [],
    {},
    'x',
    '/x',
    'a/../x',
    '12',
    '2029-05-31',
  ),
  fc.string(),
)

/** Up to three keys, anywhere and to anything. */
const changes = fc.array(fc.tuple(fc.constantFrom(...PLACE_NAMES), fc.constantFrom(...KEYS), value), {
  maxLength: 3,
})

/** Values for keys that the products of the valid stream have, also under names that they do not have. */
const aliases = fc.dictionary(
  fc.constantFrom('label', 'release', 'arch', 'version'),
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        stable: added(),
        candidate: added(),
        noble: added(),
        amd64: added(),
        '24.04': added(),
      }),
    },
    { weight: 1, arbitrary: fc.oneof(value, fc.dictionary(fc.constantFrom('stable', 'noble'), added())) },
  ),
  { minKeys: 1, maxKeys: 2 },
)

/** Keys that an alias adds: mostly with plausible values, so that the stream stays usable. */
function added() {
  const sound = fc.record(
    {
      label: fc.constantFrom('stable', 'candidate', 'daily'),
      release: fc.constantFrom('noble', 'jammy'),
      release_title: fc.constant('A title'),
      kflavor: fc.constantFrom('generic', 'lowlatency'),
      subarches: fc.constantFrom('generic', 'generic,ga-24.04'),
      size: fc.constantFrom(10, '12'),
    },
    { requiredKeys: [] },
  )
  return fc.oneof(
    { weight: 4, arbitrary: sound },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), value) },
  )
}

/** The valid stream with an image of other labels, aliases, a nested index, and up to three changed keys. */
export const anyStream: fc.Arbitrary<RawStream> = fc
  .record({
    labels: fc.subarray(['candidate', 'daily']),
    aliases: fc.option(aliases),
    changes,
    nested: fc.boolean(),
  })
  .map((given) => {
    let stream = soundStream()
    for (const label of given.labels) addLabel(stream, label)
    if (given.aliases) stream = changedStream('file', '_aliases', given.aliases, stream)
    for (const change of given.changes) stream = changedStream(...change, stream)
    // as a reader receives it: JSON has no undefined
    return JSON.parse(JSON.stringify(given.nested ? nestedIndex(stream) : stream)) as RawStream
  })

function addLabel({ files }: RawStream, label: string): void {
  const products = files[pathOf('ubuntu')]?.['products'] as Record<string, unknown>
  products[UBUNTU.replace('stable', label)] = ubuntuProduct({ label })
}
