/** Something on the page, as a person finds it: by its role, its name, and what it says. */
export type Spot = {
  readonly role: keyof typeof SELECTORS
  /** The whole accessible name; a pattern for a part of it. */
  readonly name?: string | RegExp
  /** What it says, for roles that have no name of their own, such as a status. */
  readonly says?: RegExp
  readonly checked?: boolean
}

const SELECTORS = {
  button: 'button',
  checkbox: 'input[type=checkbox]',
  dialog: '[role=dialog]',
  heading: 'h1, h2, h3',
  link: 'a[href]',
  list: 'ul, ol',
  message: '[role=status], [role=alert]',
  radio: 'input[type=radio]',
  region: 'section[aria-label], section[aria-labelledby]',
  row: '[role=row]',
} as const

const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()

function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label')
  if (label !== null) return tidy(label)
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  if (ids.length > 0)
    return tidy(ids.map((id) => element.ownerDocument.getElementById(id)?.textContent).join(' '))
  if (element instanceof HTMLInputElement)
    return tidy([...(element.labels ?? [])].map(({ textContent }) => textContent).join(' '))
  return tidy(element.textContent)
}

const fits = (name: string, wanted: string | RegExp) =>
  typeof wanted === 'string' ? name === wanted : wanted.test(name)

/** The first element of the page at a spot; null: it is not there, or a dialog hides it. @param not no part of this */
export function findSpot(root: ParentNode, spot: Spot, not: Element | null = null): HTMLElement | null {
  const { role, name, says, checked } = spot
  for (const element of root.querySelectorAll<HTMLElement>(SELECTORS[role])) {
    if (not?.contains(element) || element.closest('[hidden], [aria-hidden=true]')) continue
    if (checked !== undefined && (element as HTMLInputElement).checked !== checked) continue
    if (name !== undefined && !fits(nameOf(element), name)) continue
    if (says === undefined || says.test(tidy(element.textContent))) return element
  }
  return null
}

/** Whether pressing it does something now. */
export const isOff = (element: Element): boolean => element.matches(':disabled, [aria-disabled=true]')
