import { BusyButton } from '#ui/busy-button.tsx'
import type { Table } from '#features/images/rules/model.ts'
import { titleOf } from './differences.tsx'
import type { LostPart } from '#features/images/selection-file/rules/file-draft.ts'

type Props = {
  lost: readonly LostPart[]
  taken: ReadonlySet<string>
  table: Table
  onTake: (taken: ReadonlySet<string>) => void
}

/** What the source does not offer of a file, with a button that takes the nearest offer instead. */
export function NotOffered({ lost, taken, table, onTake }: Props) {
  if (lost.length === 0) return null
  const near = lost.filter(({ nearest }) => nearest !== null)
  const left = near.filter(({ key }) => !taken.has(key))
  const toggle = (key: string) => {
    const next = new Set(taken)
    if (!next.delete(key)) next.add(key)
    onTake(next)
  }
  return (
    <>
      <table className="lined-table changes changes--text">
        <caption>Not offered by the source, so it is left out</caption>
        <thead>
          <tr>
            <th scope="col">In the file</th>
            <th scope="col">Nearest offer</th>
            <th scope="col">Use instead</th>
          </tr>
        </thead>
        <tbody>
          {lost.map((one) => (
            <tr key={one.key}>
              <td>{lostText(one, table)}</td>
              <td>{nearestText(one, table)}</td>
              <td>
                {one.nearest !== null && (
                  <BusyButton
                    aria-pressed={taken.has(one.key)}
                    aria-label={`Use ${nearestText(one, table)} instead of ${lostText(one, table)}`}
                    onClick={() => toggle(one.key)}
                  >
                    {taken.has(one.key) ? 'Used' : 'Use'}
                  </BusyButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {near.length > 1 && (
        <p>
          <BusyButton
            offBecause={left.length === 0 ? 'All nearest offers are used.' : null}
            onClick={() => onTake(new Set([...taken, ...left.map(({ key }) => key)]))}
          >
            Use all nearest offers
          </BusyButton>
        </p>
      )}
    </>
  )
}

function lostText({ part, name, id }: LostPart, table: Table): string {
  const release = titleOf(table, id.os, id.release)
  if (part === 'release') return release
  return part === 'arch' ? `${release} ${name}` : `${part} ${name} of ${release}`
}

function nearestText({ part, nearest, id }: LostPart, table: Table): string {
  if (nearest === null) return 'None'
  if (part === 'release') return titleOf(table, id.os, nearest)
  if (nearest === '*') return part === 'kernel' ? 'all kernels' : 'all labels'
  return part === 'arch' ? nearest : `${part} ${nearest}`
}
