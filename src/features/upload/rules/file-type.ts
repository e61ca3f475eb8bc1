import type { FileType } from '#contract/uploads.ts'
import { diskLayout, packingOf, tarEntries, unusable, type Packing } from './signatures.ts'

type Content = 'root' | 'disk-in-tar' | 'disk'
type Form = { readonly packing: Packing | null; readonly content: Content; readonly label: string }

/** MAAS's types of uploaded files, and what each must contain. */
export const FORMS: Readonly<Record<FileType, Form>> = {
  tgz: { packing: 'gzip', content: 'root', label: 'Root file system: tar, gzip (tgz)' },
  tbz: { packing: 'bzip2', content: 'root', label: 'Root file system: tar, bzip2 (tbz)' },
  txz: { packing: 'xz', content: 'root', label: 'Root file system: tar, xz (txz)' },
  ddgz: { packing: 'gzip', content: 'disk', label: 'Raw disk: gzip (ddgz)' },
  ddbz2: { packing: 'bzip2', content: 'disk', label: 'Raw disk: bzip2 (ddbz2)' },
  ddxz: { packing: 'xz', content: 'disk', label: 'Raw disk: xz (ddxz)' },
  ddraw: { packing: null, content: 'disk', label: 'Raw disk: not compressed (ddraw)' },
  ddtgz: { packing: 'gzip', content: 'disk-in-tar', label: 'Raw disk in a tar: gzip (ddtgz)' },
  ddtbz: { packing: 'bzip2', content: 'disk-in-tar', label: 'Raw disk in a tar: bzip2 (ddtbz)' },
  ddtxz: { packing: 'xz', content: 'disk-in-tar', label: 'Raw disk in a tar: xz (ddtxz)' },
  ddtar: { packing: null, content: 'disk-in-tar', label: 'Raw disk in a tar: not compressed (ddtar)' },
}

/** What a file is by its first bytes. */
export type Recognized = {
  /** "A tar archive, compressed with gzip" */
  readonly what: string
  readonly packing: Packing | null
  /** What it must be; null: the content cannot be seen. */
  readonly content: Content | null
  /** The best choice; null: MAAS cannot deploy it, see `remedy`. */
  readonly type: FileType | null
  /** What to do instead, or what to check; '': nothing. */
  readonly remedy: string
}

const PACKED = (packing: Packing | null) => (packing === null ? '' : `, compressed with ${packing}`)

const typeOf = (packing: Packing | null, content: Content): FileType | null =>
  (Object.keys(FORMS) as FileType[]).find(
    (type) => FORMS[type].packing === packing && FORMS[type].content === content,
  ) ?? null

/**
 * The type of a file from its first bytes (HEAD_BYTES of them).
 * @param inside the first bytes of the content of a gzip file; null: they cannot be read. @param name of the file: a hint
 * where the content cannot be seen
 */
export function recognize(head: Uint8Array, inside: Uint8Array | null, name: string): Recognized {
  const packing = packingOf(head)
  const visible = packing === null ? head : inside
  const no = (what: string, remedy: string): Recognized => ({
    what,
    packing,
    content: null,
    type: null,
    remedy,
  })
  if (head.length === 0) return no('The file is empty', 'Choose another file.')
  const other = visible && unusable(visible)
  if (other) return no(`The file is ${other.what}${PACKED(packing)}`, other.remedy)

  if (visible === null) return hidden(packing, name)
  const entries = tarEntries(visible)
  if (entries) return tar(entries, packing, no)
  const disk = diskLayout(visible)
  if (disk === null) {
    if (packing === null)
      return no(
        'The file has no partition table and no known format',
        'MAAS deploys a tar archive of a root file system, or a raw disk with partitions. Check that the file is complete.',
      )
    return { ...hidden(packing, name), what: `An unknown content${PACKED(packing)}` }
  }
  const remedy =
    disk === 'partitions'
      ? ''
      : 'It has a file system but no partition table, so a machine cannot boot from it. Build a whole disk.'
  return {
    what: `A raw disk${PACKED(packing)}`,
    packing,
    content: 'disk',
    type: typeOf(packing, 'disk'),
    remedy,
  }
}

function tar(
  entries: readonly string[],
  packing: Packing | null,
  no: (what: string, remedy: string) => Recognized,
) {
  const files = entries.filter((entry) => !entry.endsWith('/'))
  const isDisk = /(^|\/)root-dd|\.(img|raw|dd|bin)$/i.test(files[0] ?? '') && entries.length <= 3
  const content = isDisk ? ('disk-in-tar' as const) : ('root' as const)
  const what = `A tar archive with a ${isDisk ? 'raw disk' : 'root file system'}${PACKED(packing)}`
  const type = typeOf(packing, content)
  return type === null
    ? no(
        what,
        'MAAS accepts a root file system only compressed. Compress the file with gzip or xz, and upload that.',
      )
    : { what, packing, content, type, remedy: '' }
}

/** The name is the only hint at what is inside. */
function hidden(packing: Packing | null, name: string): Recognized {
  const isTar = /\.(tar\.\w+|t[gbx]z2?)$/i.test(name)
  const isDisk = /(\.(img|raw|dd)\.\w+|^dd[.-].*|root-dd.*)$/i.test(name)
  const guess: Content = isTar
    ? /root-dd|^dd|\bdd\b/i.test(name)
      ? 'disk-in-tar'
      : 'root'
    : isDisk
      ? 'disk'
      : 'root'
  return {
    what: `A file${PACKED(packing)}`,
    packing,
    content: null,
    type: typeOf(packing, guess),
    remedy: `This page cannot look into ${packing ?? 'this'} files. Check that the file type fits the content: a wrong one is found only when a machine is deployed.`,
  }
}

/** Why a chosen type does not fit a file; null: it does, as far as the first bytes show. */
export function misfit({ packing, content, what }: Recognized, chosen: FileType): string | null {
  const form = FORMS[chosen]
  if (form.packing === packing && (content === null || form.content === content)) return null
  const found = `${what.charAt(0).toLowerCase()}${what.slice(1)}`
  return `This is ${found}, so the file type ${chosen} does not fit. MAAS would accept the upload, and every deployment with this image would fail.`
}
