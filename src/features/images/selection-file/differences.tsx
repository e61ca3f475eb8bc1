import { osTitle } from '#selections/os-titles.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { hasAll, sameList, type Wanted } from '#selections/wanted.ts'
import { wantedText } from '#features/images/rules/wanted-text.ts'
import type { Table } from '#features/images/rules/model.ts'
import type { SourceComparison } from '#features/images/selection-file/rules/compare-files.ts'

type Props = {
  comparison: readonly SourceComparison[]
  table: Table
  left: string
  right: string
}

/** What two sides select differently, a table for each source. */
export function Differences({ comparison, table, left, right }: Props) {
  return comparison.map(({ pair, differences, alike }) => {
    const source = pair.left ?? pair.right
    if (!source) return null
    const name = sourceLabel(source)
    if (differences.length === 0) {
      return (
        <p key={source.url}>
          {name}: {alike === 0 ? 'nothing is selected.' : 'the selections are the same.'}
        </p>
      )
    }
    return (
      <table key={source.url} className="lined-table changes changes--text">
        <caption>
          {name}: {releases(differences.length, 'differs', 'differ')}
          {alike > 0 && `, ${releases(alike, 'is the same', 'are the same')}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col">{left}</th>
            <th scope="col">{right}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <tr key={`${one.os}/${one.release}`}>
              <td>{titleOf(table, one.os, one.release)}</td>
              <td>{selectionText(one.left, one.right)}</td>
              <td>{selectionText(one.right, one.left)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )
  })
}

const releases = (count: number, one: string, several: string): string =>
  count === 1 ? `1 release ${one}` : `${count} releases ${several}`

/** The title of a release, if any source of the region lists it. */
export function titleOf(table: Table, os: string, release: string): string {
  for (const { rows, title } of table.groups) {
    const row = rows.find((one) => one.os === os && one.release === release)
    if (row) return `${title} ${row.title}`
  }
  return `${osTitle(os)} ${release}`
}

/** Labels are named only where they make the difference. */
function selectionText(wanted: Wanted | null, other: Wanted | null): string {
  const text = wantedText(wanted)
  if (!wanted || !other || sameList(wanted.labels, other.labels)) return text
  return `${text}; ${hasAll(wanted.labels) ? 'all labels' : `labels ${wanted.labels.join(', ')}`}`
}
