import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { bootResource } from '#contract/boot-resource.ts'
import { groupImages } from '#gateway/answers/group-images.ts'
import { resourceFiles } from '#gateway/answers/resource-files.ts'
import { resourceIn } from '#gateway/region/resource-detail.ts'
import { resourceText } from '#selections/source-offer.ts'
import { hold, kernelsOf } from '#simulator/demo/scenario-parts.ts'
import { heldBy, type Story } from '#testing/any-region.ts'
import { ask, recordedRegion } from '#testing/simulator/fixture-client.ts'
import { BOOTLOADER_BYTES, KERNEL_BYTES, ROOT_BYTES, tinyTree } from '#testing/simulator/fixture-streams.ts'
import { draftFor, forecastFor } from './story.ts'
import { saveAndImport, totalsOf } from './review.ts'

/* After a switch from candidate to stable, MAAS creates an older version after the newer one, and keeps the older one. */

const STABLE = 'images.maas.io/ephemeral-v3/stable'
const [CANDIDATE_VERSION, STABLE_VERSION] = ['20260722', '20260601']
/** The three kernels of jammy/amd64, which share their root file system. */
const JAMMY_BYTES = 3 * KERNEL_BYTES + ROOT_BYTES
const READING_MS = 600
const VERSIONS = ['3.4.10', '3.5.13', '3.7.3', '3.8.0']

/** The same for each kernel. */
const each = <T>(one: T): T[] => [one, one, one]

/** A region that has the newer version, and whose source now lists the older one as its newest. */
function switched(version: string) {
  const story = recordedRegion(
    (state) => {
      state.config.set('boot_images_auto_import', false)
      state.bytesPerSecond = KERNEL_BYTES / 10
      const products = state.offers.get(1) ?? []
      hold(state, kernelsOf(products, 'ubuntu', 'jammy', 'amd64'))
      const older = products.map((one) => ({
        ...one,
        versions: one.versions.filter((listed) => listed.version !== CANDIDATE_VERSION),
      }))
      state.streams.set(STABLE, tinyTree(`http://${STABLE}/`, older))
    },
    { version },
  )
  story.region.startImport()
  // the bootloader has arrived, and half of the first kernel
  const bytes = BOOTLOADER_BYTES + KERNEL_BYTES / 2
  story.clock.advance(READING_MS + (bytes / story.state.bytesPerSecond) * 1000)
  // its sources have all files
  return { ...story, asked: new Set<string>() }
}

/** What the gateway reads of the region over API 2.0. */
async function readBy({ region, clock }: Story) {
  const textOf = async (path: string) => (await ask(region, clock, { path })).text()
  const rows = z.array(bootResource).parse(JSON.parse(await textOf('boot-resources/')))
  const details = await Promise.all(
    rows.map(async ({ id }) => [id, resourceIn(await textOf(`boot-resources/${id}/`))] as const),
  )
  return { files: resourceFiles(rows, new Map(details)), images: groupImages(rows, new Map(details)) }
}

const jammyVersions = (held: ReturnType<typeof heldBy>) =>
  held.filter(({ name }) => name === 'ubuntu/jammy').map(({ sets }) => sets.map(({ version }) => version))

test.each(VERSIONS)(
  'MAAS %s: the gateway shows the versions in the order of their creation',
  async (version) => {
    const story = switched(version)
    const { files, images } = await readBy(story)
    expect(files).toEqual({ complete: true, resources: heldBy(story) })
    expect(jammyVersions(files.resources)).toEqual(each([CANDIDATE_VERSION, STABLE_VERSION]))
    const kernels = images.find(({ release }) => release === 'jammy')?.kernels
    expect(kernels?.map(({ held, incoming }) => [held, incoming?.version])).toEqual(
      each([CANDIDATE_VERSION, STABLE_VERSION]),
    )
  },
)

test.each(VERSIONS)(
  'MAAS %s completes the older version and deletes the newer one, as forecast',
  async (version) => {
    const story = switched(version)
    const { files } = await readBy(story)
    const { outcome } = forecastFor(story, draftFor(story, []), { files })
    const { before, after, gone } = saveAndImport(story, null)
    const forecast = [...outcome.brought].flatMap(([key, one]) =>
      one.name === 'ubuntu/jammy' ? [`${key} ${one.version}`] : [],
    )
    expect(forecast).toEqual(
      before
        .filter(({ name }) => name === 'ubuntu/jammy')
        .map((one) => `${resourceText(one)} ${STABLE_VERSION}`),
    )
    expect(jammyVersions(after)).toEqual(each([STABLE_VERSION]))
    expect(outcome.gone).toEqual(gone)
    expect([...gone.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(JAMMY_BYTES)
  },
)

test.each(['3.5.13', '3.7.3'])(
  'MAAS %s does so too when the import was stopped and starts again',
  async (version) => {
    const story = switched(version)
    story.region.stopImport()
    story.clock.advance(5000)
    expect(story.region.isImporting()).toBe(false)
    const { files } = await readBy(story)
    expect(jammyVersions(files.resources)[0]).toEqual([CANDIDATE_VERSION, STABLE_VERSION])
    const { dueDownload, dueFreed, isAbout } = forecastFor(story, draftFor(story, []), { files })
    const did = saveAndImport(story, null)
    expect(jammyVersions(did.after)).toEqual(each([STABLE_VERSION]))
    expect({ isAbout, download: dueDownload, freed: dueFreed }).toEqual({ isAbout: false, ...totalsOf(did) })
  },
)
