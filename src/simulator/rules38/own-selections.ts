import type { Selection, State } from '#simulator/state/state.ts'
import type { OwnSelection, State38 } from './state38.ts'
import { imageKey } from '#selections/keys.ts'

/**
 * Creates MAAS's own selections for a row of API 2.0: one for each architecture that it names, or for each
 * offered one if it names all. Existing selections are not changed, and those that the row no longer names are
 * kept, too.
 */
export const keepOwn = (state: State, rules: State38, row: Selection): void => keepNew(state, rules, [row])

function keepNew(state: State, rules: State38, rows: Iterable<Selection>): void {
  const known = new Set([...rules.selections.values()].map(ownKey))
  for (const row of rows) {
    const names = row.arches.length === 1 && row.arches[0] === '*' ? offeredArches(state, row) : row.arches
    for (const arch of names) {
      const own = { sourceId: row.sourceId, os: row.os, release: row.release, arch }
      if (known.has(ownKey(own))) continue
      known.add(ownKey(own))
      rules.lastSelectionId += 1
      rules.selections.set(rules.lastSelectionId, { id: rules.lastSelectionId, rowId: row.id, ...own })
    }
  }
}

const ownKey = ({ sourceId, os, release, arch }: Omit<OwnSelection, 'id' | 'rowId'>) =>
  `${sourceId} ${imageKey(os, release, arch)}`

/** Does this for all rows, so that a row for all architectures includes newly offered ones. */
export const keepAllOwn = (state: State, rules: State38): void =>
  keepNew(state, rules, state.selections.values())

const offeredArches = (state: State, { sourceId, os, release }: Selection) => {
  const offer = state.offers.get(sourceId) ?? []
  const found = offer.filter(
    (product) => product.kind === 'image' && product.os === os && product.release === release,
  )
  return [...new Set(found.map(({ arch }) => arch))].sort()
}

type Image = Pick<OwnSelection, 'os' | 'release' | 'arch'>

export const isSameImage = (one: Image, other: Image) =>
  one.os === other.os && one.release === other.release && one.arch === other.arch

/** The selection of an image whose source has the highest priority among the enabled ones. */
export function winningSelections(state: State, rules: State38): OwnSelection[] {
  const winners = new Map<string, OwnSelection>()
  for (const own of rules.selections.values()) {
    if (state.sources.get(own.sourceId)?.enabled !== true) continue
    const image = imageKey(own.os, own.release, own.arch)
    const best = winners.get(image)
    if (best === undefined || priorityOf(state, own) > priorityOf(state, best)) winners.set(image, own)
  }
  return [...winners.values()].sort((a, b) => a.id - b.id)
}

const priorityOf = (state: State, { sourceId }: OwnSelection) => state.sources.get(sourceId)?.priority ?? 0
