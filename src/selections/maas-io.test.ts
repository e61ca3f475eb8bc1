import { expect, test } from 'vitest'
import { MAAS_IO, maasIoNamed, maasIoStream } from './maas-io.ts'

test.each<[url: string, stream: ReturnType<typeof maasIoStream>]>([
  [MAAS_IO.stable, 'stable'],
  [MAAS_IO.candidate, 'candidate'],
  ['https://images.maas.io/ephemeral-v3/stable', 'stable'],
  ['HTTP://Images.MAAS.io/ephemeral-v3/candidate/', 'candidate'],
  ['http://images.maas.io/ephemeral-v3/daily/', null],
  ['http://images.maas.io.example.com/ephemeral-v3/stable/', null],
  ['http://mirror.example.com/ephemeral-v3/stable/', null],
])('%s: %s', (url, stream) => {
  expect(maasIoStream(url)).toBe(stream)
})

test.each<[text: string, stream: ReturnType<typeof maasIoNamed>]>([
  ['maas.io', 'stable'],
  ['https://www.maas.io//', 'stable'],
  ['images.maas.io/ephemeral-v3', 'stable'],
  ['Candidate', 'candidate'],
  [MAAS_IO.candidate, 'candidate'],
  ['images.maas.io/ephemeral-v3/daily', null],
  ['mirror.example.com', null],
])('by %s a person means %s', (text, stream) => {
  expect(maasIoNamed(text)).toBe(stream)
})
