import * as z from 'zod/mini'
import { streamChange } from './stream-change.ts'
import { count, described, speed, text, time, yesNo } from './values.ts'

/*
 * The whole state of the embedded region as JSON: what `GET /state` answers and `PUT /state` takes. Times are
 * milliseconds since 1970, in the region's time.
 */

const id = count(1)
const bytes = count(0)
const names = z.array(text, 'must be a list of texts')
const ids = z.array(id, 'must be a list of numbers')

const source = z.strictObject({
  id,
  url: text,
  keyringFilename: text,
  keyringData: described(z.nullable(text), 'The keyring itself, base64; null if it is a file of the region.'),
  name: text,
  priority: z.int('must be a whole number'),
  enabled: yesNo,
  skipsVerification: yesNo,
  created: time,
  updated: time,
})

const selection = z.strictObject({
  id,
  sourceId: id,
  os: text,
  release: text,
  arches: names,
  subarches: names,
  labels: names,
})

const heldFile = z.strictObject({
  filename: text,
  filetype: text,
  sha256: text,
  size: bytes,
  uploadId: z.exactOptional(id),
})
const heldSet = z.strictObject({ version: text, label: text, files: z.array(heldFile) })

const resource = z.strictObject({
  id,
  type: z.enum(['Synced', 'Uploaded'], 'must be Synced or Uploaded'),
  name: described(text, 'ubuntu/jammy, grub-efi-signed/uefi, custom-1'),
  architecture: described(text, 'amd64/ga-22.04'),
  title: z.nullable(text),
  subarches: z.nullable(text),
  baseImage: z.nullable(text),
  lastDeployed: z.nullable(time),
  selectionId: z.nullable(id),
  sets: z.array(heldSet),
})

const storedFile = z.strictObject({ size: bytes, done: described(bytes, 'How many bytes are here.') })

const upload = described(
  z.strictObject({ id, resourceId: id, sha256: text, size: bytes, received: bytes }),
  'A file that a client sends. Received bytes of a file that is not complete are lost when the state is replaced.',
)

const queuedFile = z.strictObject({ sha256: text, begun: z.exactOptional(yesNo) })

const job = z.strictObject({
  readAt: time,
  wanted: described(
    z.nullable(z.array(z.strictObject({ sourceId: id, product: text, version: text }))),
    'What has been read and is about to be downloaded; null before and after that moment.',
  ),
  preparedAt: time,
  prepared: yesNo,
  queue: z.array(queuedFile),
  cursor: count(0),
  downloadFrom: time,
  spent: bytes,
  failed: names,
  limitAt: z.nullable(time),
  failure: z.nullable(text),
  replaced: names,
  stallsAfter: z.nullable(bytes),
  began: z.nullable(text),
  stopAt: z.nullable(time),
})

const level = z.enum(['DEBUG', 'WARNING'], 'must be DEBUG or WARNING')
const event = z.strictObject({ id, at: time, level, type: text, description: text })

export const noteForm = {
  message: text,
  category: z.enum(['error', 'warning'], 'must be error or warning'),
  users: described(yesNo, 'Whether all users see it, not only administrators.'),
  dismissable: yesNo,
}
const note = z.strictObject({ id, ident: text, ...noteForm, dismissedBy: names })

const key = z.strictObject({ name: text, consumer: text, token: text, secret: text })
const user = z.strictObject({
  username: text,
  email: text,
  admin: yesNo,
  password: text,
  keys: z.array(key),
})

export const machineForm = {
  os: described(text, 'With an empty release: the default release of MAAS.'),
  release: text,
  architecture: described(text, 'amd64/generic'),
  state: z.enum(['ready', 'deployed', 'deploying'], 'must be ready, deployed or deploying'),
}
const machine = z.strictObject({ systemId: text, hostname: text, ...machineForm })

const ownSelection = z.strictObject({ id, sourceId: id, rowId: id, os: text, release: text, arch: text })
const sync = z.strictObject({
  selectionId: id,
  resources: ids,
  files: names,
  replaced: names,
  limitAt: time,
  goneAt: z.nullable(time),
})

const rules38 = described(
  z.strictObject({
    lastSelectionId: count(0),
    selections: z.array(ownSelection),
    syncs: z.array(sync),
    runs: z.strictObject({ import: z.exactOptional(ids), schedule: z.exactOptional(ids) }),
    line: z.array(z.strictObject({ sha256: text, sourceId: id })),
    lineFrom: time,
    lineSpent: bytes,
    importAt: z.nullable(time),
    reads: z.array(z.strictObject({ sourceId: id, at: time, syncs: yesNo })),
    readAllAt: time,
    scheduled: yesNo,
  }),
  'What MAAS keeps from 3.8 on besides the rows of API 2.0; null before 3.8.',
)

const datedChange = z.strictObject({ at: time, change: streamChange })

/** The state of the embedded region, with its clock and its streams. */
export const stateDocument = z
  .strictObject({
    version: described(
      text.check(z.regex(/^3\.[4-8]\.\d+$/, 'must be a version from 3.4.0 to 3.8.x, such as 3.5.13')),
      'The version of MAAS.',
    ),
    clock: z.strictObject({ now: time, speed }),
    conditions: z.strictObject({
      reachable: yesNo,
      sourcesAnswer: yesNo,
      bytesPerSecond: bytes,
      freeBytes: z.nullable(bytes),
      proxyRefuses: yesNo,
    }),
    streams: described(
      z.record(z.string(), z.array(datedChange), 'must be an object of lists of changes'),
      'The changes made to each stream.',
    ),
    lastId: z.strictObject({
      source: count(0),
      selection: count(0),
      resource: count(0),
      upload: count(0),
      event: count(0),
      note: count(0),
    }),
    sources: z.array(source),
    offers: described(
      z.array(z.strictObject({ sourceId: id, stream: text, changes: z.array(datedChange) })),
      'What the region has read from each source: the stream, and the changes that it had by then.',
    ),
    selections: z.array(selection),
    resources: z.array(resource),
    resourcesRevision: count(0),
    files: described(
      z.record(z.string(), storedFile, 'must be an object of files by sha256'),
      'The files on the region’s disk, by sha256.',
    ),
    uploads: z.array(upload),
    job: described(z.nullable(job), 'The running import of MAAS up to 3.7.'),
    rules38: z.nullable(rules38),
    readAt: z.nullable(time),
    nextSyncAt: time,
    config: z.record(z.string(), z.unknown(), 'must be an object'),
    events: z.array(event),
    notes: z.array(note),
    users: z.array(user),
    machines: z.array(machine),
  })
  .check((context) => {
    const { value } = context
    const wrong = (path: (string | number)[], message: string) =>
      context.issues.push({ code: 'custom', input: value, path, message })
    const sources = new Set(value.sources.map((one) => one.id))
    value.selections.forEach(({ sourceId }, index) => {
      if (!sources.has(sourceId))
        wrong(['selections', index, 'sourceId'], `there is no source with the ID ${sourceId}`)
    })
    value.offers.forEach(({ sourceId }, index) => {
      if (!sources.has(sourceId))
        wrong(['offers', index, 'sourceId'], `there is no source with the ID ${sourceId}`)
    })
    value.resources.forEach(({ sets }, index) =>
      sets.forEach(({ files }, set) =>
        files.forEach(({ sha256, uploadId }, file) => {
          if (uploadId === undefined && !Object.hasOwn(value.files, sha256))
            wrong(
              ['resources', index, 'sets', set, 'files', file, 'sha256'],
              'there is no such file in files',
            )
        }),
      ),
    )
    for (const name of ['sources', 'selections', 'resources', 'uploads', 'events', 'notes'] as const) {
      const seen = new Set<number>()
      value[name].forEach((one, index) => {
        if (seen.has(one.id)) wrong([name, index, 'id'], `another one has the ID ${one.id}`)
        seen.add(one.id)
      })
    }
    for (const [name, rows] of [
      ['source', value.sources],
      ['selection', value.selections],
      ['resource', value.resources],
      ['upload', value.uploads],
      ['event', value.events],
      ['note', value.notes],
    ] as const) {
      const largest = rows.reduce((most, { id: one }) => Math.max(most, one), 0)
      if (value.lastId[name] < largest)
        wrong(['lastId', name], `must be at least ${largest}, which is in use`)
    }
    const usernames = value.users.map(({ username }) => username)
    usernames.forEach((username, index) => {
      if (usernames.indexOf(username) < index)
        wrong(['users', index, 'username'], `another user is named ${username}`)
    })
    const syncs = value.version.startsWith('3.8.')
    if (syncs !== (value.rules38 !== null))
      wrong(['rules38'], syncs ? 'is needed from MAAS 3.8 on' : 'must be null before MAAS 3.8')
  })
export type StateDocument = z.infer<typeof stateDocument>
