import { useMemo, useState, type ReactNode } from 'react'
import type { SourceFill } from '#contract/source-fill.ts'
import { absoluteTime } from '#lib/time.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft, Saved, Table } from '#features/images/rules/model.ts'
import { PickFile } from '#ui/pick-file.tsx'
import { compareSources, onTheRight } from '#features/images/selection-file/rules/compare-files.ts'
import { Differences } from './differences.tsx'
import { importedDraft } from '#features/images/selection-file/rules/file-draft.ts'
import { NotOffered } from './not-offered.tsx'
import { JSON_FILES, type OpenFile } from './open-files.ts'
import { SourceNotices } from './source-notices.tsx'
import { sourcesOf } from '#features/images/selection-file/rules/write-file.ts'

type Props = {
  open: OpenFile
  data: Pick<ReturnType<typeof useImages>, 'sources' | 'saved' | 'catalogues' | 'kernelsFiltered'>
  draft: Draft
  table: Table
  off: string | null
  before: ReactNode
  onClose: () => void
  onBack: () => void
  onCompare: (file: File) => void
  onSource: ((fill: SourceFill) => void) | null
  onImport: (draft: Draft, name: string) => void
}

const NO_SOURCES: NonNullable<Props['data']['sources']> = []
const NOTHING_SAVED: Saved = new Map()
const NOTHING_TAKEN: ReadonlySet<string> = new Set()

/** Shows how a file differs from this region and what the source does not offer, and imports it. */
export function ImportPart(props: Props) {
  const { open, data, draft, table, off, onClose, onImport } = props
  const { name, file } = open
  const [taken, setTaken] = useState(NOTHING_TAKEN)
  const [keepsOthers, setKeepsOthers] = useState(false)
  const { saved, catalogues, kernelsFiltered } = data
  const sources = data.sources ?? NO_SOURCES
  const comparison = useMemo(
    () => compareSources(sourcesOf({ sources, saved: saved ?? NOTHING_SAVED, draft }), file.sources),
    [sources, saved, draft, file],
  )
  const found = useMemo(
    () =>
      importedDraft(
        { sources, saved: saved ?? NOTHING_SAVED, draft, file: file.sources, catalogues, kernelsFiltered },
        { keepsOthers, taken },
      ),
    [sources, saved, draft, file, catalogues, kernelsFiltered, keepsOthers, taken],
  )
  const imported = onTheRight(comparison)
  const clears = imported.some(({ differences }) => differences.some(({ right }) => right === null))
  return (
    <Modal
      title="Import selection"
      description={`${name} was exported on ${absoluteTime(file.exported.at)} from MAAS ${file.exported.maas}. An import changes only your unsaved selection: nothing is sent to MAAS before you save it.`}
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={props.onBack}>Back</BusyButton>
          <PickFile accept={JSON_FILES} label="Compare with another file" onChoose={props.onCompare} />
          <BusyButton
            tone="positive"
            offBecause={off ?? (data.sources ? null : 'MAAS shows selections to administrators only.')}
            onClick={() => onImport(found.draft, name)}
          >
            Import selection
          </BusyButton>
        </>
      }
    >
      {props.before}
      {data.sources && (
        <>
          <SourceNotices comparison={comparison} sources={sources} found={found} onSource={props.onSource} />
          <NotOffered lost={found.lost} taken={taken} table={table} onTake={setTaken} />
          {clears && (
            <CheckboxOption
              label="Keep what is selected now and not in the file"
              checked={keepsOthers}
              onChange={setKeepsOthers}
            />
          )}
          <Differences
            comparison={imported}
            table={table}
            left={draft.size > 0 ? 'This page' : 'This region'}
            right="The file"
          />
        </>
      )}
    </Modal>
  )
}
