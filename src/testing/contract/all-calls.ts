import { ACCESS } from './calls/access.ts'
import { IMAGES } from './calls/images.ts'
import { MAAS_38 } from './calls/maas38.ts'
import { NOTICES } from './calls/notices.ts'
import { OTHERS } from './calls/others.ts'
import { SELECTIONS } from './calls/selections.ts'
import { SETTINGS } from './calls/settings.ts'
import { SOURCES } from './calls/sources.ts'
import type { ContractCall } from './contract-call.ts'

/** A scenario in which no import runs meanwhile, and the calls that follow each other in it. */
export type ContractTable = { readonly scenario: string; readonly calls: readonly ContractCall[] }

export const CONTRACT: readonly ContractTable[] = [
  {
    scenario: 'notifications',
    calls: [...ACCESS, ...SOURCES, ...SELECTIONS, ...IMAGES, ...SETTINGS, ...NOTICES, ...OTHERS],
  },
  { scenario: 'maas-3.8', calls: MAAS_38 },
]
