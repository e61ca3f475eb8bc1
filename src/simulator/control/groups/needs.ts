import type { SignedStreams } from '#simulator/demo/demo-streams.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { Clock } from '#simulator/state/clock.ts'
import type { Faults } from '#simulator/control/faults.ts'
import type { Answer, OperationName, Read } from '#simulator/control/operations.ts'
import type { ServedStreams } from '#simulator/control/served-streams.ts'

/** The operations of the control API on one region. They throw a WrongControl, and then have changed nothing. */
export type Control = { readonly [N in OperationName]: (input: Read<N>) => Answer<N> }

/** What the operations work on. */
export type ControlNeeds = {
  readonly region: Region
  readonly clock: Clock
  readonly demo: SignedStreams
  readonly streams: ServedStreams
  readonly faults: Faults
  /** The address of a stream that is served. */
  readonly servedAt: (stream: string) => string
  readonly network: { isReachable(): boolean; setReachable(reachable: boolean): void }
  /** The region or a stream is another one from now on: what others know of it is out of date. */
  readonly replaced: () => void
}

/** The operations of one group. */
export type OperationGroup<N extends OperationName> = Pick<Control, N>
