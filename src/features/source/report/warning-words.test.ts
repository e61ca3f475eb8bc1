import { expect, test } from 'vitest'
import type { StreamWarning } from '#streams/simplestreams/region-warnings.ts'
import { detailNoun, effectText } from './warning-words.ts'

test.each<[StreamWarning['maas'], StreamWarning['effect'], string]>([
  ['to-3.7', 'ends-imports', 'MAAS up to 3.7 stops all imports because of this source'],
  ['from-3.8', 'refuses', 'MAAS 3.8 and later refuses this source'],
  ['any', 'refuses', 'MAAS refuses this source'],
  ['any', 'ignores', 'MAAS ignores part of this source'],
  ['to-3.7', 'advises', 'MAAS up to 3.7 has a limitation with this source'],
])('the text of a warning for %s that %s: %s', (maas, effect, text) => {
  expect(effectText({ maas, effect })).toBe(text)
})

test.each([
  ['sentences', ['ubuntu: com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04 lacks label'], 'detail'],
  ['a sentence among names', ['ubuntu', 'streams/v1/index.json: it is empty'], 'detail'],
  ['files', ['streams/v1/a.json', 'streams/v1/b.sjson'], 'file'],
  ['products', ['com.ubuntu.maas.stable:centos-bases:8:amd64'], 'name'],
  ['architectures', ['amd64', 'riscv64'], 'name'],
])('%s are counted with a matching noun', (_, names, noun) => {
  expect(detailNoun(names)).toBe(noun)
})
