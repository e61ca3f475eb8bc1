import type { SourceExtras, SourceSpec } from '#api/sources.ts'
import type { BootSource } from '#contract/maas.ts'
import type { PlanStep } from '#show-as/rules/model.ts'
import { extrasOf, type SourceState } from '#features/source/rules/model.ts'
import { hasAll, passes } from '#selections/wanted.ts'

type Body = Partial<SourceSpec & SourceExtras>

/**
 * The body of the PUT that changes a source's details in MAAS 3.8: only the changed fields. If the source has keyring
 * data, the data is sent again, because otherwise MAAS answers 500 (recorded from 3.8.0 beta 6). Null: nothing changes.
 */
export function detailsBody(source: BootSource, extras: SourceExtras): Body | null {
  const before = extrasOf(source)
  const body: Body = {
    ...(extras.name !== before?.name && { name: extras.name }),
    ...(extras.priority !== before?.priority && { priority: extras.priority }),
    ...(extras.enabled !== before?.enabled && { enabled: extras.enabled }),
    ...(extras.skip_keyring_verification !== before?.skip_keyring_verification && {
      skip_keyring_verification: extras.skip_keyring_verification,
    }),
  }
  if (Object.keys(body).length === 0) return null
  return source.keyring_data === '' ? body : { ...body, keyring_data: source.keyring_data }
}

/** The change of the details as it is shown as commands. Empty: nothing changes. */
export function detailsSteps(source: BootSource, extras: SourceExtras): PlanStep[] {
  const body = detailsBody(source, extras)
  if (!body) return []
  const { keyring_data = '', ...details } = body
  return [{ kind: 'change-details', id: source.id, url: source.url, details, keyring_data }]
}

/** What the administrator should know before saving the details, as sentences. */
export function detailsNotes(
  { source, selections }: SourceState,
  others: readonly SourceState[],
  extras: SourceExtras,
): string[] {
  const before = extrasOf(source)
  const isMoved = extras.priority !== before?.priority || extras.enabled !== before.enabled
  const notes: string[] = []
  if (!extras.enabled && !others.some((other) => other.source.enabled !== false))
    notes.push('No other source is enabled: MAAS imports nothing until one is.')
  else if (!extras.enabled && before?.enabled) notes.push('MAAS imports nothing from a disabled source.')
  const isShared = others.some(
    (other) =>
      other.source.enabled !== false && other.selections.some((one) => selections.some(sharesImages(one))),
  )
  if (isMoved && isShared)
    notes.push(
      'Another source selects some of the same images. If MAAS then uses another source for an image, the next import deletes the image and downloads it from that source.',
    )
  return notes
}

type Selected = { readonly os: string; readonly release: string; readonly arches: readonly string[] }

const sharesImages = (a: Selected) => (b: Selected) =>
  a.os === b.os &&
  a.release === b.release &&
  (hasAll(a.arches) || a.arches.some((arch) => passes(b.arches, arch)) || hasAll(b.arches))
