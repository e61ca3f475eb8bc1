import { ACCESS } from './calls/access.ts'
import { IMAGE_CALLS } from './calls/images.ts'
import { MAAS_38 } from './calls/maas38.ts'
import { NOTICES } from './calls/notices.ts'
import { OTHERS } from './calls/others.ts'
import { SELECTION_CALLS } from './calls/selections.ts'
import { SETTING_CALLS } from './calls/settings.ts'
import { SOURCE_CALLS } from './calls/sources.ts'
import type { ContractCall } from './contract-call.ts'

/** A scenario in which no import runs meanwhile, and the calls that follow each other in it. */
export type ContractTable = { readonly scenario: string; readonly calls: readonly ContractCall[] }

export const CONTRACT: readonly ContractTable[] = [
  {
    scenario: 'notifications',
    calls: [
      ...ACCESS,
      ...SOURCE_CALLS,
      ...SELECTION_CALLS,
      ...IMAGE_CALLS,
      ...SETTING_CALLS,
      ...NOTICES,
      ...OTHERS,
    ],
  },
  { scenario: 'maas-3.8', calls: MAAS_38 },
]
