import fc from 'fast-check'
import type { NewSelection } from '#contract/maas.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import type { StreamProduct } from '#streams/simplestreams/products.ts'
import { serveRegion } from './region-port.ts'
import type { ShellPlace, Shell, Ran } from './run-shell.ts'

/* Regions whose names contain everything that a shell, a comment or a template could misread. */

const NASTY = [
  "'",
  '"',
  '\\',
  '$',
  '`',
  '!',
  '\n',
  '\r\n',
  '\t',
  ';',
  '&',
  '|',
  '<',
  '>',
  '(',
  ')',
  '{{x}}',
  '${x}',
]
const ALSO = [
  '#',
  '*',
  '?',
  '~',
  '=',
  '@',
  '%',
  '-',
  '--help',
  ' ',
  'é',
  '𝄞',
  '\u202E',
  '\u2028',
  '\x1b',
  '\x7f',
]

/** A name that is not empty, has at most 20 characters, and no white space at its ends, which MAAS removes. */
const oddName: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...NASTY, ...ALSO), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join('').replaceAll(/[\0/]/g, '').slice(0, 20))
  .filter((name) => name !== '' && name !== '*' && name === name.trim() && !/\p{Cs}/u.test(name))

const [template] = tinyStreams().trees.stable.products

/** The products of a stream with these names. */
export const productsOf = (names: Names): StreamProduct[] =>
  names.releases.flatMap((release) =>
    names.arches.map((arch): StreamProduct => {
      if (!template) throw new Error('The fixture has no product.')
      return { ...template, name: `${release} ${arch}`, os: names.os, release, arch, label: names.label }
    }),
  )

export type Names = {
  readonly os: string
  readonly releases: readonly string[]
  readonly arches: readonly string[]
  readonly label: string
}
export const names: fc.Arbitrary<Names> = fc.record({
  os: oddName,
  releases: fc.uniqueArray(oddName, { minLength: 3, maxLength: 3 }),
  arches: fc.uniqueArray(oddName, { minLength: 2, maxLength: 2 }),
  label: oddName,
})

/** Selections of some of the releases. */
export const oddSelections = ({ os, releases, arches, label }: Names): fc.Arbitrary<NewSelection[]> =>
  fc
    .tuple(
      ...releases.map((release) =>
        fc.option(
          fc.record({
            os: fc.constant(os),
            release: fc.constant(release),
            arches: fc.oneof(fc.constant<string[]>(['*']), fc.subarray([...arches], { minLength: 1 })),
            subarches: fc.constant<string[]>(['*']),
            labels: fc.constantFrom<string[][]>(['*'], [label]),
          }),
          { nil: null },
        ),
      ),
    )
    .map((list) => list.filter((one) => one !== null))

export const URLS = ['http://a.example.com/streams/', "http://b.example.com/it's;$(id)/`x`\\/"] as const
export const ODD_KEYRING = "/srv/it's $(id) `x`\\.gpg"
export const DATA = Buffer.from([153, 1, 13, 4]).toString('base64')

/** A function that makes equal regions. */
export const worldOf = (
  sources: readonly GivenSource[],
  products: readonly StreamProduct[],
  version: string,
) => {
  const offers = new Map(URLS.map((url) => [url, products]))
  return () => regionWith(sources, { version, offers, keyringFiles: [ODD_KEYRING] })
}
type World = ReturnType<ReturnType<typeof worldOf>>

/** Runs a text against a region, as often as asked, and reports what the region has after each run. */
export async function runIn(place: ShellPlace, shell: Shell, text: string, world: World, times: number) {
  const port = await serveRegion(world.region, () => world.wait(1_000))
  const runs: { ran: Ran; content: string; writes: readonly string[] }[] = []
  const keyring = place.file('keyring.gpg', Buffer.from(DATA, 'base64'))
  const variables = { KEYRING_FILE: keyring, KEYRING_FILE_2: keyring }
  for (let run = 0; run < times; run += 1) {
    const before = port.writes.length
    const ran = await place.run(shell, text, port, variables)
    runs.push({ ran, content: contentOf(statesOf(world)), writes: port.writes.slice(before) })
  }
  await port.close()
  return runs
}
