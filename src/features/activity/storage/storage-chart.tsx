import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { messageOf } from '#api/client.ts'
import { filesQuery, imagesQuery } from '#api/images.ts'
import { formatBytes } from '#lib/bytes.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { AGE_NAMES, AGES, BAR_WIDTH, partsOf, storageOf, type StorageRow } from './storage.ts'
import './storage.scss'

/** The storage that images take, by operating system and age: a chart, and the same figures as a table. */
export function StorageChart({ version }: { version: string }) {
  const heading = useId()
  const images = useQuery(imagesQuery())
  const files = useQuery(filesQuery())
  const failed = images.error ?? files.error
  const rows =
    images.data && files.data?.complete ? storageOf(files.data, images.data, files.dataUpdatedAt) : null
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="p-heading--4">
        Storage
      </h2>
      {rows === null && failed ? (
        <>
          <p role="alert">Could not read the images. {messageOf(failed)}</p>
          <BusyButton
            busy={images.isFetching || files.isFetching}
            onClick={() => {
              void images.refetch()
              void files.refetch()
            }}
          >
            Try again
          </BusyButton>
        </>
      ) : rows === null ? (
        <p role="status">Reading the files of the images…</p>
      ) : rows.length === 0 ? (
        <p>The region holds no image files.</p>
      ) : (
        <Shown rows={rows} version={version} />
      )}
    </section>
  )
}

const sum = (rows: readonly StorageRow[]): number => rows.reduce((all, { total }) => all + total, 0)

function Shown({ rows, version }: { rows: readonly StorageRow[]; version: string }) {
  const place = capabilitiesOf(version).copiesToRacks
    ? 'in the database of MAAS; rack controllers hold copies'
    : 'on each region controller'
  const ages = AGES.filter((age) => rows.some(({ bytes }) => bytes[age] > 0))
  const text = rows.map(({ os, total }) => `${os} ${formatBytes(total)}`).join(', ')
  return (
    <>
      <p>
        Images take up {formatBytes(sum(rows))} {place}. A file that several images share is counted once. The
        age is counted from the day on which the version was built or uploaded.
      </p>
      <div
        className="storage-chart"
        role="img"
        aria-label={`Storage by operating system: ${text}. The table has the ages.`}
      >
        {rows.map((row) => (
          <Bar key={row.os} row={row} most={rows[0]?.total ?? 0} />
        ))}
        <div className="storage-chart__legend">
          {ages.map((age) => (
            <span key={age}>
              <svg viewBox="0 0 10 10" aria-hidden="true">
                <rect className={`is-${age}`} width="10" height="10" />
              </svg>
              {AGE_NAMES[age]}
            </span>
          ))}
        </div>
      </div>
      <details>
        <summary>Storage as a table</summary>
        <StorageTable rows={rows} />
      </details>
    </>
  )
}

function Bar({ row, most }: { row: StorageRow; most: number }) {
  return (
    <div className="storage-chart__row">
      <span>{row.os}</span>
      <svg viewBox={`0 0 ${BAR_WIDTH} 12`} preserveAspectRatio="none" aria-hidden="true">
        {partsOf(row, most).map(({ age, ...place }) => (
          <rect key={age} className={`is-${age}`} {...place} height="12" />
        ))}
      </svg>
      <span>{formatBytes(row.total)}</span>
    </div>
  )
}

const StorageTable = ({ rows }: { rows: readonly StorageRow[] }) => (
  <table className="lined-table storage-table" aria-label="Storage">
    <thead>
      <tr>
        <th scope="col">Operating system</th>
        <th scope="col">Age</th>
        <th scope="col">Size</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Lines key={row.os} row={row} />
      ))}
    </tbody>
  </table>
)

function Lines({ row: { os, bytes, total } }: { row: StorageRow }) {
  const ages = AGES.filter((age) => bytes[age] > 0)
  return (
    <>
      {ages.map((age) => (
        <tr key={age}>
          <th scope="row">{os}</th>
          <td>{AGE_NAMES[age]}</td>
          <td>{formatBytes(bytes[age])}</td>
        </tr>
      ))}
      {ages.length > 1 && (
        <tr className="storage-table__sum">
          <th scope="row">{os}</th>
          <td>All ages</td>
          <td>{formatBytes(total)}</td>
        </tr>
      )}
    </>
  )
}
