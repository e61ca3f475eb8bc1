import type { FilesAnswer, ImagesAnswer, RegionAnswer } from '#contract/gateway.ts'
import type { BootSource } from '#contract/maas.ts'
import { type AskPart, isRefused, type OwnParts, readRegion } from '#gateway/answers/region-answer.ts'
import { IDLE_AGES } from '#gateway/region/poll-rates.ts'
import type { RegionClient } from '#gateway/region/region-client.ts'
import type { Rights, SharedRights } from './shared-rights.ts'

/**
 * One API key, for all tabs and people that use it. Data that MAAS shows to all users with the same rights is read once
 * for all of them. Each key is checked with MAAS every four minutes, later only while the poll budget is spent.
 */
export type Caller = {
  /** A number for this process; never the key itself. */
  readonly id: number
  readonly region: RegionClient
  /** `fresh`: read from MAAS now, because a page was opened or something changed; a poll may get a shared answer. */
  regionAnswer(fresh: boolean): Promise<RegionAnswer>
  images(fresh: boolean): Promise<ImagesAnswer>
  /** The files of the boot resources, as read for the images. */
  files(): Promise<FilesAnswer>
  /** Whether the key belongs to an administrator, by an answer of MAAS from the last minutes. */
  isAdministrator(): Promise<boolean>
  /** The versions of a boot resource have changed, which the list of MAAS does not show. */
  reread(id: number): void
  /** A boot source from the shared answer; undefined: there is none, or MAAS does not show it. */
  knownSource(id: number): Promise<BootSource | undefined>
}

/** Approximate number of calls for a fresh answer. */
const REGION_CALLS = 12
const IMAGES_CALLS = 4

type CallerNeeds = {
  readonly number: number
  /** MAAS as this key sees it. */
  readonly view: RegionClient
  readonly own: OwnParts
  readonly rights: SharedRights
  /** How answers name the region. */
  readonly region: { readonly id: string; readonly embedded: boolean }
  /** Whether so many calls for a fresh answer may be made now. */
  readonly affordFresh: (calls: number) => boolean
}

/** The answers for one key: data of its user, and what is shared by all keys with the same rights. */
export function createCaller({ number, view, own, rights, region, affordFresh }: CallerNeeds): Caller {
  /** Reads parts from MAAS now, or within the budget of polls. */
  const asker = (now: boolean): AskPart =>
    now
      ? (part) => part.ask(view, 0)
      : (part, maxAgeMs, kind) => part.ask(view, maxAgeMs, () => rights.afford(kind))

  /** The user of the key, and the data that user may see. Throws a Refusal. */
  async function authenticate(ask: AskPart) {
    const user = await ask(own.user, IDLE_AGES.user, 'important')
    return { user, ...rights.of(user) }
  }
  const affordable = (asked: boolean, calls: number) => asked && affordFresh(calls)

  return {
    id: number,
    region: view,
    async regionAnswer(asked) {
      const now = affordable(asked, REGION_CALLS)
      const ask = asker(now)
      // the user first: when MAAS refuses the key, no other call is needed
      const { user, parts } = await authenticate(ask)
      return readRegion(view, parts, own, { ...region, user, ages: rights.ages(), ask })
    },
    async images(asked) {
      const now = affordable(asked, IMAGES_CALLS)
      const { images, ...others } = await authenticate(asker(now))
      const answer = await images.read(view, now, () => rights.afford())
      forgetOldSelections(others, answer)
      return answer
    },
    async files() {
      const { images } = await authenticate(asker(false))
      await images.read(view, false, () => rights.afford())
      return images.files()
    },
    isAdministrator: async () => (await authenticate(asker(false))).user.is_superuser,
    reread: (id) => rights.reread(id),
    async knownSource(id) {
      const ask = asker(false)
      const { sources } = (await authenticate(ask)).parts
      // after a refusal the caller calls MAAS, whose answer gives the reason
      const known = isRefused(sources) ? null : await ask(sources, rights.ages().sources, 'important')
      return known?.find((source) => source.id === id)
    },
  }
}

/** Another client may have selected what has just appeared, so the next answer gets the current selections. */
function forgetOldSelections(
  { parts, newImages }: Pick<Rights, 'parts' | 'newImages'>,
  { images }: ImagesAnswer,
) {
  const reads = (parts.sources.known() ?? []).map(({ id }) => parts.selections(id))
  const known = reads.map((read) => read.known())
  if (reads.length === 0 || known.includes(null)) return
  if (
    newImages.appeared(
      images,
      known.flatMap((list) => list ?? []),
    )
  )
    for (const read of reads) read.forget()
}
