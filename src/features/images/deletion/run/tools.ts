import { ApiError } from '#api/client.ts'
import { isImporting } from '#api/images.ts'
import type { Owner } from '#api/store/records.ts'
import type { StepBoard } from '#selections/step-board.ts'
import { SaveError } from '#features/images/save/save-writes.ts'
import type { LostSelection } from './left.ts'

/** What the parts of a deletion share. */
export type Tools = {
  readonly wait: (ms: number) => Promise<void>
  /** The region and user of this page; null: not known. */
  readonly owner: Owner | null
  readonly importsOneAtATime: boolean
  /** Keys of images that the running import has not completed. */
  readonly arriving: ReadonlySet<string>
  readonly board: StepBoard
  /** The step before which others are inserted. */
  readonly before: ReturnType<StepBoard['add']>
  /** Why an image could not be deleted, by its key. */
  readonly failed: Map<string, string>
  /** By the key of the release. */
  readonly lost: Map<string, LostSelection>
  /** Keeps what is lost, and what the next write may lose. */
  readonly remember: (mayBeLost?: readonly LostSelection[]) => Promise<void>
}

/** Nothing more is done: MAAS does not answer, or no one is signed in. */
export class Halted extends Error {
  readonly stage: 'writes' | 'import'
  constructor(message: string, stage: Halted['stage'] = 'writes') {
    super(message)
    this.stage = stage
  }
}

/**
 * Whether the next step makes sense after this error: a lost answer may be the only one, but where MAAS does not answer
 * another question either, every further step would only wait. @throws Halted
 */
export async function goOnAfter(error: unknown, message: string): Promise<void> {
  const cause = error instanceof SaveError ? error.cause : error
  if (!(cause instanceof ApiError) || cause.kind === 'refused' || cause.kind === 'changed') return
  if (cause.kind === 'signed-out') throw new Halted(message)
  await isImporting().catch(() => {
    throw new Halted(message)
  })
}
