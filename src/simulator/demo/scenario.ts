import type { Steps } from '#simulator/control/steps.ts'
import { MINOR_VERSIONS, type MinorVersion } from '#simulator/control/versions.ts'

/** A situation that a person cannot reach in the UI, as a recipe of steps of the control API. */
export type Scenario = {
  /** What it shows, in one sentence. */
  readonly shows: string
  /** The MAAS that it starts as; without it: 3.5. */
  readonly version?: MinorVersion
  /** The versions that can be in this situation; without it: all. */
  readonly versions?: readonly MinorVersion[]
  /** Begins with an empty region: no source, no selection, no image, the usual users and rack controllers. */
  readonly play: (control: Steps) => void
}

export const versionsOf = ({ versions }: Scenario): readonly MinorVersion[] => versions ?? MINOR_VERSIONS
