import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { prefill, type SourceForm } from './source-form.ts'
import { SourceFields } from './source-fields.tsx'

const mirror = prefill({ url: 'http://mirror.example.com/', keyring_filename: '/k.gpg', keyring_data: '' })
const withData: SourceForm = { ...mirror, filename: '', data: 'mQENBA==' }

const WARNING = 'MAAS 3.8 has problems with keyring data'

test.each<[when: string, form: SourceForm, advisesFile: boolean, hint: RegExp, warns: 0 | 1]>([
  ['a keyring file with MAAS 3.8', mirror, true, /enter a filename instead/, 0],
  ['keyring data with MAAS 3.8', withData, true, /enter a filename instead/, 1],
  ['a keyring file with MAAS up to 3.7', mirror, false, /Used instead of a filename/, 0],
  ['keyring data with MAAS up to 3.7', withData, false, /Used instead of a filename/, 0],
])('Keyring advice: %s', (_, form, advisesFile, hint, warns) => {
  const ignore = () => undefined
  render(
    <SourceFields
      form={form}
      errors={{}}
      advanced
      onAdvanced={ignore}
      onChange={ignore}
      advisesFile={advisesFile}
    />,
  )
  expect(screen.getByRole('textbox', { name: 'Keyring data' })).toHaveAccessibleDescription(hint)
  expect(screen.queryAllByText(WARNING)).toHaveLength(warns)
})
