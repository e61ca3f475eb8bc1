import { parseUrl } from '#lib/parse-url.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressInMaas, readAddress } from './address.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'
import { compareCatalogues } from '#streams/catalogue/compare.ts'
import { readIndex } from './index-file.ts'
import { holdingsOf } from '#streams/catalogue/presence.ts'
import { readProducts } from './products.ts'
import { StreamError } from '#streams/stream-error.ts'
import { regionWarnings } from './region-warnings.ts'
import { judgeFile, judgeIndex } from './judge.ts'
import { understandStream } from '#streams/catalogue/understand.ts'
import { MAAS_IO } from '#selections/maas-io.ts'

/*
 * Whatever a source sends leads to an answer or a StreamError, never to another failure, and changes no
 * prototype.
 */

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'products',
  'versions',
  'items',
  'index',
  'path',
  'datatype',
  'content_id',
  'arch',
  'os',
  'release',
  'ftype',
  'sha256',
  'size',
  'bootloader-type',
  'subarches',
  'support_eol',
  'updated',
]
const key = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12, unit: 'binary' }))
const scalar = fc.oneof(
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.constantFrom(
    'ubuntu',
    'notifications',
    '../x',
    'https://x/',
    '2026-01-01',
    '__proto__',
    'release-notifications',
  ),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
)
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    // like the objects of JSON.parse: `__proto__` is a key like any other
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 6 })
      .map((entries) =>
        JSON.parse(
          `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`).join(',')}}`,
        ),
      ),
  ),
})).value

/** A products file that is nearly valid: real keys with arbitrary values. */
const product = fc.record(
  {
    os: fc.oneof(fc.constant('ubuntu'), json),
    release: fc.oneof(fc.constant('noble'), json),
    arch: fc.oneof(fc.constant('amd64'), json),
    subarches: json,
    kflavor: json,
    'bootloader-type': json,
    support_eol: json,
    versions: fc.oneof(
      fc.dictionary(
        key,
        fc.record({
          items: fc.oneof(
            fc.dictionary(
              key,
              fc.record({
                ftype: fc.oneof(fc.constantFrom('squashfs', 'boot-kernel', 'manifest'), json),
                path: fc.oneof(fc.string({ maxLength: 9 }), json),
                sha256: json,
                size: fc.oneof(fc.nat(), json),
              }),
              { maxKeys: 4 },
            ),
            json,
          ),
        }),
        { maxKeys: 3 },
      ),
      json,
    ),
  },
  { requiredKeys: [] },
)
const productsFile = fc.oneof(
  json,
  fc.record({
    content_id: fc.string({ maxLength: 9 }),
    products: fc.dictionary(key, product, { maxKeys: 4 }),
  }),
)
const entry = fc.record({ path: json, datatype: json }, { requiredKeys: [] })
const indexFile = fc.oneof(
  json,
  fc.record({ updated: json, index: fc.dictionary(key, fc.oneof(entry, json), { maxKeys: 4 }) }),
)

/** The answer, or null if it was refused with a StreamError. */
function answer<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof StreamError) return null
    throw error
  }
}

const never = (): never => {
  throw new Error('maas.io is always understood.')
}

const RUNS = { numRuns: 400 }

describe('no data of a source', () => {
  test('makes the readers fail in an undocumented way', () => {
    const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
    fc.assert(
      fc.property(indexFile, productsFile, productsFile, (index, one, two) => {
        answer(() => readIndex(index))
        const files = [one, two].map((raw) => {
          const read = answer(() => readProducts(raw))
          return {
            entry: { path: 'a', contentId: 'a', datatype: null, format: null },
            depth: 0,
            followed: true,
            signedAnyway: false,
            lacksSignature: false,
            json: raw,
            products: read?.products ?? [],
            ignored: read?.ignored ?? [],
            ...judgeFile(raw, 'a'),
          }
        })
        const top = { json: index, path: 'index', signedAnyway: false }
        const warnings = regionWarnings({ ...top, ...judgeIndex(index, top.path) }, files)
        for (const reader of ['to-3.7', 'from-3.8'] as const) {
          answer(() => understandStream(top, files, reader))
        }
        for (const { names, count } of warnings) expect(names.length).toBeLessThanOrEqual(count)
        const [a, b] = files.map(({ products, ignored }) => {
          for (const { paths } of holdingsOf(products)) expect(paths.length).toBeGreaterThanOrEqual(0)
          return catalogueOf(products, ignored)
        })
        const both = { releases: [...(a?.releases ?? []), ...(b?.releases ?? [])] }
        const selections = both.releases.map(({ os, release }) => ({
          os,
          release,
          arches: ['*'],
          subarches: ['*'],
          labels: ['*'],
        }))
        const { selected } = compareCatalogues(both, { releases: b?.releases ?? [] }, selections, {
          kernelsFiltered: true,
        })
        expect(selected).toHaveLength(selections.length)
      }),
      RUNS,
    )
    expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(before)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('of any form makes reading an address fail, and an accepted address is http', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc
        .tuple(
          fc.constantFrom('http://', 'https://', 'ftp://', '//', ''),
          fc.string(),
          fc.constantFrom('', '/streams/v1/', '.sjson'),
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const verdict = readAddress(text)
        // a refusal gives a reason, and an accepted address is accepted again unchanged
        const taken = verdict.ok ? verdict.address : (addressInMaas(MAAS_IO.stable) ?? never())
        expect(verdict.ok || verdict.message !== '').toBe(true)
        expect(taken.url).toMatch(/^https?:\/\//)
        expect(taken.root.endsWith('/')).toBe(true)
        expect(parseUrl(taken.root + taken.index)).not.toBeNull()
        expect(readAddress(taken.url)).toMatchObject({ ok: true, address: { url: taken.url } })
        expect(addressInMaas(taken.url)?.root).toBe(taken.root)
      }),
      { numRuns: 1_000 },
    )
  })
})
