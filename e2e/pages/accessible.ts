import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** WCAG 2.2, levels A and AA, including all earlier versions. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The axe that AxeBuilder comes with. */
const axe = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
)

/** AxeBuilder adds half a megabyte of script to the page twice per run; once per page is enough. */
async function giveAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
}

/**
 * The violations that axe finds on the current page, each with its elements. None: []. While a dialog is open, only the
 * dialog is checked, unless `part` is the whole page: what is behind it is checked before and after, and checking it
 * again takes longer than the dialog.
 */
export async function accessibilityFaults(page: Page, part: 'open dialog' | 'whole page' = 'open dialog') {
  await giveAxe(page)
  const builder = new AxeBuilder({ page, axeSource: '/* there already */' })
    // All rules run, but passing elements are not described, because that would take longer than the checks.
    .options({ runOnly: { type: 'tag', values: TAGS }, resultTypes: ['violations'] })
    // Runs once, in the page itself. The other mode also reaches frames of other origins, but passes all results
    // through a second page; the product has no frames.
    .setLegacyMode()
  const isOpen = part === 'open dialog' && (await page.getByRole('dialog').count()) > 0
  const { violations } = await (
    isOpen ? builder.include(':is([role=dialog], dialog[open])') : builder
  ).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  )
}
