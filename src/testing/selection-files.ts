import type { FileSelection, FileSource, SelectionFile } from '#contract/selection-file.ts'

/* Small selection files: what a test does not name is unremarkable. */

export const selecting = (release: string, ...arches: string[]): FileSelection => ({
  os: 'ubuntu',
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})

export const aFileSource = (part: Partial<FileSource> = {}): FileSource => ({
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
  selections: [selecting('noble', 'amd64', 'arm64')],
  ...part,
})

export const aFile = (part: Partial<SelectionFile> = {}): SelectionFile => ({
  format: 'maas-images-selection',
  version: 1,
  exported: { at: '2026-11-27T09:00:00Z', maas: '3.5.13' },
  sources: [aFileSource()],
  ...part,
})

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

export const asFile = (content: SelectionFile | string, name = 'mine.json'): File =>
  new File([typeof content === 'string' ? content : JSON.stringify(content, null, 2)], name)
