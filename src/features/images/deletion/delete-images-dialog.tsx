import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { filesQuery } from '#api/images.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { Modal } from '#ui/modal.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { offeredBy } from '#features/images/forecast/offered-by.ts'
import { hazardsOf } from '#features/images/forecast/hazards.ts'
import { shownReleaseName, wholeSourceWarnings } from '#features/images/forecast/warnings.ts'
import type { Table } from '#features/images/rules/model.ts'
import { MachineCount, MachinesNote } from './machine-count.tsx'
import { dependenciesOf } from './rules/dependencies.ts'
import { deleteForecast } from './rules/delete-forecast.ts'
import { draftOfPlan, deletePlan } from './rules/delete-plan.ts'
import { deleteTexts } from './rules/delete-texts.ts'
import { heldFromImages } from './rules/held-images.ts'
import { imageIdKey } from './rules/image-id.ts'
import type { ImageRow } from './rules/image-rows.ts'
import { ShowDeletion } from './show-deletion.tsx'

type Props = {
  data: ReturnType<typeof useImages>
  table: Table
  rows: readonly ImageRow[]
  /** The image that is selected and synced first; null: none. */
  replacedBy: string | null
  onDelete: () => void
  onClose: () => void
}

/** What depends on the images, what deleting them does, and what cannot be deleted. */
export function DeleteImagesDialog({ data, table, rows, replacedBy, onDelete, onClose }: Props) {
  const files = useQuery(filesQuery()).data
  const { region, saved, sources, catalogues, importing, images } = data
  const config = region.data?.config
  const version = region.data?.version ?? ''
  const sourceOrder = region.data?.sourceOrder
  const plan = useMemo(
    () =>
      deletePlan({
        version,
        saved: saved ?? new Map(),
        held: heldFromImages(data.list),
        targets: rows.map(({ id }) => id),
        arriving: new Set(rows.filter(({ arriving }) => arriving).map(({ key }) => key)),
        importing,
        offered: offeredBy(catalogues),
        commissioningRelease: config?.commissioningRelease ?? '',
      }),
    [version, saved, data.list, rows, importing, catalogues, config],
  )
  const known = useMemo(
    () => ({
      version,
      sources: (sources ?? []).map(({ source }) => source),
      sourceOrder,
      catalogues,
      saved: saved ?? new Map(),
      importing,
    }),
    [version, sources, sourceOrder, catalogues, saved, importing],
  )
  const forecast = useMemo(
    () => (files ? deleteForecast({ ...known, files }, plan) : null),
    [known, files, plan],
  )
  const warnings = useMemo(
    () => wholeSourceWarnings(hazardsOf({ ...known, draft: draftOfPlan(known.saved, plan) })),
    [known, plan],
  )
  const refused = new Map(plan.refused.map(({ image, reason }) => [imageIdKey(image), reason]))
  const left = rows.filter(({ key }) => !refused.has(key))
  const standard = { os: config?.defaultOs ?? '', release: config?.defaultRelease ?? '' }
  const use = {
    commissioningRelease: config?.commissioningRelease ?? '',
    standard,
    now: images.dataUpdatedAt,
  }
  const [first] = rows
  const texts = deleteTexts({
    version,
    plan,
    forecast,
    nameOf: ({ os, release }) => shownReleaseName(table, os, release),
  })
  return (
    <Modal
      title={titleOf(rows, replacedBy)}
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>{rows.length === 1 ? 'Keep image' : 'Keep images'}</BusyButton>
          {/* the selection of the other image is not part of these commands */}
          {replacedBy === null && <ShowDeletion data={data} plan={plan} />}
          <BusyButton
            tone="negative"
            offBecause={left.length === 0 ? 'MAAS does not allow these images to be deleted.' : null}
            onClick={onDelete}
          >
            {replacedBy === null
              ? `Delete ${left.length === 1 ? 'image' : `${left.length} images`}`
              : 'Replace image'}
          </BusyButton>
        </>
      }
    >
      {replacedBy !== null && (
        <p>
          First {replacedBy} is selected, and MAAS imports it. When it is synced, {first?.name} is deleted, if
          the Images page is open in a browser. Until then, machines can be deployed with either image.
        </p>
      )}
      <MachinesNote />
      <ul className="deletion__images" aria-label="Images to delete">
        {rows.map((row) => (
          <li key={row.key}>
            <strong>{row.name}</strong>
            <ul>
              {refused.has(row.key) && (
                <li className="deletion__refused">
                  Cannot be deleted:{' '}
                  <LinkedText text={refused.get(row.key) ?? ''} {...DEFAULT_IMAGES} onFollow={onClose} />
                </li>
              )}
              {dependenciesOf(row, use).map((text) => (
                <li key={text}>{text}</li>
              ))}
              <MachineCount image={row.id} standard={standard} />
            </ul>
          </li>
        ))}
      </ul>
      {left.length > 0 && texts.map((text) => <p key={text}>{text}</p>)}
      {warnings.map(({ text }) => (
        <p key={text} className="deletion__refused">
          {text}
        </p>
      ))}
    </Modal>
  )
}

function titleOf(rows: readonly ImageRow[], replacedBy: string | null): string {
  const [first] = rows
  if (first && replacedBy !== null) return `Replace ${first.name} with ${replacedBy}?`
  return rows.length === 1 && first ? `Delete ${first.name}?` : `Delete ${rows.length} images?`
}
