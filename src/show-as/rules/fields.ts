import type { NewSelection } from '#contract/maas.ts'
import type { Field } from './call.ts'
import type { PlanStep } from './model.ts'

/** The variables that hold keyring data, by the data. */
export type Keyrings = ReadonlyMap<string, string>

/** The fields of a source. */
export function sourceFields(step: Extract<PlanStep, { spec: unknown }>, keyrings: Keyrings): Field[] {
  const { url, keyring_filename, keyring_data } = step.spec
  return [
    { name: 'url', value: url },
    { name: 'keyring_filename', value: keyring_filename },
    ...keyringField(keyring_data, keyrings),
    ...extraFields(step.extras ?? {}),
  ]
}

/** The fields of a change that only concerns details. */
export const detailFields = (
  step: Extract<PlanStep, { kind: 'change-details' }>,
  keyrings: Keyrings,
): Field[] => [...keyringField(step.keyring_data, keyrings), ...extraFields(step.details)]

/** Keyring data goes as a file, the only form that MAAS reads. */
function keyringField(data: string, keyrings: Keyrings): Field[] {
  const file = keyrings.get(data)
  return file === undefined ? [] : [{ name: 'keyring_data', file }]
}

const extraFields = (extras: object): Field[] =>
  Object.entries(extras).map(([name, value]) => ({ name, value: String(value) }))

/** The fields of a selection: lists are repeated fields. */
export const listFields = ({ os, release, ...lists }: NewSelection): Field[] => [
  { name: 'os', value: os },
  { name: 'release', value: release },
  ...(['arches', 'subarches', 'labels'] as const).flatMap((name) =>
    lists[name].map((value) => ({ name, value })),
  ),
]
