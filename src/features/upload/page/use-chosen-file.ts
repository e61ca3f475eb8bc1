import { useRef, useState } from 'react'
import type { FileType } from '#contract/uploads.ts'
import { recognize, type Recognized } from '#features/upload/rules/file-type.ts'
import { insideOf } from '#features/upload/rules/inside.ts'
import { HEAD_BYTES } from '#features/upload/rules/signatures.ts'

export type ChosenFile = ReturnType<typeof useChosenFile>

/** The file of the form, and what it is by its first bytes. @param onType called with the recognized type */
export function useChosenFile(onType: (type: FileType | null) => void) {
  const [file, setFile] = useState<File | null>(null)
  const [recognized, setRecognized] = useState<Recognized | null>(null)
  const [failed, setFailed] = useState(false)
  const latest = useRef<File | null>(null)

  async function look(chosen: File): Promise<void> {
    const head = new Uint8Array(await chosen.slice(0, HEAD_BYTES).arrayBuffer())
    const found = recognize(head, await insideOf(head), chosen.name)
    if (latest.current !== chosen) return
    setRecognized(found)
    onType(found.type)
  }

  return {
    file,
    recognized,
    failed,
    choose(chosen: File) {
      latest.current = chosen
      setFile(chosen)
      setRecognized(null)
      setFailed(false)
      look(chosen).catch(() => {
        if (latest.current === chosen) setFailed(true)
      })
    },
    clear() {
      latest.current = null
      setFile(null)
      setRecognized(null)
      setFailed(false)
    },
  }
}
