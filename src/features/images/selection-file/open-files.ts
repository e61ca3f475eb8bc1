import { useEffect, useState } from 'react'
import type { SelectionFile } from '#contract/selection-file.ts'
import { tooLarge, type FileProblem } from '#features/images/selection-file/rules/file-text.ts'
import { readSelectionFile, type ReadFile } from '#features/images/selection-file/rules/read-file.ts'

export type OpenFile = { readonly name: string; readonly file: SelectionFile }

type State = {
  readonly files: readonly OpenFile[]
  /** The file that was chosen last, if it could not be read. */
  readonly refused: { readonly name: string; readonly problems: readonly FileProblem[] } | null
}

/** The files that are open in the dialog. @param dropped a file that was dropped on the page; it replaces all others */
export function useOpenFiles(dropped: File | null) {
  const [state, setState] = useState<State>({ files: [], refused: null })
  useEffect(() => {
    if (!dropped) return undefined
    let left = false
    void readChosen(dropped).then((read) => {
      if (!left) setState(withFile(dropped.name, read, []))
    })
    return () => {
      left = true
    }
  }, [dropped])
  return {
    ...state,
    /** Reads a file and shows it after `besides`. A file with problems leaves the open ones as they are. */
    open: async (chosen: File, besides: readonly OpenFile[] = []) => {
      setState(withFile(chosen.name, await readChosen(chosen), besides))
    },
    show: (files: readonly OpenFile[]) => setState({ files, refused: null }),
  }
}

const withFile =
  (name: string, read: ReadFile, besides: readonly OpenFile[]) =>
  (before: State): State =>
    'problems' in read
      ? { ...before, refused: { name, problems: read.problems } }
      : { files: [...besides, { name, file: read.file }], refused: null }

async function readChosen(chosen: File): Promise<ReadFile> {
  const large = tooLarge(chosen.size)
  if (large) return { problems: [large] }
  try {
    return readSelectionFile(new Uint8Array(await chosen.arrayBuffer()))
  } catch {
    return {
      problems: [
        { line: null, text: 'The browser could not read the file. It may have been moved or deleted.' },
      ],
    }
  }
}
