import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { OFFERED, regionAnswer } from '#testing/catalogue.ts'
import { FoundSource } from './found-source.tsx'
import { bootSourceAt } from '#testing/source-fixtures.ts'
import { sourcePlan } from '#features/source/rules/source-plan.ts'

const TITLE = 'MAAS imports everything from this source until you select something'
const OLD = bootSourceAt(1, 'http://mirror.example.com/large/')

/** A source without bootloaders, either replacing a source from which nothing is selected, or added to it. */
function show(old: typeof OLD | null, version = '3.5.13') {
  const region = { ...regionAnswer(version), sources: [{ ...OLD, selections: [] }] }
  const input = {
    region,
    sources: [OLD],
    old,
    present: OFFERED,
    spec: { url: 'http://mirror.example.com/bare/', keyring_filename: '/k.gpg', keyring_data: '' },
    extras: undefined,
    catalogue: OFFERED,
    images: [],
    files: null,
    catalogues: new Map(),
    restores: null,
  }
  render(
    <FoundSource
      region={region}
      catalogue={OFFERED}
      plan={sourcePlan(input, new Map())}
      compares={old !== null}
      restores={null}
      importing={false}
      choices={new Map()}
      onChoose={() => undefined}
      refusalReasons={[]}
      usesAnyway={false}
      onUseAnyway={() => undefined}
    />,
  )
}

test('a change to a source without bootloaders says that MAAS imports all of it, and how to avoid that', () => {
  show(OLD)
  const notice = screen.getByText(TITLE).parentElement
  expect(notice).toHaveTextContent('The import that follows the change brings all its images (5, 500 B)')
  expect(notice).toHaveTextContent('select images on the Images page first')
  expect(screen.getByText(/^Nothing is selected yet\. 500 B to download/)).toBeVisible()
})

test('adding a source says that no import starts', () => {
  show(null)
  expect(screen.getByText(TITLE).parentElement).toHaveTextContent('Adding it starts no import')
})

test('for MAAS 3.8 there is no such warning: it imports only what is selected', () => {
  show(OLD, '3.8.0')
  expect(screen.queryByText(TITLE)).toBeNull()
})
