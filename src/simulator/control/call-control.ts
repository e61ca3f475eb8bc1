import type * as z from 'zod/mini'
import type { Control } from './control.ts'
import { OPERATIONS, type Answer, type OperationName } from './operations.ts'
import { WrongControl, type WrongField } from './wrong-control.ts'

/** A call as it arrives: the parts of the path are texts, and nothing is checked. */
export type UncheckedCall<N extends OperationName = OperationName> = {
  readonly name: N
  readonly parts: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Checks a call and carries it out. Throws a WrongControl that names each wrong value. */
export function callControl<N extends OperationName>(
  control: Control,
  { name, parts, body }: UncheckedCall<N>,
): Answer<N> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new WrongControl(400, [{ path: '', message: 'The body must be a JSON object.' }])
  const twice = Object.keys(parts).find((part) => Object.hasOwn(body, part))
  if (twice !== undefined)
    throw new WrongControl(400, [{ path: twice, message: 'is in the address already' }])
  const read = OPERATIONS[name].input.safeParse({ ...body, ...withNumbers(parts) })
  if (!read.success) throw new WrongControl(400, read.error.issues.flatMap(wrongOf))
  const operation = control[name] as (input: unknown) => Answer<N>
  return operation(read.data)
}

/** An `id` is a number in the body of an answer, and text in an address. */
const withNumbers = (parts: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      name === 'id' && /^\d{1,15}$/.test(part) ? Number(part) : part,
    ]),
  )

function wrongOf(issue: z.core.$ZodIssue): WrongField[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: placeOf([...issue.path, key]), message: 'is not a field here' }))
  return [
    { path: placeOf(issue.path), message: issue.message === NO_WORDS ? wordsFor(issue) : issue.message },
  ]
}

/** What zod says of a schema without a message of its own. */
const NO_WORDS = 'Invalid input'

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be ${AS[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`
  return 'has a wrong value'
}
const AS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** `sources[2].url` */
const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
