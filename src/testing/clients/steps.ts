import { misfits, type AnswerType } from './answer-types.ts'

/* A client's requests in their order, and what it needs of the answers. */

export type Step<Sent> = Sent & {
  /** What makes the client send it. */
  by: string
  /** Method and path below `/MAAS/api/2.0/`. */
  sends: string
  status: number
  /** What the client reads the answer as; it reads nothing of other answers. */
  reads?: AnswerType
  /** Fields without which it fails, or does not see what it has changed. */
  needs?: readonly string[]
  /** Keeps a field of the answer under a name, which later requests have in braces. `0.id` is of the first item. */
  keeps?: { as: string; field: string }
}

export type ClientAnswer = { status: number; body: string }

/** `fill` puts what was kept into a text. */
type Send<Sent> = (step: Step<Sent>, fill: (text: string) => string) => Promise<ClientAnswer>

/** What is wrong with the answer to each step, by step. Empty: nothing. */
export async function replaySteps<Sent>(
  steps: readonly Step<Sent>[],
  send: Send<Sent>,
): Promise<Map<Step<Sent>, { problems: string[]; value: unknown }>> {
  const kept = new Map<string, string>()
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (all, name: string) => kept.get(name) ?? all)
  const replayed = new Map<Step<Sent>, { problems: string[]; value: unknown }>()
  for (const step of steps) {
    const answer = await send(step, fill)
    const value = parsed(answer.body)
    if (step.keeps !== undefined) kept.set(step.keeps.as, String(fieldOf(value, step.keeps.field)))
    replayed.set(step, { problems: problemsOf(step, answer, value), value })
  }
  return replayed
}

function problemsOf<Sent>(step: Step<Sent>, { status, body }: ClientAnswer, value: unknown): string[] {
  if (status !== step.status) return [`status ${status}: ${body}`]
  if (step.reads === undefined) return []
  const absent = (step.needs ?? []).filter((name) => (fieldOf(value, name) ?? null) === null)
  return [...misfits(step.reads, value), ...absent.map((name) => `${name} is missing`)]
}

const fieldOf = (value: unknown, path: string) =>
  path
    .split('.')
    .reduce<unknown>(
      (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
      value,
    )

/** Clients use a body that is not JSON as it is. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
