import { saveFile } from '#ui/save-file.ts'
import { useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import type { useImages } from '#features/images/data/use-images.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { FileProblems } from './file-problems.tsx'
import type { FileProblem } from '#features/images/selection-file/rules/file-text.ts'
import { fileNameOf, fileOf, writeSelectionFile } from '#features/images/selection-file/rules/write-file.ts'

type Props = {
  data: Pick<ReturnType<typeof useImages>, 'region' | 'sources' | 'saved'>
  draft: Draft
}

const NONE: Draft = new Map()

/** Exports the sources and the selection of the region. */
export function ExportPart({ data, draft }: Props) {
  const [withDraft, setWithDraft] = useState(true)
  const [problems, setProblems] = useState<readonly FileProblem[]>([])
  const { region, sources, saved } = data
  const run = () => {
    if (!sources || !saved || !region.data) return
    const at = new Date().toISOString()
    const used = withDraft ? draft : NONE
    const written = writeSelectionFile(fileOf({ sources, saved, draft: used, maas: region.data.version, at }))
    if ('text' in written) saveFile(fileNameOf(at), written.text, 'application/json')
    // no one has seen the lines of a file that was not written
    setProblems('problems' in written ? written.problems.map(({ text }) => ({ line: null, text })) : [])
  }
  return (
    <section className="file-part">
      <h3 className="p-heading--5">Export</h3>
      <p>
        The file has the boot sources with their keyrings, and what is selected. It has no password and no API
        key.
      </p>
      {draft.size > 0 && (
        <CheckboxOption label="Include unsaved changes" checked={withDraft} onChange={setWithDraft} />
      )}
      {problems.length > 0 && <FileProblems title="Could not export the selection" problems={problems} />}
      <BusyButton offBecause={offBecause(sources)} onClick={run}>
        Export selection
      </BusyButton>
    </section>
  )
}

function offBecause(sources: Props['data']['sources']): string | null {
  if (!sources) return 'MAAS shows boot sources and selections to administrators only.'
  return sources.length === 0 ? 'This region has no boot source.' : null
}
