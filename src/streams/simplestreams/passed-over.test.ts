import { expect, test } from 'vitest'
import {
  centosProduct,
  fileItem,
  GRUB,
  grubProduct,
  indexEntry,
  indexOf,
  pathOf,
  productsFile,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
  without,
} from '#testing/streams/sound-stream.ts'
import { passedOver } from './passed-over.ts'
import { readProducts } from './products.ts'

const NAME = 'org.example:image'
const READ = { depth: 0, followed: true }
/** The notes by a keyword each, and their subjects. */
const notes = (...[index, files]: Parameters<typeof passedOver>) =>
  passedOver(index, files)
    .filter((note) => note !== null)
    .map(({ maas, message, names }) => [maas, WORDS.find((word) => message.includes(word)), ...names])
const WORDS = ['no format', 'no files', ':v3:', ':1:', 'empty bootloader-type']

const file = (product: object, name = NAME, top: object = {}) => productsFile('x', { [name]: product }, top)
/** An image of one file whose important keys are elsewhere. */
const single = (more: object = {}) => ({ ...without(centosProduct(), 'os'), ...more })
const item = (more: object = {}) => ({ 'root-tgz': fileItem('root-tgz', 'r', more) })
const aliases = (keys: object) => ({ _aliases: { kind: { some: keys } } })

test.each<[string, json: object, ...notes: string[][]]>([
  ['Ubuntu by its product', file(ubuntuProduct()), ['any', ':v3:', NAME]],
  ['Ubuntu by its file', file(single(), NAME, { os: 'ubuntu' }), ['to-3.7', ':v3:', NAME]],
  [
    'Ubuntu by its version',
    file(single({ versions: { '1': { os: 'ubuntu', items: item() } } })),
    ['to-3.7', ':v3:', NAME],
  ],
  [
    'Ubuntu by a file of its newest version',
    file(single({ versions: { '1': { items: item({ os: 'Ubuntu' }) } } })),
    ['to-3.7', ':v3:', NAME],
  ],
  [
    'Ubuntu by an alias',
    file(single({ kind: 'some', os: 'centos' }), NAME, aliases({ os: 'ubuntu' })),
    ['to-3.7', ':v3:', NAME],
  ],
  ['no OS that is text', file(single({ os: null }))],
  [
    'Ubuntu by its product, but another OS by its version, which counts up to 3.7',
    file(centosProduct({ os: 'ubuntu', versions: { '1': { os: 'centos', items: item() } } })),
  ],
  [
    'Ubuntu by its product, another OS by an alias',
    file(ubuntuProduct({ kind: 'some' }), NAME, aliases({ os: 'debian' })),
    ['from-3.8', ':v3:', NAME],
  ],
  [
    'another OS with a kernel, which 3.8 treats as Ubuntu',
    file(ubuntuProduct({ os: 'debian' })),
    ['from-3.8', ':v3:', NAME],
  ],
  ['Ubuntu with a valid name', file(ubuntuProduct(), UBUNTU)],
  ['a bootloader by its product', file(grubProduct()), ['any', ':1:', NAME]],
  [
    'a bootloader by its file',
    file(without(grubProduct(), 'bootloader-type'), NAME, { 'bootloader-type': 'uefi' }),
    ['any', ':1:', NAME],
  ],
  [
    'a bootloader by an alias',
    file({ ...without(grubProduct(), 'bootloader-type'), kind: 'some' }, NAME, {
      ...aliases({ 'bootloader-type': 'uefi' }),
    }),
    ['to-3.7', ':1:', NAME],
  ],
  [
    'a bootloader by its version, an image by its product',
    file(ubuntuProduct({ versions: { '1': ubuntuVersion('a', { 'bootloader-type': 'uefi' }) } }), UBUNTU),
    ['any', ':1:', UBUNTU],
  ],
  ['a bootloader unknown to MAAS', file(grubProduct({ os: 'lilo' }), GRUB)],
  [
    'an image with an empty bootloader-type',
    file(ubuntuProduct({ 'bootloader-type': '' }), UBUNTU),
    ['to-3.7', 'empty bootloader-type', UBUNTU],
  ],
  [
    'an image with an empty bootloader-type and an invalid name',
    file(ubuntuProduct({ 'bootloader-type': '' })),
    ['any', ':v3:', NAME],
  ],
  ['an image whose bootloader-type is null', file(ubuntuProduct({ 'bootloader-type': null }), UBUNTU)],
  [
    'a newest version without files, whatever the name of the product',
    file(ubuntuProduct({ versions: { '1': ubuntuVersion('a'), '2': { items: {} } } })),
    ['to-3.7', 'no files', NAME],
  ],
  [
    'a newest version whose files come from an alias',
    file(ubuntuProduct({ versions: { '1': { kind: 'some' } } }), UBUNTU, aliases({ ...ubuntuVersion('a') })),
  ],
  [
    'a newest version that an alias empties',
    file(ubuntuProduct({ versions: { '1': { ...ubuntuVersion('a'), kind: 'some' } } }), UBUNTU, {
      ...aliases({ items: {} }),
    }),
    ['to-3.7', 'no files', UBUNTU],
  ],
  ['a product without versions', file(ubuntuProduct({ versions: {} }))],
  ['a product that is not an object', productsFile('x', { [NAME]: 'text' })],
  ['a missing alias', file(single({ kind: 'other' }), NAME, aliases({ os: 'ubuntu' }))],
])('%s', (_, json, ...expected) => {
  expect(notes(indexOf([]), [{ ...READ, json }])).toEqual(expected)
  for (const [reader, other] of [
    ['to-3.7', 'from-3.8'],
    ['from-3.8', 'to-3.7'],
  ] as const) {
    const noted = expected.filter(([maas]) => maas !== other).flatMap(([, , ...names]) => names)
    const imported = readProducts(json, reader).products.filter((product) => product.imported)
    expect(imported.filter(({ name }) => noted.includes(name))).toEqual([])
  }
})

test('a note concerns only the versions of MAAS that read the file', () => {
  const json = file(ubuntuProduct())
  expect(notes(indexOf([]), [{ json, depth: 0, followed: false }])).toEqual([['from-3.8', ':v3:', NAME]])
  expect(notes(indexOf([]), [{ json, depth: 1, followed: true }])).toEqual([['to-3.7', ':v3:', NAME]])
})

test('every index that MAAS follows has notes on its entries without a format', () => {
  const entry = (name: string) => ({ [name]: indexEntry(pathOf(name), { format: undefined }) })
  const index = indexOf([], { index: entry('outer') })
  const json = indexOf([], { index: entry('inner') })
  expect(notes(index, [{ json, depth: 0, followed: true }])).toEqual([
    ['to-3.7', 'no format', 'outer', 'inner'],
  ])
  expect(notes(index, [{ json, depth: 0, followed: false }])).toEqual([['to-3.7', 'no format', 'outer']])
})
