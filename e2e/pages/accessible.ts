import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** WCAG 2.2 levels A and AA, with all that came before. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What axe finds on the page as it stands, each with the elements it is about. None: []. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // All rules run. Describing every element that passes would cost more than checking it.
    .options({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] })
    // One run in the page itself. The other mode also reaches frames of other origins, for which it moves
    // all results through a second page; the product has no frames.
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  )
}
