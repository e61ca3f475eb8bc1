import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { curlCommands, maasCommands } from '#show-as/print/commands.ts'
import { curlScript, maasScript } from '#show-as/print/script.ts'
import type { PlanStep, SourceNow } from '#show-as/rules/model.ts'
import { regionWith, statesOf, type GivenSource } from '#testing/region.ts'
import { DATA, KEYRING, MIRROR, planOf, release } from '#testing/shown-plan.ts'
import { tinyStreams } from '#testing/simulator/fixture-streams.ts'
import { serveRegion } from './region-port.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

/* What the texts do when MAAS refuses a request or does not answer. */

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

const FIRST: GivenSource = {
  url: 'http://a.example.com/streams/',
  ...KEYRING,
  selections: [release('noble', 'amd64')],
}

function worldWith(version: string, imports: boolean) {
  const { products } = tinyStreams().trees.stable
  const offers = new Map([[MIRROR, products], ...(imports ? [[FIRST.url, products] as const] : [])])
  const world = regionWith([FIRST], { version, offers })
  if (imports) {
    world.region.startImport()
    for (let hours = 0; hours < 3; hours += 1) {
      world.wait(3_600_000)
      world.region.isImporting()
    }
  }
  return world
}

/** Runs a text for a plan as a person pastes it: something else is typed after it. */
async function paste(
  textOf: typeof maasCommands,
  steps: PlanStep[],
  {
    version = '3.5.13',
    fails = (request: string): boolean => request === '',
    variables = {},
    imports = false,
  } = {},
) {
  const world = worldWith(version, imports)
  const port = await serveRegion(world.region, () => world.wait(1_000), fails)
  const text = `${textOf(planOf(steps, statesOf(world), version))}\necho and on\n`
  const ran = await place.run('bash', text, port, variables)
  await port.close()
  return { ...ran, writes: port.writes, text }
}

describe.each([
  ['maas', maasCommands],
  ['curl', curlCommands],
])('copied %s commands', (name, textOf) => {
  test('stop at the first error and leave the shell open', async () => {
    const gone: PlanStep = { kind: 'delete-selection', sourceId: 1, id: 99, os: 'ubuntu', release: 'x' }
    const { writes, output } = await paste(textOf, [gone, { kind: 'import' }])
    expect(writes).toEqual([])
    expect(output).toMatch(/and on\n$/)
  })

  test('send nothing without a profile or a key', async () => {
    const variables = name === 'maas' ? { PROFILE: '' } : { MAAS_API_KEY: '' }
    const { writes, output, errors } = await paste(textOf, [{ kind: 'import' }], { variables })
    expect(writes).toEqual([])
    expect(output).toBe('and on\n')
    expect(errors).toContain(Object.keys(variables)[0])
  })

  test('do not continue without the ID of a source that MAAS does not create', async () => {
    const steps: PlanStep[] = [
      { kind: 'create-source', spec: { url: 'no URL', ...KEYRING } },
      { kind: 'import' },
    ]
    expect((await paste(textOf, steps)).writes).toEqual([])
  })

  test('give up a release that the source does not offer, and print the reason', async () => {
    const steps: PlanStep[] = [
      { kind: 'create-source', spec: { url: MIRROR, ...KEYRING } },
      { kind: 'create-selection', sourceId: null, wanted: release('warty', 'amd64') },
      { kind: 'import' },
    ]
    const { writes, errors, text } = await paste(textOf, steps)
    expect(writes, text).toEqual(['POST boot-sources/'])
    expect(errors).toContain('available images')
  })
})

const ALL = [
  ['maas commands', maasCommands],
  ['curl commands', curlCommands],
  ['maas script', maasScript],
  ['curl script', curlScript],
] as const

test.each(ALL)('%s refuse a path of a keyring that curl would misread', async (_, textOf) => {
  const steps: PlanStep[] = [{ kind: 'create-source', spec: { url: MIRROR, ...DATA } }]
  for (const KEYRING_FILE of ['/x"y.gpg', '/x\\y.gpg']) {
    const { errors, writes } = await paste(textOf, steps, { variables: { KEYRING_FILE } })
    expect(writes).toEqual([])
    expect(errors).toBe('The path in KEYRING_FILE must not contain a quotation mark or a backslash.\n')
  }
})

test.each(ALL)('%s start no import when MAAS does not report whether one is running', async (_, textOf) => {
  const fails = (request: string) => request.includes('is_importing')
  const { writes, text } = await paste(textOf, [{ kind: 'import' }], { version: '3.8.0', fails })
  expect(writes, text).toEqual([])
})

describe.each([
  ['maas', maasScript],
  ['curl', curlScript],
])('the %s script, for a source that is there', (_, textOf) => {
  const [{ source }] = statesOf(regionWith([FIRST], { version: '3.8.0' })) as [SourceNow]
  const { url, name = '', priority = 0, enabled = true, skip_keyring_verification = false } = source
  const extras = { name, priority, enabled, skip_keyring_verification }
  const run = (change: object) => {
    const create = {
      kind: 'create-source',
      spec: { url, ...KEYRING },
      extras: { ...extras, ...change },
    } as const
    return paste(textOf, [create, { kind: 'import' }], { version: '3.8.0' })
  }

  test('changes nothing if it is the same', async () => {
    const { errors, writes } = await run({})
    expect(writes, errors).toEqual(['POST boot-resources/?op=import'])
    expect(errors).toContain('No change: the boot source')
  })

  test.each([
    ['enabled', { enabled: false }],
    ['name, priority', { name: 'Other = name', priority: 4000 }],
    ['skip_keyring_verification', { skip_keyring_verification: true }],
  ])('stops at another %s', async (names, change) => {
    const { errors, writes } = await run(change)
    expect(writes).toEqual([])
    expect(errors).toContain(`with another ${names}.`)
  })
})

describe.each([
  ['maas', maasScript],
  ['curl', curlScript],
])('the %s script deletes a boot resource', (_, textOf) => {
  const remove = (id: number, arch: string): PlanStep => ({
    kind: 'delete-resource',
    id,
    name: 'ubuntu/noble',
    arch,
  })

  test('that is there, and no other', async () => {
    const { region } = worldWith('3.5.13', true)
    const [first] = region.resources().filter(({ name }) => name === 'ubuntu/noble')
    const id = first?.id ?? 0
    const { writes, errors } = await paste(
      textOf,
      [remove(id, 'amd64'), remove(id, 'arm64'), remove(999, 'amd64')],
      {
        imports: true,
      },
    )
    expect(writes, errors).toEqual([`DELETE boot-resources/${id}/`])
    expect(errors).toContain(`Changed: deleted boot resource ${id} of ubuntu/noble amd64`)
    expect(errors).toContain('No change: there is no boot resource 999 of ubuntu/noble amd64')
  })
})
