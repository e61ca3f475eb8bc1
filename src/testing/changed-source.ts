import type { BootSource, NewSelection } from '#contract/maas.ts'
import { emptyCatalogue } from './contract-fixtures.ts'
import { aRegionAnswer } from './catalogue.ts'
import { heldBy, type AnySource, type Story } from './any-region.ts'
import { aSource } from './image-fixtures.ts'
import { tinyTree } from '#testing/simulator/fixture-streams.ts'
import { watchFiles } from '#testing/hostile/watched-files.ts'
import type { Choices } from '#features/source/rules/choices.ts'
import type { SourceExtras, SourceState, SourceStep } from '#features/source/rules/model.ts'
import { sourcePlan, type SourcePlan } from '#features/source/rules/source-plan.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { releaseName } from '#selections/keys.ts'
import { MaasRefusal } from '#simulator/state/refusal.ts'
import { catalogueOf } from '#streams/catalogue/catalogue.ts'

/* Change source in an arbitrary region: the plan of the page, and its steps in the embedded region. */

export type AnySourceChange = {
  readonly products: AnySource['products']
  /**
   * moved: another address, in place. beside: another address for a source with keyring data, so the new source is
   * created beside it. keyring: the same address with a keyring file instead of keyring data.
   */
  readonly how: 'moved' | 'beside' | 'keyring'
  /** The selections to restore, as an undo does; null: the current ones are carried over. */
  readonly restores: readonly NewSelection[] | null
  readonly choices: Choices
  /** Priority and whether it is enabled afterwards (3.8). */
  readonly priority: number
  readonly enabled: boolean
}

const NEW = 'http://new.example.com/'
const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

const offerFor = ({ version }: Story['state'], products: AnySource['products']) =>
  emptyCatalogue(catalogueOf([...products], [], capabilitiesOf(version).reader))

/** The region's first source gets keyring data if the change is one of its keyring. Call it before the plan. */
export function prepare({ state }: Story, { how, products }: AnySourceChange): void {
  const source = state.sources.get(1)
  if (!source) throw new Error('There is no source.')
  const url = how === 'keyring' ? source.url : NEW
  const key = url.replace('http://', '').replace(/\/$/, '')
  if (how !== 'keyring') state.streams.set(key, tinyTree(NEW, [...products]))
  if (how === 'moved') return
  source.keyringData = state.keyringFiles.get(source.keyringFilename) ?? null
  source.keyringFilename = ''
}

function statesOf({ region, state }: Story): SourceState[] {
  return [...state.sources.values()].map(({ id, url, name, priority, enabled, ...source }) => ({
    source: {
      ...aSource(id, url),
      keyring_filename: source.keyringFilename,
      keyring_data: source.keyringData ? 'data' : '',
      ...(state.ranksSources && { name, priority, enabled, skip_keyring_verification: false }),
    } satisfies BootSource,
    selections: region.selections(id).map((one) => ({ ...one, boot_source_id: id })),
  }))
}

/** What the page plans. It stops a running import first. */
export function plannedChange(story: Story, change: AnySourceChange): SourcePlan {
  const { state } = story
  const { version, offers } = state
  const sources = statesOf(story)
  const old = sources.find(({ source }) => source.id === 1)
  if (!old) throw new Error('There is no source.')
  const catalogues = new Map([...offers].map(([id, list]) => [id, offerFor(state, [...list])]))
  const extras: SourceExtras = {
    name: old.source.name ?? '',
    priority: change.priority,
    enabled: change.enabled,
    skip_keyring_verification: false,
  }
  const isSame = change.how === 'keyring'
  return sourcePlan(
    {
      region: {
        ...aRegionAnswer(version),
        config: { ...aRegionAnswer(version).config, commissioningRelease: 'focal' },
      },
      sources,
      old,
      present: catalogues.get(old.source.id) ?? null,
      spec: { url: isSame ? old.source.url : NEW, keyring_filename: KEYRING_FILE, keyring_data: '' },
      extras: state.ranksSources ? extras : undefined,
      catalogue: isSame
        ? (catalogues.get(old.source.id) ?? emptyCatalogue())
        : offerFor(state, change.products),
      images: [],
      files: { complete: true, resources: heldBy(story) },
      catalogues,
      restores: change.restores,
      importing: story.region.isImporting(),
    },
    change.choices,
  )
}

/** The bytes that the steps of a plan and their import download and free. */
export function bytesOfPlan(story: Story, { target }: SourcePlan) {
  const { region, clock, state } = story
  const files = watchFiles(state)
  let created = 0
  // what arrives until a running import has stopped is not part of the forecast
  const rate = state.bytesPerSecond
  if (region.isImporting()) region.setBytesPerSecond(0)
  for (const step of changeSteps(statesOf(story), target, { importing: region.isImporting() })) {
    if (step.kind === 'import') clock.advance(60_000)
    const made = untilRead(story, step, () => doStep(story, step, created))
    if (step.kind === 'stop-import') region.setBytesPerSecond(rate)
    if (made !== null) created = made
  }
  clock.advance(10 * 3_600_000)
  if (region.isImporting()) throw new Error('The import does not end.')
  return files.measure()
}

/**
 * As the page does it: MAAS refuses a selection until it has read the source, and for source 1 that takes an import.
 */
function untilRead({ region, clock, state }: Story, step: SourceStep, write: () => number | null) {
  for (let tries = 0; ; tries += 1) {
    try {
      return write()
    } catch (error) {
      if (!(error instanceof MaasRefusal) || error.reason.kind !== 'invalid' || tries > 5) throw error
      const isFirst = 'sourceId' in step && step.sourceId === 1 && !state.ranksSources
      if (isFirst && tries === 0) region.startImport()
      clock.advance(1000)
      // the import that it began ends before the next write, so that it reads nothing of the change
      while (region.isImporting() && state.job?.leaving.length) clock.advance(1000)
    }
  }
}

/** One call to MAAS; the id of a source that it created, or null. */
function doStep({ region, clock }: Story, step: SourceStep, created: number): number | null {
  switch (step.kind) {
    case 'create-source':
      return region.createSource(formOf(step)).id
    case 'update-source':
      region.updateSource(step.id ?? created, formOf(step))
      return null
    case 'delete-source':
      region.deleteSource(step.id)
      return null
    case 'create-selection':
      region.createSelection(step.sourceId ?? created, listsOf(step.wanted))
      return null
    case 'update-selection':
      region.updateSelection(step.sourceId, step.id, listsOf(step.wanted))
      return null
    case 'delete-selection':
      region.deleteSelection(step.sourceId, step.id)
      return null
    case 'import':
      region.startImport()
      return null
    default:
      region.stopImport()
      while (region.isImporting()) clock.advance(1000)
      return null
  }
}

function formOf({ spec, extras }: Extract<SourceStep, { spec: unknown }>) {
  return {
    url: spec.url,
    keyringFilename: spec.keyring_filename,
    ...(extras?.name !== undefined && { name: extras.name }),
    ...(extras?.priority !== undefined && { priority: String(extras.priority) }),
    ...(extras?.enabled !== undefined && { enabled: String(extras.enabled) }),
  }
}

const listsOf = ({ os, release, arches, subarches, labels }: NewSelection) => ({
  os,
  release,
  arches: [...arches],
  subarches: [...subarches],
  labels: [...labels],
})

/** The choice for a release that the new source does not offer. */
export const choicesOf = (list: readonly ('keep' | 'drop' | 'map')[], releases: readonly string[]): Choices =>
  new Map(
    releases.map((release, index) => {
      const what = list[index] ?? 'keep'
      const other = releases.find((one) => one !== release) ?? ''
      return [releaseName({ os: 'ubuntu', release }), what === 'map' ? { do: what, to: other } : { do: what }]
    }),
  )
