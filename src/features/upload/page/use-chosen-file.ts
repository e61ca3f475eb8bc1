import { useRef, useState } from 'react'
import type { FileType } from '#contract/uploads.ts'
import { recognize, type Recognized } from '#features/upload/rules/file-type.ts'
import { insideOf } from '#features/upload/rules/inside.ts'
import { HEAD_BYTES } from '#features/upload/rules/signatures.ts'

export type ChosenFile = ReturnType<typeof useChosenFile>

type Chosen = {
  readonly file: File | null
  /** null: not read yet. */
  readonly recognized: Recognized | null
  /** Why a file could not be taken; null: no reason. */
  readonly problem: string | null
}

const NOTHING: Chosen = { file: null, recognized: null, problem: null }
const UNREADABLE = 'The browser could not read it. Choose the file again. Folders cannot be uploaded.'
const SEVERAL = 'Drop one file at a time.'

/** The file of the form, and what it is by its first bytes. @param onType called with the recognized type */
export function useChosenFile(onType: (type: FileType | null) => void) {
  const [chosen, setChosen] = useState(NOTHING)
  const latest = useRef<File | null>(null)

  async function look(file: File): Promise<Recognized> {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
    return recognize(head, await insideOf(head), file.name)
  }

  return {
    ...chosen,
    /** @param type the type that the user chose for it before; undefined: the recognized one */
    choose: (file: File, type?: FileType) => {
      latest.current = file
      setChosen({ ...NOTHING, file })
      look(file).then(
        (recognized) => {
          if (latest.current !== file) return
          setChosen({ ...NOTHING, file, recognized })
          onType(recognized.type === null ? null : (type ?? recognized.type))
        },
        () => {
          if (latest.current === file) setChosen({ ...NOTHING, problem: UNREADABLE })
        },
      )
    },
    refuseSeveral: () => setChosen((now) => ({ ...now, problem: SEVERAL })),
    clear() {
      latest.current = null
      setChosen(NOTHING)
    },
  }
}

/** Why an upload cannot start with the file; null: it can. */
export function fileError({ file, recognized, problem }: Chosen): string | null {
  if (file === null) return problem ?? 'Choose a file.'
  if (recognized === null) return 'The file is still being read. Try again in a moment.'
  return recognized.type === null ? 'MAAS cannot deploy this file. Choose another one.' : null
}
