import { importedTo37 } from '#selections/outcome/import-37.ts'
import type { ImportOutcome, ImportRules } from '#selections/outcome/import-outcome.ts'
import { bothOf } from './rounds-37.ts'
import type { HeldResource, SourceOffer } from '#selections/source-offer.ts'

/**
 * Two imports of MAAS up to 3.7, the second one into what the first one leaves, as one outcome.
 * @param reads what each of them reads, in its order
 */
export function importTwice(
  rules: Pick<ImportRules, 'fetchesReplaced'>,
  [first, second]: readonly [readonly SourceOffer[], readonly SourceOffer[]],
  held: readonly HeldResource[],
): ImportOutcome {
  const { outcome, left } = importedTo37(first, held, rules)
  return bothOf(outcome, importedTo37(second, left(), rules).outcome, held).outcome
}
