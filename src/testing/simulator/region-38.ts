import { recordedRegion } from './fixture-client.ts'
import type { Region } from '#simulator/rules/region.ts'
import type { State } from '#simulator/state/state.ts'

/* A MAAS 3.8 for tests: the stable stream is read, and jammy/amd64 is selected. Nothing is held. */

export const KEYRING_FILE = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'
export const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate'
/** It lists all of stable and holds a part of it. */
export const MIRROR = 'http://mirror.example.com/ubuntu'
export const HOUR = 3_600_000

export function region38(change: (state: State) => void = () => {}) {
  const story = recordedRegion(
    (state) => {
      for (const source of state.sources.values()) Object.assign(source, { name: 'Stable', priority: 1 })
      state.config.set('boot_images_auto_import', false)
      change(state)
    },
    { version: '3.8.0' },
  )
  const { region, clock } = story
  /** Imports, and waits until everything is downloaded. */
  const importAll = () => {
    region.startImport()
    clock.advance(HOUR / 4)
    region.isImporting()
  }
  /** A source that has been read. */
  const addSource = (url: string, form: Partial<Parameters<Region['createSource']>[0]> = {}) => {
    const { id } = region.createSource({ url, keyringFilename: KEYRING_FILE, ...form })
    clock.advance(600)
    return id
  }
  return { ...story, importAll, addSource }
}

export const wanted = (release: string, arches: string[], os = 'ubuntu') => ({
  os,
  release,
  arches,
  subarches: ['*'],
  labels: ['*'],
})

/** `noble amd64 hwe-24.04` for all images, with a star after complete ones. */
export const images = (region: Region) =>
  region
    .resources('Synced')
    .filter(({ subarches }) => subarches !== null)
    .map(({ id, name, architecture }) => {
      const complete = region
        .resource(id)
        .sets.some((set) => set.files.every((file) => file.done === file.size))
      return `${name.split('/')[1]} ${architecture.replace('/', ' ')}${complete ? '*' : ''}`
    })

/** The downloaded percentage of an image. */
export function percent(region: Region, name: string): number {
  const found = region.resources('Synced').filter((resource) => resource.name === name)
  const files = found.flatMap(({ id }) => region.resource(id).sets.flatMap((set) => set.files))
  const sum = (of: 'done' | 'size') => files.reduce((total, file) => total + file[of], 0)
  return Math.round((100 * sum('done')) / sum('size'))
}

export const own = (region: Region) =>
  region.ownSelections().map(({ release, arch, sourceId }) => `${release} ${arch} of ${sourceId}`)

export const idents = (region: Region) => region.notifications().map(({ ident }) => ident)
