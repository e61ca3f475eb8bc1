import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** WCAG 2.2, levels A and AA, including all earlier versions. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The violations that axe finds on the current page, each with its elements. None: []. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // All rules run, but passing elements are not described, because that would take longer than the checks.
    .options({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] })
    // Runs once, in the page itself. The other mode also reaches frames of other origins, but passes all results
    // through a second page; the product has no frames.
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  )
}
