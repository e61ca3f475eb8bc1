import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { FILE_TYPES } from '#contract/uploads.ts'
import { misfit, recognize } from './file-type.ts'
import heads from './heads.json' with { type: 'json' }
import { insideOf } from './inside.ts'
import { HEAD_BYTES } from './signatures.ts'

/* heads.json: the first 64 kB of files made by the tools it names, each compressed again to be small here. */

const headOf = (file: string) =>
  new Uint8Array(gunzipSync(Buffer.from(heads.find((one) => one.file === file)?.gzip ?? '', 'base64')))

async function recognized(file: string, name = file) {
  const head = headOf(file)
  return recognize(head, await insideOf(head), name)
}

test.each([
  ['mbr.raw', 'ddraw'],
  ['gpt.raw', 'ddraw'],
  ['ext4.raw', 'ddraw'],
  ['dd.tar', 'ddtar'],
  ['v7.tar', 'ddtar'],
  ['root.tgz', 'tgz'],
  ['root.tbz', 'tbz'],
  ['root.txz', 'txz'],
  ['dd.tgz', 'ddtgz'],
  ['dd.tbz', 'ddtbz'],
  ['dd.txz', 'ddtxz'],
  ['mbr.raw.gz', 'ddgz'],
  ['gpt.raw.gz', 'ddgz'],
  ['gpt.raw.bz2', 'ddbz2'],
  ['gpt.raw.xz', 'ddxz'],
])('%s is a %s file', async (file, type) => {
  const found = await recognized(file)
  expect(found.type).toBe(type)
  expect(found.type && misfit(found, found.type)).toBeNull()
})

test.each([
  ['disk.qcow2', /QCOW2/, /qemu-img convert -f qcow2 -O raw/],
  ['c.qcow2', /QCOW2/, /gzip/],
  ['disk.vmdk', /VMDK/, /-f vmdk/],
  ['disk.vdi', /VDI/, /-f vdi/],
  ['disk.vhdx', /VHDX/, /-f vhdx/],
  ['disk.vpc', /VHD disk/, /-f vpc/],
  ['disk.qcow2.gz', /QCOW2 disk, compressed with gzip/, /qemu-img/],
  ['cd.iso', /ISO/, /installation media/],
  ['cd.iso.gz', /ISO image, compressed with gzip/, /packer-maas/],
  ['root.squashfs', /SquashFS/, /unsquashfs/],
  ['root.squashfs.gz', /SquashFS/, /unsquashfs/],
  ['root.tar', /root file system/, /Compress the file/],
  ['gpt.raw.zst', /zstd/, /gzip or xz/],
  ['gpt.raw.lz4', /LZ4/, /gzip or xz/],
  ['mbr.raw.lzma', /LZMA/, /gzip or xz/],
  ['d.zip', /ZIP/, /Unpack/],
])('%s is refused, with what to do', async (file, what, remedy) => {
  expect(await recognized(file)).toMatchObject({
    type: null,
    what: expect.stringMatching(what),
    remedy: expect.stringMatching(remedy),
  })
})

test('every head of a real tool is in one of these tables', () => {
  expect(heads).toHaveLength(31)
})

/* Generated from the format's specification or by hand, not by a tool. */
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
test.each([
  ['nothing', '', /empty/],
  ['a web page', '<!DOCTYPE html><title>404', /web page/],
  ['a text', 'Hello', /no known format/],
  ['a descriptor of VMDK', '# Disk DescriptorFile\n', /VMDK/],
  ['a WIM', 'MSWIM\0\0\0', /WIM/],
  ['a 7-Zip archive', '7z\xbc\xaf\x27\x1c', /7-Zip/],
])('%s is refused', (_what, text, expected) => {
  const found = recognize(bytes(text), null, 'file')
  expect([found.type, found.what]).toEqual([null, expect.stringMatching(expected)])
})

test.each([
  ['image.tar.xz', 'txz'],
  ['image.txz', 'txz'],
  ['image.img.xz', 'ddxz'],
  ['root-dd.xz', 'ddxz'],
  ['root-dd.tar.xz', 'ddtxz'],
  ['image.xz', 'txz'],
])('the content of xz cannot be read, so by its name %s is a %s, with a warning', async (name, type) => {
  const found = await recognized('gpt.raw.xz', name)
  expect(found).toMatchObject({ type, content: null, remedy: expect.stringContaining('cannot look into') })
})

test('a disk without partitions is accepted with a warning', async () => {
  expect((await recognized('ext4.raw')).remedy).toContain('no partition table')
})

test.each([
  ['root.tgz', ['tgz']],
  ['gpt.raw.gz', ['ddgz']],
  ['dd.tgz', ['ddtgz']],
  ['gpt.raw', ['ddraw']],
  ['gpt.raw.xz', ['txz', 'ddtxz', 'ddxz']],
])('of all types, only those that fit %s cause no warning', async (file, fitting) => {
  const found = await recognized(file)
  expect(FILE_TYPES.filter((type) => misfit(found, type) === null)).toEqual(fitting)
})

test('a damaged gzip file has no visible content', async () => {
  const head = bytes('\x1f\x8b\x08\0\0\0\0\0\0\0 no deflate stream')
  expect(await insideOf(head)).toBeNull()
  expect(recognize(head, null, 'image.img.gz')).toMatchObject({ type: 'ddgz', content: null })
})

test.each([
  ['a complete file', new Uint8Array(gzipSync('content'))],
  ['the head of a longer one', new Uint8Array(gzipSync(randomBytes(3 * HEAD_BYTES))).subarray(0, HEAD_BYTES)],
  ['a file with a large content', new Uint8Array(gzipSync(new Uint8Array(100 * HEAD_BYTES)))],
  ['a damaged file', bytes('\x1f\x8b\x08\0\0\0\0\0\0\0 no deflate stream')],
])('the reader of %s is held until it is read, and then released', async (_what, head) => {
  const held = new Set<ReadableStreamDefaultReader>()
  const inside = insideOf(head, held)
  const [reader] = held
  expect(reader).toBeDefined()
  const length = (await inside)?.length ?? 0
  expect(length).toBeLessThanOrEqual(HEAD_BYTES)
  expect(held.size).toBe(0)
  // nothing waits in the stream any more
  await expect(
    reader?.closed.then(
      () => 'closed',
      () => 'failed',
    ),
  ).resolves.toMatch(/closed|failed/)
})
