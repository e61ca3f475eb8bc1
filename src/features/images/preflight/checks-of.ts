import { messageOf } from '#api/client.ts'
import type { Notification } from '#contract/maas.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { isOutdated, type NotificationContext } from '#features/images/page/outdated-notification.ts'
import type { Saved, Table } from '#features/images/rules/model.ts'
import type { Check } from './checks.ts'
import { preflight } from './preflight.ts'
import type { SourceRead } from './source-check.ts'

type Data = ReturnType<typeof useImages>

const NOTHING_SAVED: Saved = new Map()

/** What decides whether a notification of MAAS is outdated. */
export const knownOf = ({ region, sources, saved, catalogues, list }: Data): NotificationContext => ({
  commissioningRelease: region.data?.config.commissioningRelease ?? '',
  sources,
  saved,
  catalogues,
  images: list,
})

/** Each source that the page knows, and what reading it gave; null: MAAS shows sources to administrators only. */
export const readsOf = ({ sources, catalogueQueries }: Data): SourceRead[] | null =>
  sources?.map(({ source }, index) => {
    const query = catalogueQueries[index]
    const error = query?.error ? messageOf(query.error) : null
    return { source, catalogue: query?.data ?? null, error }
  }) ?? null

/** Notifications of MAAS whose cause may still exist. */
export const openNotifications = (data: Data): Notification[] =>
  data.region.data?.notifications.filter((one) => !isOutdated(one, knownOf(data))) ?? []

/** What was read before the region stopped answering says nothing about now, so then there are no checks. */
export function checksOf(data: Data, table: Table): Check[] {
  const { region, images, list, saved } = data
  if (!region.data || region.error !== null || images.error !== null) return []
  return preflight({
    region: region.data,
    reads: readsOf(data),
    saved: saved ?? NOTHING_SAVED,
    images: list,
    table,
    notifications: openNotifications(data),
    importing: data.importing,
    now: images.dataUpdatedAt,
  })
}
