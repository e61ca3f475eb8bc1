import { capabilitiesOf } from '#selections/maas-version.ts'
import type { StateDocument } from '#simulator/control/state-document.ts'
import { wrongSetting } from './check-settings.ts'

type Path = (string | number)[]
type Report = (path: Path, message: string) => void

/** Reports what no region can be: rows that name nothing, numbers that do not fit together, settings of a wrong type. */
export function checkDocument(document: StateDocument, wrong: Report): void {
  checkVersion(document, wrong)
  checkSources(document, wrong)
  checkFiles(document, wrong)
  checkIds(document, wrong)
  checkNames(document, wrong)
  for (const [name, value] of Object.entries(document.config)) {
    const message = wrongSetting(document.version, name, value)
    if (message !== null) wrong(['config', name], message)
  }
}

function checkVersion({ version, rules38, racks, otherRegions }: StateDocument, wrong: Report): void {
  const { syncsSelections, copiesToRacks, copiesToRegions } = capabilitiesOf(version)
  if (syncsSelections !== (rules38 !== null))
    wrong(['rules38'], syncsSelections ? 'is needed from MAAS 3.8 on' : 'must be null before MAAS 3.8')
  if (otherRegions.length > 0 && (!copiesToRegions || syncsSelections))
    wrong(['otherRegions'], 'must be empty except as MAAS 3.5 to 3.7')
  racks.forEach(({ behind, onRegion }, index) => {
    if (behind && !copiesToRacks)
      wrong(['racks', index, 'behind'], 'must be false from MAAS 3.5 on, where racks hold no images')
    if (onRegion && racks.findIndex((rack) => rack.onRegion) < index)
      wrong(['racks', index, 'onRegion'], 'another rack is on the machine of the region')
  })
}

function checkSources({ sources, selections, offers, rules38 }: StateDocument, wrong: Report): void {
  const known = new Set(sources.map((one) => one.id))
  const check = (name: string, rows: readonly { sourceId: number }[], above: Path = []) =>
    rows.forEach(({ sourceId }, index) => {
      if (!known.has(sourceId))
        wrong([...above, name, index, 'sourceId'], `there is no source with the ID ${sourceId}`)
    })
  check('selections', selections)
  check('offers', offers)
  if (rules38 === null) return
  check('selections', rules38.selections, ['rules38'])
  const largest = rules38.selections.reduce((most, { id }) => Math.max(most, id), 0)
  if (rules38.lastSelectionId < largest)
    wrong(['rules38', 'lastSelectionId'], `must be at least ${largest}, which is in use`)
}

function checkFiles({ files, uploads, resources, job, otherRegions }: StateDocument, wrong: Report): void {
  const ids = new Set(uploads.map((one) => one.id))
  resources.forEach(({ sets }, index) =>
    sets.forEach((set, at) =>
      set.files.forEach(({ sha256, uploadId }, file) => {
        const path = ['resources', index, 'sets', at, 'files', file]
        if (uploadId === undefined && !Object.hasOwn(files, sha256))
          wrong([...path, 'sha256'], 'there is no such file in files')
        if (uploadId !== undefined && !ids.has(uploadId))
          wrong([...path, 'uploadId'], `there is no upload with the ID ${uploadId}`)
      }),
    ),
  )
  const regions = new Set(otherRegions.map(({ systemId }) => systemId))
  for (const [sha256, { size, done, copies = [] }] of Object.entries(files)) {
    if (done > size) wrong(['files', sha256, 'done'], `must be at most ${size}, the size of the file`)
    const unknown = copies.find((systemId) => !regions.has(systemId))
    if (unknown !== undefined)
      wrong(['files', sha256, 'copies'], `there is no other region controller with the ID ${unknown}`)
  }
  uploads.forEach(({ size, received }, index) => {
    if (received > size)
      wrong(['uploads', index, 'received'], `must be at most ${size}, the size of the file`)
  })
  if (job !== null && job.cursor > job.queue.length)
    wrong(['job', 'cursor'], `must be at most ${job.queue.length}, the number of files in queue`)
}

const ROWS = [
  ['source', 'sources'],
  ['selection', 'selections'],
  ['resource', 'resources'],
  ['upload', 'uploads'],
  ['event', 'events'],
  ['note', 'notes'],
] as const

function checkIds(document: StateDocument, wrong: Report): void {
  for (const [kind, name] of ROWS) {
    const seen = new Set<number>()
    document[name].forEach(({ id }, index) => {
      if (seen.has(id)) wrong([name, index, 'id'], `another one has the ID ${id}`)
      seen.add(id)
    })
    const largest = [...seen].reduce((most, id) => Math.max(most, id), 0)
    if (document.lastId[kind] < largest)
      wrong(['lastId', kind], `must be at least ${largest}, which is in use`)
  }
}

function checkNames({ users, machines, racks, otherRegions }: StateDocument, wrong: Report): void {
  const check = (
    path: string,
    field: string,
    names: readonly string[],
    message: (name: string) => string,
  ) => {
    const seen = new Set<string>()
    names.forEach((name, index) => {
      if (seen.has(name)) wrong([path, index, field], message(name))
      seen.add(name)
    })
  }
  const usernames = users.map(({ username }) => username)
  check('users', 'username', usernames, (name) => `another user is named ${name}`)
  const another = (id: string) => `another one has the ID ${id}`
  for (const [path, rows] of Object.entries({ machines, racks, otherRegions }))
    check(
      path,
      'systemId',
      rows.map(({ systemId }) => systemId),
      another,
    )
}
