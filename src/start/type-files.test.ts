import { describe, expect, test } from 'vitest'
import { describedOperations, typeFiles } from './type-files.ts'

const WRITTEN = new Map([
  [
    'kit/region.d.ts',
    [
      "import type { Client } from '#simulator/control/client.ts'",
      "import * as z from 'zod/mini'",
      "export { Other } from './other.ts'",
      'export declare const later: Promise<typeof import("#lib/later.ts")>',
    ].join('\n'),
  ],
  ['kit/other.d.ts', 'export type Other = 1'],
  ['kit/unused.d.ts', "import '#lib/later.ts'"],
  ['simulator/control/client.d.ts', "export type { Client } from './deep/own.ts'"],
  ['simulator/control/deep/own.d.ts', "import type { Other } from '#kit/other.ts'"],
  ['lib/later.d.ts', 'export declare const later: 1'],
])

test('imports of the sources lead to the files beside, and those of packages stay', () => {
  const files = typeFiles(WRITTEN, ['kit/region.d.ts'])
  expect(files.get('kit/region.d.ts')?.split('\n')).toEqual([
    "import type { Client } from '../simulator/control/client.js'",
    "import * as z from 'zod/mini'",
    "export { Other } from './other.js'",
    'export declare const later: Promise<typeof import("../lib/later.js")>',
  ])
  expect(files.get('simulator/control/deep/own.d.ts')).toBe(
    "import type { Other } from '../../../kit/other.js'",
  )
})

test('only what an entry needs is kept', () => {
  expect([...typeFiles(WRITTEN, ['kit/region.d.ts']).keys()].toSorted()).toEqual([
    'kit/other.d.ts',
    'kit/region.d.ts',
    'lib/later.d.ts',
    'simulator/control/client.d.ts',
    'simulator/control/deep/own.d.ts',
  ])
})

test('an import that leads nowhere is an error', () => {
  const broken = new Map([['kit/a.d.ts', "export * from '#lib/lost.ts'"]])
  expect(() => typeFiles(broken, ['kit/a.d.ts'])).toThrow('lib/lost.d.ts')
})

describe('the table of the control API', () => {
  const written = [
    'export declare const OPERATIONS: {',
    '    readonly readClock: {',
    '        method: "GET";',
    '        input: z.ZodMiniObject<{',
    '            at: z.ZodMiniNumber<number>;',
    '        }>;',
    '    };',
    '};',
  ].join('\n')
  const table =
    "export const CLOCK = {\n  readClock: operation({\n    method: 'GET',\n    summary:\n      'Read it.',\n  }),\n}"

  test('has the summary of each operation as its description', () => {
    expect(describedOperations(written, ['', table])).toBe(
      written.replace('    readonly', '    /** Read it. */\n    readonly'),
    )
  })
  test('cannot have an operation without one', () => {
    expect(() => describedOperations(written, [])).toThrow('readClock')
  })
})
