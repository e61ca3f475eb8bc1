import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { SourceFill } from '#contract/source-fill.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import type { useDraft } from '#features/images/draft/use-draft.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft, Table } from '#features/images/rules/model.ts'
import { PickFile } from '#ui/pick-file.tsx'
import { ExportPart } from './export-part.tsx'
import { FileProblems } from './file-problems.tsx'
import { ImportPart } from './import-part.tsx'
import { TwoFiles } from './two-files.tsx'
import { JSON_FILES, useOpenFiles } from './open-files.ts'

export type DialogProps = {
  data: ReturnType<typeof useImages>
  draft: ReturnType<typeof useDraft>
  table: Table
  /** Why nothing can be selected now; null: selecting is possible. */
  off: string | null
  /** The files that were dropped on the page; two are compared. */
  dropped: readonly File[] | null
  onClose: () => void
  onImport: (draft: Draft, name: string) => void
}

/** Exports the selection to a file, imports one as an unsaved selection, and compares files. */
export function SelectionFileDialog({ data, draft, table, off, dropped, onClose, onImport }: DialogProps) {
  const { files, refused, left, open, show } = useOpenFiles(dropped)
  const navigate = useNavigate()
  const [first, second] = files
  const openSource = (fill: SourceFill) => {
    onClose()
    void navigate(fill.replaces === undefined ? '/sources/add' : '/images/source', { state: { fill } })
  }
  const problems = (
    <>
      {refused.map(({ name, problems: found }, index) => (
        // two dropped files may have one name
        <FileProblems key={`${index} ${name}`} title={`Could not use ${name}`} problems={found}>
          Nothing was changed.
        </FileProblems>
      ))}
      {left.length > 0 && (
        <Notice
          tone="caution"
          title={left.length === 1 ? '1 file is not used' : `${left.length} files are not used`}
        >
          At most two files can be compared. Not read: {left.join(', ')}.
        </Notice>
      )}
    </>
  )
  if (first && second) {
    return (
      <TwoFiles
        first={first}
        second={second}
        table={table}
        before={problems}
        onClose={onClose}
        onUse={(file) => show([file])}
      />
    )
  }
  if (first) {
    return (
      <ImportPart
        key={first.id}
        open={first}
        data={data}
        draft={draft.draft}
        table={table}
        off={off}
        before={problems}
        onClose={onClose}
        onBack={() => show([])}
        onCompare={(file) => void open(file, [first])}
        onSource={data.region.data?.user.admin ? openSource : null}
        onImport={onImport}
      />
    )
  }
  return (
    <Modal
      title="Selection file"
      onClose={onClose}
      actions={<BusyButton onClick={onClose}>Close</BusyButton>}
    >
      {problems}
      <ExportPart data={data} draft={draft.draft} />
      <Choosing onChoose={(file) => void open(file)} />
    </Modal>
  )
}

function Choosing({ onChoose }: { onChoose: (file: File) => void }): ReactNode {
  return (
    <section className="file-part">
      <h3 className="p-heading--5">Import or compare</h3>
      <p>
        The page first shows how the file differs from this region. You can also drop a file on the page.
        Nothing is sent to MAAS before you save the selection.
      </p>
      <PickFile accept={JSON_FILES} label="Choose file" onChoose={onChoose} />
    </section>
  )
}
