import type { BootSource, Selection } from '#contract/maas.ts'
import type { SourceState } from '#features/source/rules/model.ts'

/** A boot source with Ubuntu's keyring as a file, and what is selected of it; for tests. */
export const bootSourceAt = (
  id: number,
  url: string,
  more: Partial<BootSource> = {},
  selections: readonly Selection[] = [],
): SourceState => ({
  source: {
    id,
    url,
    keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
    keyring_data: '',
    created: '2026-11-23T09:00:00.000',
    updated: '2026-11-23T09:00:00.000',
    ...more,
  },
  selections,
})
