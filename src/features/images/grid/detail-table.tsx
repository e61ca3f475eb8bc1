import type { ReactNode } from 'react'

type Props = { label: string; columns: readonly string[]; children: ReactNode }

/** The table in an open row of the grid. @param children its lines; on a narrow page, `data-column` names a cell */
export const DetailTable = ({ label, columns, children }: Props) => (
  // a wide table scrolls, so it must be focusable for the keyboard
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <div className="detail__scroll" role="group" tabIndex={0} aria-label={label}>
    <table className="detail__table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)
