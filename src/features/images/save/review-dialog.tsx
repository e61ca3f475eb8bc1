import type { ReactNode } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { formatBytes } from '#lib/bytes.ts'
import { SaveWarnings } from './save-warnings.tsx'
import { sizeText } from '#features/images/promise/sum-text.ts'
import type { Change, Summary } from '#features/images/promise/summary.ts'

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
  const sizeOf = (bytes: number) => sizeText(bytes, summary.isAbout)
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
      <Changes title="To add" changes={summary.add} />
      <Changes title="To remove" changes={summary.remove} />
      <Changes title="Cleared, kept by MAAS" changes={summary.kept} />
      <Changes title="Other kernels" changes={summary.kernels} />
      <Changes title="Future architectures" changes={summary.arches} />
      <p>
        {`These changes download ${sizeOf(summary.downloadBytes)} and free ${sizeOf(summary.freedBytes)}.`}
      </p>
      <DueWork summary={summary} />
    </Modal>
  )
}

function DueWork({ summary: { due, isAbout, isDueAbout } }: { summary: Summary }) {
  const { bytes, freedBytes, removed } = due
  const does = [
    bytes > 0 && `downloads ${sizeText(bytes, isDueAbout)} of updates and images`,
    freedBytes > 0 && `frees ${sizeText(freedBytes, isAbout)}`,
    removed > 0 && `removes ${removed === 1 ? '1 image' : `${removed} images`}`,
  ].filter((part) => part !== false)
  if (does.length === 0) return null
  return <p>Regardless of these changes, the import that follows also {AND.format(does)}.</p>
}

const AND = new Intl.ListFormat('en-US')

function Changes({ title, changes }: { title: string; changes: readonly Change[] }) {
  if (changes.length === 0) return null
  return (
    <table className="changes">
      <caption>{title}</caption>
      <tbody>
        {changes.map((change) => (
          <tr key={change.key}>
            <td>{change.name}</td>
            <td>{change.detail}</td>
            <td>{formatBytes(change.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
