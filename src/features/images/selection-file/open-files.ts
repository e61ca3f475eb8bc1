import { useEffect, useRef, useState } from 'react'
import type { SelectionFile } from '#contract/selection-file.ts'
import { tooLarge, type FileProblem } from '#features/images/selection-file/rules/file-text.ts'
import {
  readSelectionFile,
  type SelectionFileResult,
} from '#features/images/selection-file/rules/read-file.ts'

export type OpenFile = {
  /** Another one each time a file is opened: a corrected file has the same name and time. */
  readonly id: number
  readonly name: string
  readonly file: SelectionFile
}

type State = {
  readonly files: readonly OpenFile[]
  /** Files that were chosen or dropped last and could not be read. */
  readonly refused: readonly { readonly name: string; readonly problems: readonly FileProblem[] }[]
  /** The names of dropped files after the first two, which are not used. */
  readonly left: readonly string[]
}

/** The files that the picker offers. */
export const JSON_FILES = '.json,application/json'

const NONE: State = { files: [], refused: [], left: [] }
const MOST = 2

/** The files that are open in the dialog. @param dropped the files that were dropped on the page; the first two replace all others */
export function useOpenFiles(dropped: readonly File[] | null) {
  const [state, setState] = useState(NONE)
  /** The number of the last choice; what an earlier one reads later is not shown. */
  const latest = useRef(0)
  useEffect(() => {
    if (!dropped) return undefined
    const mine = (latest.current += 1)
    void Promise.all(
      dropped.slice(0, MOST).map(async (file) => ({ name: file.name, read: await readChosen(file) })),
    ).then((reads) => {
      if (latest.current === mine) setState(withDropped(reads, dropped.slice(MOST), mine))
    })
    return () => {
      latest.current += 1
    }
  }, [dropped])
  return {
    ...state,
    /** Reads a file and shows it after `besides`. A file with problems leaves the open ones as they are. */
    open: async (chosen: File, besides: readonly OpenFile[] = []) => {
      const mine = (latest.current += 1)
      const read = await readChosen(chosen)
      if (latest.current === mine) setState(withFile(chosen.name, read, besides, mine))
    },
    show: (files: readonly OpenFile[]) => {
      latest.current += 1
      setState({ ...NONE, files })
    },
  }
}

const withFile =
  (name: string, read: SelectionFileResult, besides: readonly OpenFile[], id: number) =>
  (before: State): State =>
    'problems' in read
      ? { ...before, left: [], refused: [{ name, problems: read.problems }] }
      : { ...NONE, files: [...besides, { id, name, file: read.file }] }

const withDropped =
  (reads: readonly { name: string; read: SelectionFileResult }[], others: readonly File[], id: number) =>
  (before: State): State => {
    const files = reads.flatMap(({ name, read }) => ('file' in read ? [{ id, name, file: read.file }] : []))
    const refused = reads.flatMap(({ name, read }) =>
      'problems' in read ? [{ name, problems: read.problems }] : [],
    )
    return { files: files.length > 0 ? files : before.files, refused, left: others.map(({ name }) => name) }
  }

async function readChosen(chosen: File): Promise<SelectionFileResult> {
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
