import { expect, test } from 'vitest'
import { holdingsOf } from './presence.ts'
import { readProducts } from './products.ts'

const file = (ftype: string, path: string, size: number) => ({ ftype, path, sha256: '0'.repeat(64), size })

const image = (kernel: string, version: string) => ({
  os: 'ubuntu',
  release: 'noble',
  arch: 'amd64',
  subarch: kernel,
  versions: {
    [version]: {
      items: {
        'boot-kernel': file('boot-kernel', `noble/${version}/${kernel}/boot-kernel`, 15),
        squashfs: file('squashfs', `noble/${version}/squashfs`, 270),
        manifest: file('manifest', `noble/${version}/squashfs.manifest`, 1),
      },
    },
    '20200101': { items: { squashfs: file('squashfs', 'noble/20200101/squashfs', 270) } },
  },
})

test('an image is its files of the newest versions, shared ones once, without the manifest, the largest first', () => {
  const { products } = readProducts({
    content_id: 'x',
    products: {
      'com.example:v3:boot:24.04:amd64:ga-24.04': image('ga-24.04', '20260706'),
      'com.example:v3:boot:24.04:amd64:hwe-24.04': image('hwe-24.04', '20260706'),
      'com.example:1:grub-efi-signed:uefi:amd64': {
        os: 'grub-efi-signed',
        arch: 'amd64',
        'bootloader-type': 'uefi',
        versions: { '1.0': { items: { shim: file('archive.tar.xz', 'bootloaders/shim.tar.xz', 2) } } },
      },
      'com.example:1:maas-notification': {
        arch: 'all',
        release: 'notifications',
        versions: { '1': { items: { n: file('notifications', 'n.yaml', 20) } } },
      },
    },
  })
  expect(holdingsOf(products)).toEqual([
    {
      kind: 'image',
      key: 'ubuntu/noble/amd64',
      paths: [
        'noble/20260706/squashfs',
        'noble/20260706/ga-24.04/boot-kernel',
        'noble/20260706/hwe-24.04/boot-kernel',
      ],
    },
    { kind: 'bootloader', key: 'grub-efi-signed/amd64', paths: ['bootloaders/shim.tar.xz'] },
  ])
})
