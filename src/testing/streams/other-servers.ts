import {
  fileItem,
  indexEntry,
  indexOf,
  pathOf,
  productsFile,
  type RawStream,
  ubuntuProduct,
  without,
} from './sound-stream.ts'

/* Image servers of other programs, with just enough content to recognize each program. */

/** A server with one index entry and one product. */
const server = (
  contentId: string,
  datatype: string,
  name: string,
  product: object,
  more: readonly string[] = [],
): RawStream => ({
  index: {
    ...indexOf([]),
    index: { [contentId]: indexEntry(pathOf(contentId), { datatype, products: [name, ...more] }) },
  },
  files: { [pathOf(contentId)]: productsFile(contentId, { [name]: product }, { datatype }) },
})

export const jujuServer = server(
  'com.ubuntu.juju:released:agents',
  'content-download',
  'com.ubuntu.juju:ubuntu:amd64',
  {
    arch: 'amd64',
    release: 'ubuntu',
    version: '3.6.0',
    versions: { '20260101': { items: { agent: fileItem('tar.gz', 'agent/juju.tgz') } } },
  },
)

export const lxdServer = server(
  'images',
  'image-downloads',
  'debian:12:amd64:default',
  {
    arch: 'amd64',
    os: 'Debian',
    release: 'bookworm',
    release_title: 'bookworm',
    versions: { '1': { items: { 'lxd.tar.xz': fileItem('lxd.tar.xz', 'images/lxd.tar.xz') } } },
  },
  ['ubuntu:noble:amd64:default'],
)

export const cloudServer = server(
  'com.ubuntu.cloud:released:download',
  'image-downloads',
  'com.ubuntu.cloud:server:24.04:amd64',
  {
    ...without(ubuntuProduct(), 'kflavor', 'krel', 'label', 'subarch', 'subarches'),
    versions: {
      '20260901': {
        items: { 'disk1.img': fileItem('disk1.img', 'server/noble.img') },
        label: 'release',
      },
    },
  },
)

export const installationServer = server(
  'com.ubuntu.releases:ubuntu-server',
  'image-downloads',
  'com.ubuntu.releases:ubuntu-server:live-server:24.04:amd64',
  {
    arch: 'amd64',
    image_type: 'live-server',
    os: 'ubuntu-server',
    release: 'noble',
    release_title: '24.04.4 LTS',
    version: '24.04',
    versions: { '24.04.4': { items: { iso: fileItem('iso', 'noble/ubuntu.iso') } } },
  },
)

export const jujuGui = server(
  'com.canonical.streams:released:gui',
  'content-download',
  'com.canonical.streams:gui',
  {
    format: 'products:1.0',
    ftype: 'tar.bz2',
    versions: {
      '20260101': { items: { '2.15': fileItem('tar.bz2', 'gui/juju.tar.bz2', { version: '2.15' }) } },
    },
  },
)
