import * as z from 'zod/mini'
import { stateDocument } from '#simulator/control/state-document.ts'
import { described, nameOf, text } from '#simulator/control/values.ts'
import { MINOR_VERSIONS } from '#simulator/control/versions.ts'
import { done, nothing, operation } from './operation.ts'

const version = z.enum(MINOR_VERSIONS, 'must be 3.4, 3.5, 3.6, 3.7 or 3.8')

export const STATE_TABLE = {
  listScenarios: operation({
    method: 'GET',
    path: '/scenarios',
    summary: 'List the scenarios.',
    input: nothing,
    answer: z.array(
      z.strictObject({
        name: text,
        about: text,
        versions: described(z.array(version), 'The versions of MAAS that it can start as.'),
      }),
    ),
  }),
  reset: operation({
    method: 'POST',
    path: '/reset',
    summary:
      'Start the region again in a scenario: with its first streams, without earlier faults, and with the API keys of admin and operator as they are.',
    input: z.strictObject({
      scenario: nameOf('a scenario'),
      version: described(z.optional(version), 'The version of MAAS; without it, that of the scenario.'),
    }),
    answer: z.strictObject({ scenario: text, version: text }),
  }),
  upgrade: operation({
    method: 'POST',
    path: '/upgrade',
    summary:
      'Upgrade MAAS in place to a newer version: its state stays, as far as the migrations of MAAS keep it. Uploads that are not complete start over.',
    input: z.strictObject({ version }),
    answer: z.strictObject({ version: text }),
  }),
  readState: operation({
    method: 'GET',
    path: '/state',
    summary: 'Read the whole state of the region, with its clock and its streams.',
    input: nothing,
    answer: stateDocument,
  }),
  replaceState: operation({
    method: 'PUT',
    path: '/state',
    summary: 'Replace the whole state, as GET /state answered it, here or in another region. Faults stay.',
    input: stateDocument,
    answer: done,
  }),
}
