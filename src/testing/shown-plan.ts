import type { NewSelection } from '#contract/maas.ts'
import type { Plan, PlanStep, SourceNow } from '#show-as/rules/model.ts'

/* Plans that are shown as commands, for table tests. */

export const KEYRING = {
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
}
export const DATA = { keyring_filename: '', keyring_data: 'mQENBA==' }
export const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
export const MIRROR = 'http://mirror.example.com/ubuntu/'

export const release = (name: string, ...arches: string[]): NewSelection => ({
  os: 'ubuntu',
  release: name,
  arches,
  subarches: ['*'],
  labels: ['*'],
})

/** Settings with odd values, in the order in which they are written. */
export const SETTINGS = [
  { kind: 'set-setting', name: 'maas_name', value: `It's "$(id)" = {{ x }} \${y}` },
  { kind: 'set-setting', name: 'kernel_opts', value: '' },
] as const satisfies readonly PlanStep[]

/** A source with selections whose IDs begin at ten times its own. */
export const sourceNow = (id: number, url: string, ...selections: NewSelection[]): SourceNow => ({
  source: { id, url, ...KEYRING, created: '', updated: '' },
  selections: selections.map((one, index) => ({ ...one, id: id * 10 + index, boot_source_id: id })),
})

export const planOf = (
  steps: readonly PlanStep[],
  before: readonly SourceNow[] = [sourceNow(1, STABLE, release('jammy', 'amd64'), release('noble', 'amd64'))],
  version = '3.5.13',
): Plan => ({ version, before, steps })
