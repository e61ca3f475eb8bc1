import { CannotStart } from './controlled.ts'

const root = () => document.getElementById('root')

/** Shows a sentence in place of the page. */
export function say(text: string): void {
  const line = document.createElement('p')
  line.setAttribute('role', 'status')
  line.className = 'row'
  line.textContent = text
  root()?.replaceChildren(line)
}

/** Shows why the demo cannot start. Rethrows any other error. */
export function sayFailure(error: unknown): void {
  const main = document.createElement('main')
  main.className = 'row'
  main.setAttribute('role', 'main')
  const heading = document.createElement('h1')
  heading.textContent = 'The demo cannot start'
  const why = document.createElement('p')
  why.setAttribute('role', 'alert')
  why.textContent =
    error instanceof CannotStart ? error.message : 'Its files could not be loaded. Reload this page.'
  main.append(heading, why)
  root()?.replaceChildren(main)
  if (!(error instanceof CannotStart)) throw error
}
