import type { ReleaseId } from '#selections/keys.ts'
import type { Wanted } from '#selections/wanted.ts'

/** A selection that MAAS 3.8 has deleted and that could not be created again, or that may have met this. */
export type LostSelection = { readonly id: ReleaseId; readonly wanted: Wanted }

/** What has to be done even if no image is left to delete. */
export type Left = { readonly lost: readonly LostSelection[]; readonly importOwed: boolean }

export const NOTHING_LEFT: Left = { lost: [], importOwed: false }
