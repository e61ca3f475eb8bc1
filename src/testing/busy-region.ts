/* A MAAS in memory with many boot resources, some of which an import is downloading; it counts its requests. */

type Options = {
  /** The number of boot resources, six kernels per image. */
  readonly resources: number
  /** The number of them that an import downloads, each one from a different image. */
  readonly moving: number
  /** The clock, ms. */
  readonly now: () => number
  readonly admin?: boolean
  /** The number of boot sources. */
  readonly sources?: number
}

const KERNELS = 6
const MINUTES_TO_DOWNLOAD = 30
const SIZE = 600_000_000

const SOURCE = {
  id: 1,
  url: 'http://images.maas.io/ephemeral-v3/stable/',
  keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg',
  keyring_data: '',
  created: '2026-11-23T00:04:25.301',
  updated: '2026-11-23T00:04:51.604',
}

/** `answer`: MAAS's answer to a GET below api/2.0; undefined for 404, null for 403. */
export function busyRegion({ resources, moving, now, admin = true, sources = 1 }: Options) {
  const began = now()
  const deleted = new Set<number>()
  const finished = new Set<number>()
  let ended = moving === 0
  const asked: string[] = []
  const ids = Array.from({ length: resources }, (_, index) => index + 1)
  /** The first kernels of the first images. */
  const isMoving = (id: number) => (id - 1) % KERNELS === 0 && (id - 1) / KERNELS < moving
  const progress = () => Math.min(100, ((now() - began) / (MINUTES_TO_DOWNLOAD * 60_000)) * 100)

  const row = (id: number) => ({
    id,
    type: 'Synced',
    name: `ubuntu/release${Math.floor((id - 1) / KERNELS)}`,
    architecture: `amd64/kernel-${(id - 1) % KERNELS}`,
    title: `Release ${Math.floor((id - 1) / KERNELS)}`,
  })
  const detail = (id: number) => {
    const complete = !isMoving(id) || ended || finished.has(id) || progress() >= 100
    const file = {
      filename: 'squashfs',
      filetype: 'squashfs',
      sha256: `sum of ${id}`,
      size: SIZE,
      complete,
      ...(!complete && { progress: progress() }),
    }
    const set = { version: '20261120', label: 'stable', size: SIZE, complete, files: { squashfs: file } }
    return { ...row(id), sets: { '20261120': set } }
  }
  const there = (id: number) => ids.includes(id) && !deleted.has(id)

  const ANSWERS: readonly [RegExp, (id: number) => unknown][] = [
    [/^version\/$/, () => ({ version: '3.5.13', subversion: '', capabilities: [] })],
    [/^users\/\?op=whoami$/, () => ({ username: 'ann', is_superuser: admin })],
    [/^boot-resources\/\?op=is_importing$/, () => !ended],
    [/^boot-resources\/$/, () => ids.filter(there).map(row)],
    [/^boot-resources\/(\d+)\/$/, (id) => (there(id) ? detail(id) : undefined)],
    [
      /^boot-sources\/$/,
      () => (admin ? Array.from({ length: sources }, (_, index) => ({ ...SOURCE, id: index + 1 })) : null),
    ],
    [/^boot-sources\/(\d+)\/$/, () => (admin ? SOURCE : null)],
    [/^boot-sources\/\d+\/selections\/$/, () => (admin ? [] : null)],
    [/^maas\/\?op=get_config&name=boot_images_auto_import$/, () => true],
    [/^maas\/\?op=get_config&name=/, () => 'jammy'],
    [/^events\/\?/, () => ({ events: [] })],
    [/^notifications\/$/, () => []],
    [/^regioncontrollers\/$/, () => [{ system_id: 'region' }]],
  ]

  return {
    /** Every path that was requested since the last call, with its query. */
    asked: () => asked.splice(0),
    answer(path: string): unknown {
      asked.push(path)
      for (const [pattern, make] of ANSWERS) {
        const found = pattern.exec(path)
        if (found) return make(Number(found[1] ?? 0))
      }
      throw new Error(`No route for ${path}`)
    },
    /** Ends the import: all downloads are complete. */
    end() {
      ended = true
    },
    /** Completes one resource, while the import continues. */
    finish: (id: number) => void finished.add(id),
    deleteResource: (id: number) => void deleted.add(id),
  }
}
export type BusyRegion = ReturnType<typeof busyRegion>
