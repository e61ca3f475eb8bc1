import { emptyCatalogue } from '#testing/contract-fixtures.ts'
import { catalogue } from '#contract/gateway.ts'
import type { StreamCatalogue } from '#streams/catalogue/catalogue.ts'

/** Whether the gateway can answer with this catalogue. */
export const fitsContract = (found: StreamCatalogue): boolean =>
  catalogue.safeParse({ ...emptyCatalogue(), ...found }).success
