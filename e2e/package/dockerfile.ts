/** One instruction: `COPY` and what follows it, with continued lines joined. */
type Instruction = { readonly name: string; readonly value: string }
/** The instructions between two `FROM`s. */
export type Stage = { readonly image: string; readonly name: string | null; readonly steps: Instruction[] }

/**
 * The stages of a Dockerfile, as far as ours uses the format: no variables, no here-documents.
 * @throws Error for a line outside a stage
 */
export function stagesOf(text: string): Stage[] {
  const stages: Stage[] = []
  for (const { name, value } of instructionsOf(text)) {
    const from = /^(\S+)(?: AS (\S+))?$/.exec(value)
    if (name === 'FROM' && from) stages.push({ image: from[1] ?? '', name: from[2] ?? null, steps: [] })
    else {
      const stage = stages.at(-1)
      if (!stage) throw new Error(`${name} comes before the first FROM.`)
      stage.steps.push({ name, value })
    }
  }
  return stages
}

const instructionsOf = (text: string): Instruction[] =>
  text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ name: line.split(' ', 1)[0] ?? '', value: line.slice(line.indexOf(' ') + 1).trim() }))

/** The arguments of `ENTRYPOINT ["a", "b"]` or `HEALTHCHECK --x=y CMD ["a", "b"]`. */
export function commandOf({ steps }: Stage, name: 'ENTRYPOINT' | 'HEALTHCHECK'): string[] {
  const value = steps.find((step) => step.name === name)?.value ?? ''
  return JSON.parse(value.slice(value.indexOf('['))) as string[]
}

/** The variables that `ENV` sets. */
export const environmentOf = ({ steps }: Stage): Record<string, string> =>
  Object.fromEntries(
    steps
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ value }) => value.split(' '))
      .map((pair) => pair.split('=', 2) as [string, string]),
  )
