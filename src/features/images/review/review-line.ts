import type { ReleaseRow } from '#features/images/rules/model.ts'
import { kernelNames } from '#features/images/rules/wanted-text.ts'
import type { ReleaseId } from '#selections/keys.ts'
import { fullTitle, osTitle } from '#selections/os-titles.ts'
import { hasAll, type Wanted } from '#selections/wanted.ts'

/** One line of Review. */
export type ReviewLine = {
  /** Unique in its list. */
  readonly key: string
  readonly id: ReleaseId
  /** In words: "Ubuntu", "24.04 LTS". */
  readonly os: string
  readonly release: string
  /** Null: it concerns the release as a whole. */
  readonly arch: string | null
  /** "Ubuntu 24.04 LTS, amd64" */
  readonly name: string
  /** Details: "version 20260901, kernel ga-24.04" */
  readonly detail: string
  /** To be freed for what is removed or kept, to download for all else. */
  readonly bytes: number
}

export function lineOf(row: ReleaseRow, arch: string | null, detail: string, bytes: number): ReviewLine {
  const { sourceId, os, release, title, source } = row
  const name = source === '' ? fullTitle(os, title) : `${fullTitle(os, title)} from ${source}`
  return {
    key: arch === null ? row.key : `${row.key}/${arch}`,
    id: { sourceId, os, release },
    os: osTitle(os),
    release: title,
    arch,
    name: arch === null ? name : `${name}, ${arch}`,
    detail,
    bytes,
  }
}

export const kernelText = ({ subarches }: Wanted): string =>
  hasAll(subarches) ? 'all kernels, including future ones' : kernelNames(subarches)
