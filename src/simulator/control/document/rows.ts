import * as z from 'zod/mini'
import { count, described, text, time, yesNo } from '#simulator/control/values.ts'

/* The rows of a state document. */

export const id = count(1)
export const bytes = count(0)
export const names = z.array(text, 'must be a list of texts')
export const ids = z.array(id, 'must be a list of numbers')

export const sourceRow = z.strictObject({
  id,
  url: text,
  keyringFilename: text,
  keyringData: described(
    z.nullable(
      text.check(
        z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'must be base64'),
      ),
    ),
    'The keyring itself, base64; null if it is a file of the region.',
  ),
  name: text,
  priority: z.int('must be a whole number'),
  enabled: yesNo,
  skipsVerification: yesNo,
  created: time,
  updated: time,
})

export const selectionRow = z.strictObject({
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
  left: z.exactOptional(bytes),
})
const heldSet = z.strictObject({ version: text, label: text, files: z.array(heldFile) })

export const resourceRow = z.strictObject({
  id,
  type: z.enum(['Synced', 'Uploaded'], 'must be Synced or Uploaded'),
  name: described(text, 'ubuntu/jammy, grub-efi-signed/uefi, custom-1'),
  architecture: described(text, 'amd64/ga-22.04'),
  title: z.nullable(text),
  subarches: z.nullable(text),
  baseImage: z.nullable(text),
  lastDeployed: z.nullable(time),
  selectionId: z.nullable(id),
  sets: described(z.array(heldSet), 'In the order in which MAAS created them.'),
})

export const storedFile = z.strictObject({
  size: bytes,
  done: described(bytes, 'How many bytes are here.'),
  copies: described(z.exactOptional(names), 'The IDs of the other region controllers that have the file.'),
})

export const uploadRow = described(
  z.strictObject({ id, resourceId: id, sha256: text, size: bytes, received: bytes }),
  'A file that a client sends. Received bytes of a file that is not complete are lost when the state is replaced.',
)

const queuedFile = z.strictObject({
  sha256: text,
  begun: z.exactOptional(yesNo),
  plannedFor: described(
    z.exactOptional(z.strictObject({ resourceId: id, version: text })),
    'MAAS 3.4: the version from which a stop removes the file if its download has not begun.',
  ),
})

export const jobRow = z.strictObject({
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
  leaving: described(z.array(resourceRow), 'What it removes before it downloads.'),
  isDeaf: described(yesNo, 'Whether a stop came while it removed them.'),
  copies: names,
  failed: names,
  limitAt: z.nullable(time),
  failure: z.nullable(text),
  replaced: names,
  stallsAfter: z.nullable(bytes),
  began: z.nullable(text),
  stopAt: z.nullable(time),
})

export const level = z.enum(['DEBUG', 'WARNING', 'ERROR'], 'must be DEBUG, WARNING or ERROR')
export const eventRow = z.strictObject({ id, at: time, level, type: text, description: text })

export const noteForm = {
  message: text,
  category: z.enum(['error', 'warning', 'success', 'info'], 'must be error, warning, success or info'),
  users: described(yesNo, 'Whether all users see it, not only administrators.'),
  dismissable: yesNo,
}
export const noteRow = z.strictObject({ id, ident: text, ...noteForm, dismissedBy: names })

const keyPart = text.check(z.regex(/^[^:\s]+$/, 'must be text without colons and spaces'))
const key = z.strictObject({ name: text, consumer: keyPart, token: keyPart, secret: keyPart })
export const userRow = z.strictObject({
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
export const machineRow = z.strictObject({ systemId: text, hostname: text, ...machineForm })

export const otherRegionRow = z.strictObject({ systemId: text, hostname: text })

export const rackRow = z.strictObject({
  systemId: text,
  hostname: text,
  onRegion: described(yesNo, 'Whether it runs on the region’s machine.'),
  behind: yesNo,
})
