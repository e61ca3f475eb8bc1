import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { quickenStyles } from './quick-styles.ts'

/** A window as jsdom makes it: the one of the tests has been quickened by their setup. */
function ownWindow() {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const view = frame.contentWindow as (Window & typeof globalThis) | null
  if (!view) throw new Error('The frame has no window.')
  return { view, body: view.document.body, remove: () => frame.remove() }
}

const TAGS = 'div span li tr td button input details dialog script datalist svg embed noscript'.split(' ')
const CHANGES: readonly ((element: Element) => void)[] = [
  () => undefined,
  (element) => element.setAttribute('hidden', ''),
  (element) => element.setAttribute('hidden', 'until-found'),
  (element) => element.setAttribute('open', ''),
  (element) => element.setAttribute('type', 'hidden'),
  (element) => element.setAttribute('style', 'display: none'),
  (element) => element.setAttribute('style', 'color: red; visibility: hidden'),
  (element) => element.setAttribute('style', 'opacity: 0'),
  (element) => element.setAttribute('style', 'color: red'),
]

/** What an element inherits or is hidden by. */
const AROUND = ['', 'visibility: hidden', 'display: none; opacity: 0']

/** The answers for each tag with each change, in an element with each style. */
function answers({ view, body }: ReturnType<typeof ownWindow>): string[] {
  return AROUND.flatMap((outer) =>
    TAGS.flatMap((tag) =>
      CHANGES.map((change) => {
        const around = view.document.createElement('div')
        const element = view.document.createElement(tag)
        around.setAttribute('style', outer)
        change(element)
        body.replaceChildren(around)
        around.append(element)
        const { display, visibility, opacity } = view.getComputedStyle(element)
        const asked = view.getComputedStyle(element).getPropertyValue('display')
        return `${around.outerHTML}: ${display} ${asked} ${visibility} ${opacity}`
      }),
    ),
  )
}

test('whether an element is shown is answered as jsdom answers it', () => {
  const own = ownWindow()
  const real = answers(own)
  quickenStyles(own.view)
  expect(answers(own)).toEqual(real)
  own.remove()
})

test('a style sheet that hides elements is followed, and other properties are read as well', () => {
  const own = ownWindow()
  quickenStyles(own.view)
  own.body.innerHTML = '<p class="gone" style="pointer-events: none">text</p>'
  const style = () => own.view.getComputedStyle(own.body.children[0] ?? own.body)
  expect([style().display, style().pointerEvents]).toEqual(['block', 'none'])
  const sheet = own.view.document.createElement('style')
  sheet.textContent = '.gone { display: none; visibility: hidden }'
  own.view.document.head.append(sheet)
  expect([style().display, style().visibility]).toEqual(['none', 'hidden'])
  own.remove()
})

test('a query that fails when its time is over prints the page', async () => {
  render(<p>What is on the page</p>)
  const late = screen.findByRole('button', { name: 'Missing' }, { timeout: 10 })
  await expect(late).rejects.toThrow(/Unable to find role="button"[^]*What is on the page/)
  expect(() => screen.getByRole('button')).toThrow(/What is on the page/)
})
