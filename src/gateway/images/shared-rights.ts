import { createCallBudget } from '#gateway/region/call-budget.ts'
import {
  type Ages,
  IDLE_AGES,
  IDLE_REST,
  IMPORTING_AGES,
  IMPORTING_REST,
  WRITTEN_AGES,
  WRITTEN_FOR_MS,
} from '#gateway/region/poll-rates.ts'
import {
  createRegionParts,
  isRefused,
  type PartKind,
  type RegionParts,
} from '#gateway/answers/region-answer.ts'
import { createImagesReader, createSharedReads, type ImagesReader } from './images-reader.ts'
import { createNewImages } from './new-images.ts'

/** Shared by all keys with the same rights. */
export type Rights = {
  readonly parts: RegionParts
  readonly images: ImagesReader
  readonly newImages: ReturnType<typeof createNewImages>
}
export type SharedRights = ReturnType<typeof createSharedRights>

export type RightsNeeds = {
  readonly now: () => number
  /** The clock for ages and budgets, ms. */
  readonly pace: () => number
  /** The newest version of an image (`ubuntu/noble/amd64`) that a source offers; null: not known. */
  readonly offered?: ((image: string) => string | null) | undefined
  /** See createImagesReader. */
  readonly importsUnseen?: (() => boolean) | undefined
  /** See createImagesReader. */
  readonly detailWaitMs?: number | undefined
}

/** What MAAS shows to administrators and to others, with how old it may be, and the budget of polls for it. */
export function createSharedRights({ now, pace, offered, importsUnseen, detailWaitMs }: RightsNeeds) {
  const rest = createCallBudget(pace)
  const important = createCallBudget(pace)
  let shared = createSharedReads(pace)
  let writtenAt = -Infinity

  function createRights(): Rights {
    const parts = createRegionParts(pace, now)
    const { events } = parts
    const images = createImagesReader({
      events,
      now: pace,
      ages,
      shared,
      controllers: () => parts.controllers.known() ?? 1,
      ...(offered && { offered }),
      ...(importsUnseen && { importsUnseen }),
      ...(detailWaitMs !== undefined && { detailWaitMs }),
    })
    return { parts, images, newImages: createNewImages() }
  }
  // MAAS shows ordinary users less, so they never get data read with an administrator's key
  let rights = { administrators: createRights(), others: createRights() }
  const both = () => Object.values(rights)

  function ages(): Ages {
    if (pace() - writtenAt < WRITTEN_FOR_MS) return WRITTEN_AGES
    return both().some(({ images }) => images.importing()) ? IMPORTING_AGES : IDLE_AGES
  }

  return {
    ages,
    of: (user: { is_superuser: boolean }): Rights =>
      user.is_superuser ? rights.administrators : rights.others,
    /** Whether a poll may read one more part now. */
    afford(kind: PartKind = 'other'): boolean {
      const isIdle = ages() === IDLE_AGES
      const isImportant = kind === 'selections' || (kind === 'important' && !isIdle)
      return (isImportant ? important : rest).take(1, isIdle ? IDLE_REST : IMPORTING_REST) === 1
    },
    /** The versions of a boot resource have changed, which the list of MAAS does not show. */
    reread(id: number): void {
      for (const { images } of both()) images.reread(id)
    },
    /** Something was written, so older answers may be wrong. */
    renew(): void {
      writtenAt = pace()
      for (const { parts, images } of both()) {
        parts.renew()
        images.renew()
      }
    },
    forgetRefusals(): void {
      for (const { parts } of both()) if (isRefused(parts.sources)) parts.sources.forget()
    },
    /** Forgets everything that MAAS has answered. */
    forgetRegion(): void {
      shared = createSharedReads(pace)
      rights = { administrators: createRights(), others: createRights() }
      writtenAt = pace()
    },
  }
}
