import type { ReactNode } from 'react'
import type { FileSource } from '#contract/selection-file.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import type { Table } from '#features/images/rules/model.ts'
import {
  compareSources,
  isAlike,
  type SourceComparison,
} from '#features/images/selection-file/rules/compare-files.ts'
import { Differences } from './differences.tsx'
import type { OpenFile } from './open-files.ts'

type Props = {
  first: OpenFile
  second: OpenFile
  table: Table
  before: ReactNode
  onClose: () => void
  /** Shows what an import of one of them does. */
  onUse: (file: OpenFile) => void
}

/** Shows how two files differ. */
export function TwoFiles({ first, second, table, before, onClose, onUse }: Props) {
  const comparison = compareSources(first.file.sources, second.file.sources)
  // two versions of a file often have one name
  const [left, right] =
    first.name === second.name
      ? [`${first.name} (first)`, `${second.name} (second)`]
      : [first.name, second.name]
  return (
    <Modal
      title="Compare selection files"
      description={
        isAlike(comparison)
          ? `${left} and ${right} have the same boot sources and select the same images.`
          : `How ${left} and ${right} differ. Use one of them to see how it differs from this region.`
      }
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Close</BusyButton>
          <BusyButton onClick={() => onUse(first)}>Use {left}</BusyButton>
          <BusyButton onClick={() => onUse(second)}>Use {right}</BusyButton>
        </>
      }
    >
      {before}
      <ul>
        {comparison.flatMap((one) => {
          const text = sourceText(one, left, right)
          return text === null ? [] : [<li key={text}>{text}</li>]
        })}
      </ul>
      <Differences comparison={comparison} table={table} left={left} right={right} />
    </Modal>
  )
}

function sourceText({ pair, moved }: SourceComparison, left: string, right: string): string | null {
  const { left: one, right: other } = pair
  if (one && !other) return `Only ${left} has the boot source ${sourceLabel(one)}.`
  if (!one && other) return `Only ${right} has the boot source ${sourceLabel(other)}.`
  if (!one || !other || !moved) return null
  return moved === 'address'
    ? `${left} is for the boot source ${sourceLabel(one)}, ${right} for ${sourceLabel(other)}.`
    : `The keyring of ${sourceLabel(one)} differs: ${keyring(one)} and ${keyring(other)}.`
}

const keyring = ({ keyring_filename, keyring_data }: FileSource): string =>
  keyring_filename || (keyring_data === '' ? 'none' : 'keyring data')
