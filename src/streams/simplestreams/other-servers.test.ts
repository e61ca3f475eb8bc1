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
  [
    'the GUI of Juju',
    index(entry(['com.canonical.streams:gui']), 'com.canonical.streams:released:gui'),
    /Juju/,
  ],
  [
    'the dashboard of Juju',
    index(entry(['com.canonical.streams:dashboard']), 'com.canonical.streams:devel:dashboard'),
    /Juju/,
  ],
  ['other data of Canonical', index(entry(['x']), 'com.canonical.streams:released:x'), /^none$/],
  ['clouds', index(entry(['com.ubuntu.cloud:server:24.04:amd64']), 'com.ubuntu.cloud:released'), /clouds/],
  [
    'daily images for clouds',
    index(entry(['com.ubuntu.cloud.daily:server:24.04:amd64']), 'com.ubuntu.cloud.daily:daily:download'),
    /clouds/,
  ],
  [
    'a private cloud of Juju, whose products name no OS',
    index(entry(['com.ubuntu.cloud:server:24.04:amd64']), 'com.ubuntu.cloud:custom'),
    /^none$/,
  ],
  [
    'installation media',
    index(entry(['com.ubuntu.releases:ubuntu-server:live-server:24.04:amd64']), 'com.ubuntu.releases:ubuntu'),
    /ISO/,
  ],
  [
    'daily installation media',
    index(
      entry(['com.ubuntu.cdimage.daily:kubuntu:daily-live:26.04:amd64']),
      'com.ubuntu.cdimage.daily:kubuntu',
    ),
    /ISO/,
  ],
  [
    'installation media of an OS that is not named ubuntu',
    index(entry(['com.ubuntu.cdimage:base:daily:24.04:amd64']), 'com.ubuntu.cdimage:base'),
    /^none$/,
  ],
  [
    'images for MAAS together with images for clouds',
    {
      index: {
        ...index(entry(['com.ubuntu.cloud:server:24.04:amd64']), 'com.ubuntu.cloud:released').index,
        'com.ubuntu.maas:stable:v3:download': entry(['com.ubuntu.maas.stable:v3:boot:24.04:amd64:ga-24.04']),
      },
    },
    /^none$/,
  ],
  ['no entries', { index: {} }, /^none$/],
  ['no index', null, /^none$/],
])('a server of %s', (_, json, reason) => {
  expect(otherServerOf(json)?.reason ?? 'none').toMatch(reason)
})
