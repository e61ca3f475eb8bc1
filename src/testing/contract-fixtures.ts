import type { Catalogue } from '#contract/gateway.ts'

/** A catalogue for tests: a valid source that offers nothing. */
export const emptyCatalogue = (part: Partial<Catalogue> = {}): Catalogue => ({
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  reader: 'to-3.7',
  updated: null,
  readAt: '2026-11-23T00:00:00Z',
  stale: null,
  reading: { address: 'http://images.maas.io/ephemeral-v3/stable/streams/v1/index.sjson', ms: 40 },
  signature: {
    verdict: 'valid',
    message: '',
    signer: null,
    fingerprint: null,
    known: null,
    region: { accepts: true, message: '' },
  },
  keyring: { state: 'read', form: 'binary', message: '', keys: [], data: null },
  products: 0,
  releases: [],
  bootloaders: [],
  notifications: [],
  ignored: [],
  warnings: [],
  presence: { state: 'assumed' },
  ...part,
})
