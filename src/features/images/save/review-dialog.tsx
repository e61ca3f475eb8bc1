import type { ReactNode } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { sizeText } from '#lib/bytes.ts'
import { SaveWarnings } from './save-warnings.tsx'
import type { Change } from '#features/images/review/change.ts'
import type { Summary } from '#features/images/forecast/summary.ts'

type Props = {
  summary: Summary
  readOnlyReason: string | null
  /** Whether MAAS deletes the images of a selection together with the selection (3.8). */
  deletesImmediately: boolean
  /** The button that shows the changes as commands. */
  showAs: ReactNode
  onClose: () => void
  onSave: () => void
}

/** Lists every change that a save would make. */
export function ReviewDialog({
  summary,
  readOnlyReason,
  deletesImmediately,
  showAs,
  onClose,
  onSave,
}: Props) {
  return (
    <Modal
      title="Review changes"
      description={`Nothing has been sent to MAAS yet. ${
        deletesImmediately && summary.freedBytes > 0
          ? 'Saving deletes images immediately; the import that follows downloads images.'
          : 'The import that follows the save downloads and removes images.'
      }`}
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Keep editing</BusyButton>
          {showAs}
          <BusyButton tone="positive" offBecause={readOnlyReason} onClick={onSave}>
            Save selection
          </BusyButton>
        </>
      }
    >
      <SaveWarnings summary={summary} onFollow={onClose} />
      {LISTS.map(({ title, list }) => (
        <Changes key={list} title={title} changes={summary[list]} isAbout={summary.isAbout} />
      ))}
      <p>{`These changes ${doesText('download', summary)} and ${doesText('free', summary)}.`}</p>
      <DueWork summary={summary} />
    </Modal>
  )
}

const LISTS = [
  { title: 'To add', list: 'add' },
  { title: 'Selected images that MAAS has or imports anyway', list: 'already' },
  { title: 'Selected images that MAAS does not import', list: 'notImported' },
  { title: 'To remove', list: 'remove' },
  { title: 'Cleared images that MAAS does not have', list: 'cleared' },
  { title: 'Cleared images that MAAS keeps', list: 'kept' },
  { title: 'Other kernels', list: 'kernels' },
  { title: 'Future architectures', list: 'arches' },
] as const

/** "download 430.0 MB", "probably download nothing" */
function doesText(does: 'download' | 'free', { downloadBytes, freedBytes, isAbout }: Summary): string {
  const bytes = does === 'download' ? downloadBytes : freedBytes
  return isAbout && bytes === 0 ? `probably ${does} nothing` : `${does} ${sizeText(bytes, isAbout)}`
}

function DueWork({ summary: { due, isAbout, isDueAbout } }: { summary: Summary }) {
  const { bytes, freedBytes, removed } = due
  const downloads =
    bytes > 0
      ? `downloads ${sizeText(bytes, isDueAbout)} of updates and images`
      : 'probably downloads nothing'
  const does = [
    (bytes > 0 || isDueAbout === true) && downloads,
    freedBytes > 0 && `frees ${sizeText(freedBytes, isAbout)}`,
    removed > 0 && `removes ${removed === 1 ? '1 image' : `${removed} images`}`,
  ].filter((part) => part !== false)
  if (does.length === 0) return null
  return <p>Regardless of these changes, the import that follows also {AND.format(does)}.</p>
}

const AND = new Intl.ListFormat('en-US')

type ChangesProps = { title: string; changes: readonly Change[]; isAbout: boolean | undefined }

function Changes({ title, changes, isAbout }: ChangesProps) {
  if (changes.length === 0) return null
  return (
    <table className="lined-table changes">
      <caption>{title}</caption>
      <tbody>
        {changes.map((change) => (
          <tr key={change.key}>
            <td>{change.name}</td>
            <td>{change.detail}</td>
            <td>{sizeText(change.bytes, isAbout)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
