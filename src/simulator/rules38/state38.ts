/* The state of a region from MAAS 3.8 on, in addition to the rows of API 2.0. */

/** MAAS's own selection: one architecture of a release at a source. It outlives changes of the row it came from. */
export type OwnSelection = {
  id: number
  sourceId: number
  /** The row of API 2.0 for which it was created; both are deleted together. */
  rowId: number
  os: string
  release: string
  arch: string
}

/** The runs over all selections: the one that `op=import` starts, and the hourly one. Each exists once. */
export type RunKind = 'import' | 'schedule'

/** A file of a version of a boot resource, which MAAS stores as a row of its own. */
export type Row = { resourceId: number; version: string; filename: string }

/** The sync of one of MAAS's own selections. */
export type Sync = {
  selectionId: number
  /**
   * The rows that were not complete when it began, of the kernels of an image and of the bootloaders of its source: also
   * those whose file the region has in another version. MAAS deletes them all if the sync is stopped or fails.
   */
  rows: Row[]
  /** Files, by sha256, that were missing when it began. */
  files: string[]
  /** Those that the file of another product has replaced: no set names them. */
  replaced: ReadonlySet<string>
  /** When MAAS ends it, complete or not (DOWNLOAD_TIMEOUT of 3.8). */
  limitAt: number
  /** If the sync was canceled, when its rows will be deleted. Null while it runs. */
  goneAt: number | null
}

/** A file to download from a source. */
export type Download = { sha256: string; sourceId: number }

export type State38 = {
  lastSelectionId: number
  selections: Map<number, OwnSelection>
  /** By the ID of the selection, even while a canceled sync is ending. */
  syncs: Map<number, Sync>
  /** The selections that a run waits for. */
  runs: Map<RunKind, Set<number>>
  /** The files to download, one after the other. */
  line: Download[]
  /** Bytes of the line count from this time; `lineSpent` is the number that has arrived since. */
  lineFrom: number
  lineSpent: number
  /** When the sources of a requested import will have been read and its run begins. */
  importAt: number | null
  /** Sources that were saved, by ID: when they will have been read, and whether a sync follows. */
  reads: Map<number, { at: number; syncs: boolean }>
  /** MAAS reads all sources every ten minutes. */
  readAllAt: number
  /** Whether the hourly run is on: the value of the setting when the region started. */
  scheduled: boolean
}

export const emptyState38 = (now: number): State38 => ({
  lastSelectionId: 0,
  selections: new Map(),
  syncs: new Map(),
  runs: new Map(),
  line: [],
  lineFrom: now,
  lineSpent: 0,
  importAt: null,
  reads: new Map(),
  readAllAt: now + READ_ALL_EVERY,
  scheduled: false,
})

export const READ_ALL_EVERY = 10 * 60 * 1000
