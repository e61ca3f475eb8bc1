import { flushSync } from 'react-dom'
import { useCommands } from '#ui/commands/commands.ts'
import type { Table } from '#features/images/rules/model.ts'
import { NO_FILTERS, type View } from '#features/images/table/view.ts'

/** Each release as a command that shows it, opened. */
export function useImageCommands(table: Table, change: (part: Partial<View>) => void): void {
  useCommands(() =>
    table.groups.flatMap(({ title: os, rows }) =>
      rows.map((row) => ({
        id: `image ${row.key}`,
        group: 'Images' as const,
        label: `Show ${os} ${row.title}`,
        keywords: [row.codename, row.release, row.source, ...row.cells.map(({ arch }) => arch)].join(' '),
        run: () => {
          flushSync(() => change({ ...NO_FILTERS, search: row.title, open: [row.key] }))
          document.querySelector<HTMLElement>('[role=grid] .grid__open.is-open')?.focus()
        },
      })),
    ),
  )
}
