import { describe, expect, test } from 'vitest'
import type { PlanStep } from '#show-as/rules/model.ts'
import { DATA, KEYRING, MIRROR, planOf, release, sourceNow, STABLE } from '#testing/shown-plan.ts'
import { curlCommands, maasCommands } from './commands.ts'

/** The commands without the lines before them, without comments, and without the reading of an ID. */
const linesOf = (text: string) => {
  const lines = text.split('\n').filter((line) => line !== '' && line !== ')' && !line.startsWith('#'))
  const head = lines.findLastIndex((line) => /^(\}$|: "|case )/.test(line))
  return lines
    .slice(head + 1)
    .filter((line) => !line.endsWith('| jq -e .id)'))
    .map((line) => line.replace(/ \|\| \{ printf .*$/, ''))
}
const CURL = 'oauth | curl --fail --silent --show-error --header @-'
const API = '$MAAS_URL/api/2.0'

describe('each step is one command of MAAS and one of curl:', () => {
  test.each<[PlanStep, string, string]>([
    [
      { kind: 'create-selection', sourceId: 1, wanted: release('questing', 'amd64', 'arm64') },
      `maas "$PROFILE" boot-source-selections create 1 os=ubuntu release=questing arches=amd64 arches=arm64 'subarches=*' 'labels=*'`,
      `${CURL} --request POST --form-string os=ubuntu --form-string release=questing --form-string arches=amd64 --form-string arches=arm64 --form-string 'subarches=*' --form-string 'labels=*' "${API}/boot-sources/1/selections/"`,
    ],
    [
      { kind: 'update-selection', sourceId: 1, id: 11, wanted: release('noble', '*') },
      `maas "$PROFILE" boot-source-selection update 1 11 os=ubuntu release=noble 'arches=*' 'subarches=*' 'labels=*'`,
      `${CURL} --request PUT --form-string os=ubuntu --form-string release=noble --form-string 'arches=*' --form-string 'subarches=*' --form-string 'labels=*' "${API}/boot-sources/1/selections/11/"`,
    ],
    [
      { kind: 'delete-selection', sourceId: 1, id: 11, os: 'ubuntu', release: 'noble' },
      'maas "$PROFILE" boot-source-selection delete 1 11',
      `${CURL} --request DELETE "${API}/boot-sources/1/selections/11/"`,
    ],
    [
      { kind: 'delete-resource', id: 12, name: 'ubuntu/noble', arch: 'amd64' },
      'maas "$PROFILE" boot-resource delete 12',
      `${CURL} --request DELETE "${API}/boot-resources/12/"`,
    ],
    [
      { kind: 'update-source', id: 1, spec: { url: MIRROR, ...KEYRING } },
      `maas "$PROFILE" boot-source update 1 url=${MIRROR} keyring_filename=${KEYRING.keyring_filename}`,
      `${CURL} --request PUT --form-string url=${MIRROR} --form-string keyring_filename=${KEYRING.keyring_filename} "${API}/boot-sources/1/"`,
    ],
    [
      { kind: 'create-source', spec: { url: MIRROR, ...DATA } },
      `SOURCE=$(maas "$PROFILE" boot-sources create url=${MIRROR} keyring_filename= keyring_data@="$KEYRING_FILE")`,
      `SOURCE=$(${CURL} --request POST --form-string url=${MIRROR} --form-string keyring_filename= --form keyring_data=@"\\"$KEYRING_FILE\\"" "${API}/boot-sources/")`,
    ],
    [
      { kind: 'delete-source', id: 1, url: STABLE },
      'maas "$PROFILE" boot-source delete 1',
      `${CURL} --request DELETE "${API}/boot-sources/1/"`,
    ],
    [
      { kind: 'import' },
      'maas "$PROFILE" boot-resources import',
      `${CURL} --request POST "${API}/boot-resources/?op=import"`,
    ],
  ])('%j', (step, maas, curl) => {
    expect(linesOf(maasCommands(planOf([step])))).toEqual([maas])
    expect(linesOf(curlCommands(planOf([step])))).toEqual([curl])
  })
})

test('commands that follow the creation of a source use the ID in the answer, and wait until MAAS has read it', () => {
  const plan = planOf([
    {
      kind: 'create-source',
      spec: { url: MIRROR, ...KEYRING },
      extras: { name: 'It’s', priority: 2, enabled: false, skip_keyring_verification: true },
    },
    { kind: 'create-selection', sourceId: null, wanted: release('noble', 'amd64') },
    { kind: 'create-source', spec: { url: STABLE, ...KEYRING } },
    { kind: 'create-selection', sourceId: null, wanted: release('jammy', 'amd64') },
  ])
  expect(linesOf(maasCommands(plan))).toEqual([
    `SOURCE=$(maas "$PROFILE" boot-sources create url=${MIRROR} keyring_filename=${KEYRING.keyring_filename} 'name=It’s' priority=2 enabled=false skip_keyring_verification=true)`,
    `until_read maas "$PROFILE" boot-source-selections create "$SOURCE" os=ubuntu release=noble arches=amd64 'subarches=*' 'labels=*'`,
    `SOURCE_2=$(maas "$PROFILE" boot-sources create url=${STABLE} keyring_filename=${KEYRING.keyring_filename})`,
    `until_read maas "$PROFILE" boot-source-selections create "$SOURCE_2" os=ubuntu release=jammy arches=amd64 'subarches=*' 'labels=*'`,
  ])
})

describe('source 1 with another address', () => {
  const steps: PlanStep[] = [
    { kind: 'update-source', id: 1, spec: { url: MIRROR, ...KEYRING } },
    { kind: 'create-selection', sourceId: 1, wanted: release('questing', 'amd64') },
    { kind: 'import' },
  ]
  const kinds = (version: string) =>
    linesOf(maasCommands(planOf(steps, [], version))).map((line) => line.match(/[a-z]+-[a-z-]+ [a-z-]+/)?.[0])

  test('is read during an import up to 3.7', () => {
    expect(kinds('3.5.13')).toEqual([
      'boot-source update',
      'boot-resources import',
      'boot-source-selections create',
      'boot-resources import',
    ])
    expect(maasCommands(planOf(steps, [], '3.5.13'))).toContain(
      '\n# Let MAAS read boot source 1: saving it is not enough\n',
    )
  })

  test('is read without one from 3.8 on, and the import waits for the running one, which it would cancel', () => {
    expect(kinds('3.8.0')).toEqual([
      'boot-source update',
      'boot-source-selections create',
      'boot-resources is-importing',
      'boot-resources import',
    ])
  })
})

test('a change during an import stops it and waits until it has ended', () => {
  expect(linesOf(maasCommands(planOf([{ kind: 'stop-import' }])))).toEqual([
    'maas "$PROFILE" boot-resources stop-import',
    'while running=$(maas "$PROFILE" boot-resources is-importing) || exit 1; [ "$running" = true ]; do sleep 5; done',
  ])
})

test('the API key is a variable that no command line contains, and keyring data is a file', () => {
  const text = curlCommands(planOf([{ kind: 'create-source', spec: { url: MIRROR, ...DATA } }]))
  expect(text).toContain(': "${MAAS_API_KEY:?')
  expect(text).toContain(': "${KEYRING_FILE:?')
  expect(text).not.toContain(DATA.keyring_data)
  expect(linesOf(text).join('\n')).not.toContain('MAAS_API_KEY')
})

test('a line break in a name begins no command, in a comment or elsewhere', () => {
  const odd = { ...release('x\nrm -rf /', 'amd64'), os: 'y\u2028\r\nid' }
  const text = maasCommands(
    planOf([{ kind: 'create-selection', sourceId: 1, wanted: odd }], [sourceNow(1, STABLE)]),
  )
  expect(text).toContain('# Select y id x rm -rf /\n')
  expect(text).toContain(`'release=x\nrm -rf /'`)
})
