import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { regionQuery } from '#api/images.ts'
import { keyringFor, type MirrorSettings } from '#features/mirror/rules/settings.ts'
import { aRegionAnswer } from '#testing/catalogue.ts'
import { aSource } from '#testing/image-fixtures.ts'
import { Recipe } from './recipe.tsx'

const URL = 'http://source.example.com/maas/'
const SETTINGS: MirrorSettings = {
  folder: '/srv/maas',
  url: 'https://mirror.example.com/maas/',
  keyring: '/etc/maas-image-mirror/keyring.gpg',
  versions: 1,
  carried: false,
}

function open(keyring_data: string, settings = SETTINGS) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  const own = { ...aSource(1, URL), keyring_filename: '', keyring_data }
  client.setQueryData(regionQuery().queryKey, {
    ...aRegionAnswer(),
    sources: [{ source: own, selections: [] }],
  })
  render(
    <QueryClientProvider client={client}>
      <Recipe
        source={{ url: URL, runs: [] }}
        settings={{ ...settings, keyring: keyringFor(own) }}
        keyringIsData={keyring_data !== ''}
      />
    </QueryClientProvider>,
  )
}

const steps = () => screen.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)

test('keyring data is saved as a file before the variables name it', () => {
  open('a2V5')
  expect(steps().slice(1, 3)).toEqual(['Save the keyring', 'Set the variables'])
  expect(screen.getByText(/base64 -d/)).toHaveTextContent(
    "base64 -d <<'END_OF_FILE' | sudo tee /etc/maas-image-mirror/keyring.gpg > /dev/null a2V5 END_OF_FILE",
  )
})

test('a keyring file needs no such step', () => {
  open('')
  expect(steps()).not.toContain('Save the keyring')
})

test('web servers are tested and loaded, and https needs a certificate first', () => {
  open('')
  expect(screen.getByText(/^First put the certificate/)).toBeVisible()
  expect(screen.getByText(/nginx -t/)).toHaveTextContent(
    /^sudo tee \/etc\/nginx\/conf\.d\/maas-images\.conf .* sudo nginx -t && sudo systemctl reload nginx$/,
  )
  expect(screen.getByText(/a2enmod ssl/)).toHaveTextContent(/sudo a2ensite maas-images/)
})

test('without https there is no certificate', () => {
  open('', { ...SETTINGS, url: 'http://mirror.example.com/maas/' })
  expect(screen.queryByText(/certificate/)).not.toBeInTheDocument()
  expect(screen.queryByText(/a2enmod/)).not.toBeInTheDocument()
})
