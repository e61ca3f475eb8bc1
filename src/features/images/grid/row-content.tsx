import type { CatalogueArch } from '#contract/gateway.ts'
import { newestKernelVersion, wantedKernels } from '#selections/wanted-kernels.ts'
import { describeKernel } from '#streams/simplestreams/kernel-name.ts'
import { fullTitle } from '#selections/os-titles.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { formatBytes } from '#lib/bytes.ts'
import { absoluteTime } from '#lib/time.ts'
import { CustomContent } from './custom-content.tsx'
import { DetailTable } from './detail-table.tsx'
import { KernelChoice } from './kernel-choice.tsx'
import { stateDetail, type StateContext } from '#features/images/rules/state-detail.ts'
import { stateText } from '#features/images/rules/state-words.ts'
import type { GridActions } from './grid-actions.ts'
import type { Cell, ReleaseRow } from '#features/images/rules/model.ts'
import { ALL, type Wanted } from '#selections/wanted.ts'

type Props = {
  row: ReleaseRow
  actions: GridActions
  kernelsFiltered: boolean
  context: StateContext
}

const COLUMNS = ['Image', 'State', 'Kernels', 'Held version', 'Newest', 'Size', 'Last deployed']

/** The details of a release: each image with kernels and versions, and the choice of kernels. */
export function RowContent({ row, actions, kernelsFiltered, context }: Props) {
  if (row.cells.some(({ image }) => image?.kind === 'uploaded'))
    return <CustomContent row={row} actions={actions} />
  const images = row.cells.filter((cell) => cell.selected || cell.image || cell.also !== '')
  return (
    <>
      {row.selectable && row.wanted && (
        <KernelChoice row={row} wanted={row.wanted} actions={actions} kernelsFiltered={kernelsFiltered} />
      )}
      {images.length === 0 ? (
        <p>
          No image of {row.title} is selected from this source. Select an architecture to see what MAAS would
          download.
        </p>
      ) : (
        <DetailTable label={`Images of ${row.title}`} columns={COLUMNS}>
          {images.map((cell) => (
            <ImageLine
              key={cell.arch}
              cell={cell}
              row={row}
              context={context}
              kernelsFiltered={kernelsFiltered}
              actions={actions}
            />
          ))}
        </DetailTable>
      )}
    </>
  )
}

type LineProps = Props & { cell: Cell }

function ImageLine({ cell, row, context, kernelsFiltered, actions }: LineProps) {
  const { os, release, title } = row
  const { image, state } = cell
  const offer = cell.offer && offerFor(cell.offer, row.wanted ?? row.saved, kernelsFiltered)
  return (
    <tr>
      <th scope="row">{cell.arch}</th>
      <td>
        <strong>{stateText(state)}</strong>
        <br />
        <span className="detail__muted">{detailOf(cell, context)}</span>
        {image && row.selectable && (
          <BusyButton
            className="detail__delete"
            offBecause={actions.readOnlyReason}
            aria-label={`Delete ${fullTitle(os, title)} (${cell.arch})`}
            onClick={() => actions.remove({ kind: 'synced', os, release, arch: cell.arch })}
          >
            Delete
          </BusyButton>
        )}
      </td>
      <td data-column="Kernels">
        <ul className="detail__kernels">
          {kernelsOf(image, offer).map(({ name, version, id = name }) => (
            <li key={id}>
              {describeKernel(name)} <code>{name}</code> <span className="detail__muted">{version}</span>
            </li>
          ))}
        </ul>
      </td>
      <td data-column="Held version">{heldVersions(cell) || '–'}</td>
      <td data-column="Newest">{offer?.version || '–'}</td>
      <td data-column="Size">{formatBytes(cell.bytes)}</td>
      <td data-column="Last deployed">{image?.lastDeployed ? absoluteTime(image.lastDeployed) : 'Never'}</td>
    </tr>
  )
}

type Kernel = { name: string; version: string; id?: number }
const EVERY_KERNEL = { subarches: [ALL], labels: [ALL] }

type Offered = { version: string; kernels: Kernel[] }

/** The kernels that MAAS imports for a selection, or all that the source offers, and their newest version. */
function offerFor(offer: CatalogueArch, wanted: Wanted | null, filtered: boolean): Offered {
  const indexes = wantedKernels(offer, wanted ?? EVERY_KERNEL, filtered)
  const version = newestKernelVersion(offer, indexes)
  const kernels = [...indexes].map((index) => {
    const own = newestKernelVersion(offer, [index])
    return { name: offer.kernels[index]?.name ?? '', version: own === version ? '' : own }
  })
  return { version, kernels }
}

/** If an image is imported although it is not selected here, the reason is more useful than how to select it. */
const detailOf = ({ state, also }: Cell, context: StateContext): string =>
  also !== '' && state.kind === 'not-selected' ? also : [stateDetail(state, context), also].join(' ').trim()

/** Kernels by name, with the held version if it is not the newest of the image. */
function kernelsOf(image: Cell['image'], offer: Offered | null): Kernel[] {
  if (!image || image.kernels.length === 0) return offer?.kernels ?? []
  return image.kernels.map(({ id, name, held }) => ({
    id,
    name,
    version: held === null ? 'not downloaded yet' : held === offer?.version ? '' : held,
  }))
}

const heldVersions = ({ image }: Cell): string =>
  [...new Set((image?.kernels ?? []).flatMap(({ held }) => (held === null ? [] : [held])))].join(', ')
