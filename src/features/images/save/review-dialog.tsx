import type { ReactNode } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { sizeText } from '#lib/bytes.ts'
import { capitalized } from '#lib/text/capitalized.ts'
import { SaveWarnings } from './save-warnings.tsx'
import type { ReviewLine } from '#features/images/review/review-line.ts'
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
      {LISTS.map(({ title, list, does }) => (
        <Changes
          key={list}
          title={title}
          changes={summary[list]}
          does={does}
          isAbout={does === 'freed' ? summary.isFreedAbout : summary.isAbout}
        />
      ))}
      <p>{`These changes ${doesText('download', summary)} and ${doesText('free', summary)}.`}</p>
      <DueWork summary={summary} />
      {summary.isStartUnknown === true && <p>{START_UNKNOWN}</p>}
      {summary.mayStillRead === true && <p>{STILL_READS}</p>}
    </Modal>
  )
}

const LISTS = [
  { title: 'To add', list: 'add', does: 'to download' },
  { title: 'Selected images that MAAS has or imports anyway', list: 'already', does: 'to download' },
  { title: 'Selected images that MAAS does not import', list: 'notImported', does: 'to download' },
  { title: 'To remove', list: 'remove', does: 'freed' },
  { title: 'Cleared images that MAAS does not have', list: 'cleared', does: 'freed' },
  { title: 'Cleared images that MAAS keeps', list: 'kept', does: 'freed' },
  { title: 'Other kernels', list: 'kernels', does: 'to download' },
  { title: 'Future architectures', list: 'arches', does: 'to download' },
] as const

const START_UNKNOWN =
  'Someone may have changed the selection since the running import began. Then that import can also add or remove images that are not listed here.'

const STILL_READS =
  'The running import may still read the selection. Depending on when it does, it can import, keep or remove other images than those listed here.'

/** "download 430.0 MB", "probably download nothing" */
function doesText(does: 'download' | 'free', summary: Summary): string {
  const [bytes, isAbout] =
    does === 'download'
      ? [summary.downloadBytes, summary.isAbout]
      : [summary.freedBytes, summary.isFreedAbout]
  return isAbout && bytes === 0 ? `probably ${does} nothing` : `${does} ${sizeText(bytes, isAbout)}`
}

function DueWork({ summary: { due, isFreedAbout, isDueAbout } }: { summary: Summary }) {
  const { bytes, freedBytes, removed } = due
  const downloads =
    bytes > 0
      ? `downloads ${sizeText(bytes, isDueAbout)} of updates and images`
      : 'probably downloads nothing'
  const does = [
    (bytes > 0 || isDueAbout === true) && downloads,
    freedBytes > 0 && `frees ${sizeText(freedBytes, isFreedAbout)}`,
    removed > 0 && `removes ${removed === 1 ? '1 image' : `${removed} images`}`,
  ].filter((part) => part !== false)
  if (does.length === 0) return null
  return <p>Regardless of these changes, the import that follows also {AND.format(does)}.</p>
}

const AND = new Intl.ListFormat('en-US')

type ChangesProps = {
  title: string
  changes: readonly ReviewLine[]
  /** What MAAS does with the bytes. */
  does: 'to download' | 'freed'
  isAbout: boolean | undefined
}

function Changes({ title, changes, does, isAbout }: ChangesProps) {
  if (changes.length === 0) return null
  return (
    <table className="lined-table changes changes--review">
      <caption>{title}</caption>
      <tbody>
        {changes.map((change) => (
          <tr key={change.key}>
            <td>{change.name}</td>
            <td>{capitalized(change.detail)}</td>
            <td>
              {sizeText(change.bytes, isAbout)} {does}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
