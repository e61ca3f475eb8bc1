import { Modal } from '#ui/modal.tsx'

const SHORTCUTS: readonly (readonly [
  title: string,
  rows: readonly (readonly [keys: string, does: string])[],
])[] = [
  [
    'Everywhere',
    [
      ['Ctrl+K', 'Open the commands: pages, actions and images'],
      ['?', 'Show these shortcuts'],
      ['Escape', 'Close a dialog'],
      ['Tab, Shift+Tab', 'Go to the next or previous control'],
    ],
  ],
  [
    'In the table of images',
    [
      ['Arrow keys', 'Move between boxes and rows'],
      ['Space', 'Select or clear a box'],
      ['Enter', 'Open or close a release'],
      ['Home, End', 'Go to the first or last cell of the row'],
      ['Ctrl+Home, Ctrl+End', 'Go to the first or last row'],
      ['Page Up, Page Down', 'Move ten rows'],
    ],
  ],
]

type Props = {
  /** Whether ? shows this sheet. */
  opensByKey: boolean
  onOpensByKey: (on: boolean) => void
  onClose: () => void
}

/** All keyboard shortcuts. */
export function ShortcutSheet({ opensByKey, onOpensByKey, onClose }: Props) {
  return (
    <Modal title="Keyboard shortcuts" onClose={onClose}>
      {SHORTCUTS.map(([title, rows]) => (
        <table key={title} className="shortcuts">
          <caption>{title}</caption>
          <tbody>
            {rows.map(([keys, does]) => (
              <tr key={keys}>
                <th scope="row">
                  <kbd>{keys}</kbd>
                </th>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <label>
        <input
          type="checkbox"
          className="checkbox"
          checked={opensByKey}
          onChange={(event) => onOpensByKey(event.currentTarget.checked)}
        />{' '}
        ? shows these shortcuts
      </label>
    </Modal>
  )
}
