import { CannotStart } from './controlled.ts'

/** Shows a sentence in place of the page. */
export function say(text: string): void {
  show(element('p', { role: 'status' }, text))
}

/** Shows why the demo cannot start. Rethrows any other error. */
export function sayFailure(error: unknown): void {
  const isKnown = error instanceof CannotStart
  show(
    element('h1', { class: 'p-heading--3' }, 'The demo cannot start'),
    element(
      'p',
      { role: 'alert' },
      isKnown ? error.message : 'Its files could not be loaded. Reload this page.',
    ),
  )
  if (!isKnown) throw error
}

function show(...parts: readonly HTMLElement[]): void {
  const main = element('main', { class: 'plain-page' })
  main.append(...parts)
  document.getElementById('root')?.replaceChildren(main)
}

function element(name: string, attributes: Readonly<Record<string, string>>, text = ''): HTMLElement {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.textContent = text
  return made
}
