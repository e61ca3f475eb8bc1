/** A way to fix what a check found. */
export type Fix =
  /** A link to a page of the product. `name`: its accessible name, if `label` alone is ambiguous. */
  | {
      readonly kind: 'link'
      readonly label: string
      readonly to: { readonly pathname: string; readonly search?: string; readonly hash?: string }
      readonly name?: string
    }
  /** Reads the catalogue of a source again. */
  | { readonly kind: 'read-again'; readonly sourceId: number }
  /** Switches automatic sync on. */
  | { readonly kind: 'sync-on' }
  /** Selects an image in the draft. */
  | {
      readonly kind: 'select'
      readonly label: string
      readonly os: string
      readonly release: string
      readonly arch: string
    }

/** Something that keeps images from arriving. */
export type PreflightProblem = {
  readonly tone: 'negative' | 'caution'
  readonly title: string
  /** Sentences; more than one reason is shown as a list. */
  readonly text: string
  readonly reasons?: readonly string[]
  /**
   * What prevents imports. none: MAAS reads no source. refused: MAAS cannot use a source. unread: it could not be read.
   * files: files are missing. Left out: imports continue.
   */
  readonly halts?: 'none' | 'refused' | 'unread' | 'files'
  readonly fix: Fix | null
}

/** One thing that has to be right for images to arrive. */
export type Check = {
  readonly id: string
  readonly title: string
  /** unknown: it cannot be seen from here. reported: MAAS's own notification on this page says it. */
  readonly state: 'passed' | 'problem' | 'unknown' | 'reported'
  /** What was found, in a sentence. */
  readonly detail: string
  /** Each is shown as a notice. */
  readonly problems: readonly PreflightProblem[]
  /** For a problem without a notice. */
  readonly fix: Fix | null
}

export const passed = (id: string, title: string, detail: string): Check => ({
  id,
  title,
  state: 'passed',
  detail,
  problems: [],
  fix: null,
})

export const unknown = (id: string, title: string, detail: string): Check => ({
  ...passed(id, title, detail),
  state: 'unknown',
})

/** A problem that belongs to few images, whose rows show it: no notice. */
export const attention = (id: string, title: string, detail: string, fix: Fix): Check => ({
  ...passed(id, title, detail),
  state: 'problem',
  fix,
})

/** @param problems at least one */
export const failed = (
  id: string,
  title: string,
  detail: string,
  ...problems: PreflightProblem[]
): Check => ({
  ...passed(id, title, detail),
  state: 'problem',
  problems,
})
