import { imageKey, labeledKey } from '#selections/keys.ts'
import type { Catalogue, CataloguePresence } from '#contract/gateway.ts'

type Checked = Extract<CataloguePresence, { state: 'checked' }>

/**
 * What is known about whether the listed files exist, as sentences. Says "all" only if each file was seen or confirmed.
 */
export function presenceText(presence: CataloguePresence): string {
  switch (presence.state) {
    case 'assumed':
      return 'maas.io has all files that it lists.'
    case 'checking':
      return presence.total === 0
        ? 'Checking which listed files exist.'
        : `Checking which listed files exist: ${presence.checked} of ${presence.total}.`
    case 'unknown':
      return presence.message
    default:
      if (presence.total === 0) return 'The source lists no files.'
      return [lost, found, howKnown, unsized, early]
        .map((part) => part(presence))
        .filter(Boolean)
        .join(' ')
  }
}

function found(presence: Checked): string {
  const confirmed = presence.by === 'files' || presence.sampled > 0
  const whole = confirmed ? 'All listed files exist.' : 'No listed file is missing.'
  const lacking = lackingText(presence)
  const those = presence.absent + presence.bootloaders.length === 1 ? 'it' : 'them'
  return lacking === null ? whole : `${lacking}. MAAS cannot import ${those}.`
}

/** What is missing or has the wrong size; null: nothing. */
function lackingText({ absent, bootloaders, wrongSize }: Checked): string | null {
  const cut = new Set(wrongSize)
  const cutLoaders = bootloaders.filter((key) => cut.has(key))
  const cutImages = cut.size - cutLoaders.length
  const missingLoaders = bootloaders.filter((key) => !cut.has(key))
  const missingImages = absent - cutImages
  const parts = [
    missingImages > 0 &&
      `${listed(missingImages)} ${missingImages === 1 ? 'is' : 'are'} missing on the mirror`,
    cutImages > 0 &&
      `${listed(cutImages)} ${cutImages === 1 ? 'has a file' : 'have files'} of the wrong size`,
    missingLoaders.length > 0 && `bootloaders missing: ${missingLoaders.join(', ')}`,
    cutLoaders.length > 0 && `bootloaders with a file of the wrong size: ${cutLoaders.join(', ')}`,
  ].filter((part) => part !== false)
  const [first] = parts
  if (first === undefined) return null
  return parts.join('; ').replace(first[0] ?? '', (letter) => letter.toUpperCase())
}

const listed = (number: number) => `${number} listed ${number === 1 ? 'image' : 'images'}`

function howKnown({ by, sampled, stopped }: Checked): string | false {
  if (by === 'files') return stopped === null && 'Checked file by file.'
  const confirmed =
    sampled === 0
      ? 'the server does not confirm individual files'
      : `a sample of ${sampled} ${sampled === 1 ? 'file' : 'files'} was found`
  return `According to the mirror’s records; ${confirmed}.`
}

const lost = ({ lost: isLost }: Checked) =>
  isLost &&
  'The mirror lost files after it was created: its records name files that are missing on the server or have another size.'

/** Without a size, a truncated file is not noticed. */
function unsized({ unsized: number, by, sampled, checked }: Checked) {
  const all = by === 'files' ? checked : sampled
  return (
    number > 0 &&
    `The server does not report the size of ${number} of ${all} files, so truncated ones are not noticed.`
  )
}

const WHY = {
  time: 'The server answers too slowly',
  answers: 'The server stopped answering',
  limit: 'The source lists too many files',
}

const early = ({ stopped, checked, total }: Checked) =>
  stopped && `${WHY[stopped]}: only ${checked} of ${total} files were checked, and others may be missing too.`

/** The images and bootloaders of a catalogue that an import cannot download. */
export function notAsListed({ presence, releases }: Catalogue): { key: string; wrongSize: boolean }[] {
  if (presence.state !== 'checked') return []
  const cut = new Set(presence.wrongSize)
  const images = releases.flatMap(({ os, release, arches }) =>
    arches.flatMap(({ arch, absent = [] }) => {
      const image = imageKey(os, release, arch)
      return absent === true ? [image] : absent.map((label) => labeledKey(image, label))
    }),
  )
  return [...images, ...presence.bootloaders].map((key) => ({ key, wrongSize: cut.has(key) }))
}
