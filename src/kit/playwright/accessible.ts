import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

/** WCAG 2.2, levels A and AA, including all earlier versions. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The rules whose result depends on colors: the only ones for a page that has just been checked in another theme. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block']

/** The part of axe that is used here. Its types are in a package that the project does not depend on. */
type Axe = {
  run(
    part: string | Document,
    options: { runOnly: { type: 'tag' | 'rule'; values: string[] }; resultTypes: ['violations'] },
  ): Promise<{ violations: Violation[] }>
}
type Violation = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }

/** The file of the axe that @axe-core/playwright comes with; null: that package is not installed. */
function fileOfAxe(): string | null {
  try {
    const ownPackage = createRequire(import.meta.url).resolve('@axe-core/playwright')
    return createRequire(ownPackage).resolve('axe-core/axe.min.js')
  } catch {
    return null
  }
}

/** Whether accessibility can be checked. */
export const hasAxe = (): boolean => fileOfAxe() !== null

let script: string | null = null

/** In ASCII: a character takes one byte then instead of two. */
function axeScript(): string {
  if (script !== null) return script
  const file = fileOfAxe()
  if (file === null) throw new Error('@axe-core/playwright is not installed.')
  return (script = readFileSync(file, 'utf8').replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ))
}

/** Half a megabyte of script: once per page is enough. */
async function giveAxe(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeScript())
}

/**
 * The violations that axe finds on the current page, each with its elements. None: []. While a dialog is open, only the
 * dialog is checked, unless `part` is the whole page: what is behind it is checked before and after, and checking it
 * again takes longer than the dialog. One call runs axe, where AxeBuilder makes seven; the product has no frames, which
 * are what it needs them for.
 */
export async function accessibilityFaults(
  page: Page,
  part: 'open dialog' | 'whole page' = 'open dialog',
  rules: 'all' | 'colors' = 'all',
): Promise<string[]> {
  await giveAxe(page)
  const isOpen = part === 'open dialog' && (await page.getByRole('dialog').count()) > 0
  const violations = await page.evaluate(
    async ({ within, runOnly }) => {
      const { axe } = globalThis as unknown as { axe: Axe }
      // The rules run, but passing elements are not described, because that would take longer than the checks.
      const found = await axe.run(within ?? document, {
        runOnly,
        resultTypes: ['violations'],
      })
      return found.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ target, failureSummary }) => ({
          target: target.flat().join(' '),
          failureSummary,
        })),
      }))
    },
    {
      within: isOpen ? ':is([role=dialog], dialog[open])' : null,
      runOnly:
        rules === 'all'
          ? { type: 'tag' as const, values: TAGS }
          : { type: 'rule' as const, values: COLOR_RULES },
    },
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target}: ${failureSummary ?? ''}`),
  )
}

/** The violations in the light theme, then in the dark one, which changes nothing but colors. */
export async function faultsInBothThemes(
  page: Page,
  part: 'open dialog' | 'whole page' = 'open dialog',
): Promise<string[]> {
  await showTheme(page, 'light')
  const light = await accessibilityFaults(page, part)
  await showTheme(page, 'dark')
  return [...light, ...(await accessibilityFaults(page, part, 'colors'))]
}

/** Resolves when no color changes any more. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}
