import type { TestInfo } from '@playwright/test'

/* What the list of tests in the terminal does not show. The report has it at each test. */

export const NOT_ALLOWED =
  '--write (or MAAS_E2E_WRITE=1) allows the tests that change the region; each restores what it found'
const WITHOUT_AXE = 'Accessibility is not checked: @axe-core/playwright is not installed.'

const said = new Set<string>()

function sayOnce(text: string): void {
  if (!said.has(text)) console.log(text)
  said.add(text)
}

/** Says why a test is skipped. */
export function saySkipped({ title, annotations }: TestInfo): void {
  for (const { type, description } of annotations)
    if (type === 'skip')
      sayOnce(
        description === NOT_ALLOWED
          ? `These tests only read: ${NOT_ALLOWED}.`
          : `"${title}" is skipped: ${description}.`,
      )
}

export function sayNotChecked({ annotations }: TestInfo): void {
  annotations.push({ type: 'not checked', description: WITHOUT_AXE })
  sayOnce(WITHOUT_AXE)
}
