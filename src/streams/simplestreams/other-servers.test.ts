import { expect, test } from 'vitest'
import { otherServerOf } from './other-servers.ts'

const index = (entry: object, contentId = 'images') => ({
  format: 'index:1.0',
  index: { [contentId]: entry },
})
const entry = (products: unknown, datatype = 'image-downloads') => ({ datatype, path: 'p', products })

test.each<[string, unknown, RegExp | null]>([
  ['LXD or Incus', index(entry(['ubuntu:noble:amd64:default', 'debian:12:amd64:cloud'])), /LXD or Incus/],
  ['images with names that MAAS imports', index(entry(['org.example:v3:noble:amd64'])), null],
  ['bootloaders with names that MAAS imports', index(entry(['org.example:1:grub:amd64'])), null],
  ['images without products', index(entry([])), null],
  ['images without a list of products', index(entry(undefined)), null],
  ['images of another datatype', index(entry(['ubuntu:noble:amd64:default'], 'image-ids')), null],
  ['Juju', index(entry(['com.ubuntu.juju:22.04:amd64']), 'com.ubuntu.juju:released:tools'), /Juju/],
  ['clouds', index(entry(['com.ubuntu.cloud:server:24.04:amd64']), 'com.ubuntu.cloud:released'), /clouds/],
  ['no entries', { index: {} }, null],
  ['no index', null, null],
])('a server of %s', (_, json, reason) => {
  const other = otherServerOf(json)
  if (reason) expect(other?.reason).toMatch(reason)
  else expect(other).toBeNull()
})
