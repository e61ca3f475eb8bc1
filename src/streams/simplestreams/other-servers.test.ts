import { expect, test } from 'vitest'
import { otherServerOf } from './other-servers.ts'

const index = (entry: object, contentId = 'images') => ({
  format: 'index:1.0',
  index: { [contentId]: entry },
})
const entry = (products: unknown, datatype = 'image-downloads') => ({ datatype, path: 'p', products })

test.each<[string, unknown, RegExp]>([
  ['LXD or Incus', index(entry(['ubuntu:noble:amd64:default', 'debian:12:amd64:cloud'])), /LXD or Incus/],
  ['images with names that MAAS imports', index(entry(['org.example:v3:noble:amd64'])), /^none$/],
  ['bootloaders with names that MAAS imports', index(entry(['org.example:1:grub:amd64'])), /^none$/],
  ['images without products', index(entry([])), /^none$/],
  ['images without a list of products', index(entry(undefined)), /^none$/],
  ['images of another datatype', index(entry(['ubuntu:noble:amd64:default'], 'image-ids')), /^none$/],
  ['Juju', index(entry(['com.ubuntu.juju:22.04:amd64']), 'com.ubuntu.juju:released:tools'), /Juju/],
  ['clouds', index(entry(['com.ubuntu.cloud:server:24.04:amd64']), 'com.ubuntu.cloud:released'), /clouds/],
  ['no entries', { index: {} }, /^none$/],
  ['no index', null, /^none$/],
])('a server of %s', (_, json, reason) => {
  expect(otherServerOf(json)?.reason ?? 'none').toMatch(reason)
})
