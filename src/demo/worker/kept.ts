import type { StandingFault } from '#simulator/control/faults.ts'
import type { StateDocument } from '#simulator/control/state-document.ts'

/** What a visitor's browser keeps of the demo. */
export type SavedDemo = {
  /** Made once per browser: the seal of the session, the API key of the scenario's main user, and the signing keys. */
  readonly own: OwnSecrets
  /** The region; null: the demo has not begun. */
  readonly region: KeptRegion | null
  readonly cookies: Readonly<Record<string, string>> | null
}
export type OwnSecrets = {
  readonly seal: string
  readonly apiKey: string
  /** Armored secret keys, for what the visitor publishes. */
  readonly demoKey: string
  readonly otherKey: string
}
type KeptRegion = {
  readonly document: StateDocument
  /** Faults on calls, which a document does not contain. */
  readonly faults: readonly StandingFault[]
  /** When the document was written, on the wall clock, ms. */
  readonly at: number
}

/** Where it is kept: IndexedDB in a browser. */
export type Keeper = {
  read<K extends keyof SavedDemo>(name: K): Promise<SavedDemo[K] | null>
  write<K extends keyof SavedDemo>(name: K, value: SavedDemo[K]): Promise<void>
}
