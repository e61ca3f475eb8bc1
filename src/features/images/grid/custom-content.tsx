import { Link } from 'react-router'
import type { Image } from '#contract/gateway.ts'
import { KEPT_AS } from '#contract/uploads.ts'
import type { ReleaseRow } from '#features/images/rules/model.ts'
import { formatBytes } from '#lib/bytes.ts'
import { percent } from '#lib/percent.ts'
import { absoluteTime, formatDay } from '#lib/time.ts'
import { releaseName } from '#selections/keys.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { DetailTable } from './detail-table.tsx'
import type { GridActions } from './grid-actions.ts'

type Props = { row: ReleaseRow; actions: GridActions }

const COLUMNS = [
  'Image',
  'State',
  'Name',
  'Base image',
  'File type',
  'Size',
  'Uploaded',
  'Last deployed',
  'Actions',
]

/** The details of a custom image, by architecture, and what can be done with it. */
export const CustomContent = ({ row, actions }: Props) => (
  <DetailTable label={`Images of ${row.title}`} columns={COLUMNS}>
    {row.cells.map(
      ({ image }) => image && <Line key={image.arch} image={image} title={row.title} actions={actions} />,
    )}
  </DetailTable>
)

type LineProps = { image: Image; title: string; actions: GridActions }

function Line({ image, title, actions }: LineProps) {
  const { readOnlyReason } = actions
  const { arch, upload, heldBytes, incoming, lastDeployed, kernels } = image
  const name = image.os === '' ? image.release : releaseName(image)
  const version = kernels[0]?.held ?? kernels[0]?.incoming?.version ?? ''
  return (
    <tr>
      <th scope="row">{arch}</th>
      <td>
        <strong>{incoming ? 'Upload not complete' : 'Custom upload'}</strong>
        <br />
        <span className="detail__muted">
          {incoming
            ? `${formatBytes(incoming.done)} of ${formatBytes(incoming.bytes)} (${percent(incoming.done, incoming.bytes)} %). Machines cannot be deployed with it yet.`
            : 'No source updates it.'}
        </span>
      </td>
      <td data-column="Name">{name}</td>
      <td data-column="Base image">{upload?.baseImage || '–'}</td>
      <td data-column="File type">{typeText(upload?.filetype ?? '')}</td>
      <td data-column="Size">{formatBytes(heldBytes || (incoming?.bytes ?? 0))}</td>
      <td data-column="Uploaded">{dayOf(version) || '–'}</td>
      <td data-column="Last deployed">{lastDeployed ? absoluteTime(lastDeployed) : 'Never'}</td>
      <td>
        {readOnlyReason === null && (
          <Link
            className="p-button is-dense"
            aria-label={`Replace ${title} (${arch})`}
            to={`/images/upload?${new URLSearchParams({ name, arch })}`}
          >
            Replace
          </Link>
        )}
        <BusyButton
          offBecause={readOnlyReason}
          aria-label={`Delete ${title} (${arch})`}
          onClick={() => actions.remove({ kind: 'uploaded', os: image.os, release: image.release, arch })}
        >
          Delete
        </BusyButton>
      </td>
    </tr>
  )
}

/** The name that an upload uses for what MAAS keeps as `root-tgz`; another type as MAAS has it. */
const typeText = (kept: string): string =>
  Object.entries(KEPT_AS).find(([, one]) => one === kept)?.[0] ?? (kept || '–')

/** MAAS names the versions of an upload by its day: "20261123.1" */
const dayOf = (version: string): string => {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(\.|$)/.exec(version) ?? []
  return year === undefined ? '' : formatDay(`${year}-${month}-${day}`)
}
