/* The first bytes by which formats are recognized, from their specifications. */

/** Bytes of the beginning of a file that `recognize` needs: the mark of an ISO image comes after 32 kB. */
export const HEAD_BYTES = 64 * 1_024

export type Packing = 'gzip' | 'bzip2' | 'xz'

/** Whether bytes have this text (ISO 8859-1) at an offset. */
function has(head: Uint8Array, offset: number, text: string): boolean {
  if (head.length < offset + text.length) return false
  return Array.from(text, (letter) => letter.charCodeAt(0)).every(
    (code, index) => head[offset + index] === code,
  )
}

/** The compression that MAAS can unpack; null: none of them. */
export function packingOf(head: Uint8Array): Packing | null {
  if (has(head, 0, '\x1f\x8b\x08')) return 'gzip'
  if (has(head, 0, 'BZh') && has(head, 4, '1AY&SY')) return 'bzip2'
  return has(head, 0, '\xfd7zXZ\0') ? 'xz' : null
}

export type Unusable = { readonly what: string; readonly remedy: string }

const RAW = (format: string) =>
  `Convert it with “qemu-img convert -f ${format} -O raw FILE disk.raw”, compress it with “gzip disk.raw”, and upload disk.raw.gz.`
const REPACK = 'Unpack it, compress the content with gzip or xz, and upload that.'

const UNUSABLE: readonly (readonly [offset: number, mark: string, what: string, remedy: string])[] = [
  [
    0x8001,
    'CD001',
    'an ISO image',
    'MAAS deploys disk images and root file systems, not installation media. Install it in a virtual machine, or build an image with packer-maas, and upload the disk.',
  ],
  [0, 'QFI\xfb', 'a QCOW2 disk', RAW('qcow2')],
  [0, 'KDMV', 'a VMDK disk', RAW('vmdk')],
  [0, '# Disk DescriptorFile', 'a VMDK descriptor', RAW('vmdk')],
  [0, 'vhdxfile', 'a VHDX disk', RAW('vhdx')],
  [0, 'conectix', 'a VHD disk', RAW('vpc')],
  [0x40, '\x7f\x10\xda\xbe', 'a VDI disk', RAW('vdi')],
  [
    0,
    'MSWIM\0\0\0',
    'a Windows image (WIM)',
    'Apply it to a disk, for example with packer-maas, and upload the disk.',
  ],
  [
    0,
    'hsqs',
    'a SquashFS file system',
    'MAAS accepts SquashFS only from boot sources. Unpack it with unsquashfs, pack the folder with “tar -czf root.tar.gz”, and upload root.tar.gz.',
  ],
  [0, '\x28\xb5\x2f\xfd', 'compressed with zstd', REPACK],
  [0, '\x04\x22\x4d\x18', 'compressed with LZ4', REPACK],
  [0, '\x5d\0\0', 'compressed with LZMA', REPACK],
  [0, 'LZIP', 'compressed with lzip', REPACK],
  [0, 'PK\x03\x04', 'a ZIP archive', REPACK],
  [0, '7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', REPACK],
  [0, '!<arch>\n', 'a Debian package', REPACK],
  [0, '\xed\xab\xee\xdb', 'an RPM package', REPACK],
]

/** Why MAAS cannot deploy a file with this beginning, and what to do; null: it is none of those. */
export function unusable(head: Uint8Array): Unusable | null {
  const found = UNUSABLE.find(([offset, mark]) => has(head, offset, mark))
  if (found) return { what: found[2], remedy: found[3] }
  const text = new TextDecoder('latin1').decode(head.subarray(0, 256)).trimStart()
  if (!/^<(!doctype|html)\b/i.test(text)) return null
  return { what: 'a web page', remedy: 'The download of the image probably failed. Download it again.' }
}

const TAR_BLOCK = 512

/** Whether a block is the header of a tar entry: its checksum counts its own digits as spaces. */
function isTarHeader(head: Uint8Array, at: number): boolean {
  if (head.length < at + TAR_BLOCK || head[at] === 0) return false
  const digits = new TextDecoder('latin1').decode(head.subarray(at + 148, at + 156))
  const given = Number.parseInt(digits.replaceAll(/[\0 ]/g, ''), 8)
  let sum = 0
  for (let index = 0; index < TAR_BLOCK; index += 1)
    sum += index >= 148 && index < 156 ? 32 : (head[at + index] ?? 0)
  return sum === given
}

const textAt = (head: Uint8Array, at: number, length: number) =>
  new TextDecoder('latin1').decode(head.subarray(at, at + length)).split('\0')[0] ?? ''

/** The names of the first entries of a tar archive, with a slash at the end of folders; null: not a tar archive. */
export function tarEntries(head: Uint8Array): string[] | null {
  if (!isTarHeader(head, 0)) return null
  const names: string[] = []
  for (let at = 0; isTarHeader(head, at);) {
    names.push(textAt(head, at, 100))
    const size = Number.parseInt(textAt(head, at + 124, 12).trim() || '0', 8)
    at += TAR_BLOCK * (1 + Math.ceil((Number.isFinite(size) ? size : 0) / TAR_BLOCK))
  }
  return names
}

/** A disk with partitions, a file system without them, or neither. */
export function diskLayout(head: Uint8Array): 'partitions' | 'file-system' | null {
  if (has(head, 512, 'EFI PART') || has(head, 4_096, 'EFI PART')) return 'partitions'
  if (has(head, 0x438, '\x53\xef') || has(head, 0, 'XFSB') || has(head, 0x10040, '_BHRfS_M'))
    return 'file-system'
  return has(head, 510, '\x55\xaa') ? 'partitions' : null
}
