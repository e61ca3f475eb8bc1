import { sha256 as sha } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { resourceOf } from '#simulator/rules/resources.ts'
import { missing, MaasRefusal } from '#simulator/state/refusal.ts'
import { nextId, type HeldFile, type Resource, type State, type Upload } from '#simulator/state/state.ts'
import { checkForm, type CheckedForm, type UploadParams } from './upload-form.ts'

/* Images that administrators upload. Only their size and sha256 are kept, not their bytes. */

/**
 * Accepts an image: whole, or with its size and sha256 and then in parts (`appendToUpload`). If the name and the
 * architecture have an image already, it gets one more version, and the files of the earlier versions are deleted.
 */
export function createUpload(state: State, form: UploadParams): Resource {
  const checked = checkForm(state, form)
  const size = form.content?.length ?? Number(form.size)
  const sha256 = form.content === undefined ? (form.sha256 ?? '').trim() : bytesToHex(sha(form.content))
  if (hasOtherSize(state, sha256, size))
    throw refused('File already exists with sha256 that is of different size.')

  const resource = standing(state, checked) ?? added(state, checked)
  resource.title = checked.title
  resource.baseImage ??= baseImageOf(state, checked)
  const upload: Upload = {
    id: nextId(state, 'upload'),
    resourceId: resource.id,
    sha256,
    size,
    received: form.content === undefined ? 0 : size,
    hash: sha.create(),
  }
  state.uploads.set(upload.id, upload)
  const version = nextVersion(state, resource)
  for (const set of resource.sets) dropFiles(state, set.files)
  const filename = checked.filetype.startsWith('root-t')
    ? checked.filetype.replace('-', '.')
    : checked.filetype
  const file = { filename, filetype: checked.filetype, sha256, size, uploadId: upload.id }
  resource.sets.push({ version, label: 'uploaded', files: [file] })
  state.resourcesRevision += 1
  return resource
}

/**
 * Adds a part to the file of an upload. What a refused part contained does not count: after a wrong sha256 the last part
 * can be sent again.
 */
export function appendToUpload(state: State, resourceId: number, id: number, part: Uint8Array): void {
  resourceOf(state, resourceId)
  const upload = state.uploads.get(id)
  if (upload?.resourceId !== resourceId) throw missing('BootResourceFile')
  if (part.length === 0) throw refused('Missing data.')
  if (upload.received === upload.size) throw refused('Cannot upload to a complete file.')
  if (upload.received + part.length > upload.size) throw refused('Too much data received.')
  if (part.length > state.freeBytes) failForDisk(state, upload)

  const hash = upload.hash.clone().update(part)
  const received = upload.received + part.length
  if (received === upload.size && bytesToHex(hash.clone().digest()) !== upload.sha256)
    throw refused('Saved content does not match given SHA256 value.')
  upload.hash = hash
  upload.received = received
  state.freeBytes -= part.length
}

/** Read from MAAS's code, see `fullDisk`. */
function failForDisk(state: State, upload: Upload): never {
  const { fullDisk } = capabilitiesOf(state.version)
  if (fullDisk === 'dies') throw new MaasRefusal({ kind: 'died' })
  if (fullDisk === 'database') {
    const message = 'could not extend file "base/16385/2613": No space left on device'
    throw new MaasRefusal({ kind: 'crash', message: `${message}\nHINT:  Check free disk space.\n` })
  }
  upload.hash = sha.create()
  throw refused('No space left on device')
}

const refused = (message: string) => new MaasRefusal({ kind: 'refused', message })

const hasOtherSize = (state: State, sha256: string, size: number) =>
  [...state.resources.values()].some(({ sets }) =>
    sets.some(({ files }) => files.some((file) => file.sha256 === sha256 && file.size !== size)),
  )

const standing = (state: State, { name, architecture }: CheckedForm) =>
  [...state.resources.values()].find(
    (resource) =>
      resource.type === 'Uploaded' && resource.name === name && resource.architecture === architecture,
  )

function added(state: State, { name, architecture }: CheckedForm): Resource {
  const resource: Resource = {
    id: nextId(state, 'resource'),
    type: 'Uploaded',
    name,
    architecture,
    title: '',
    subarches: architecture.split('/')[1] ?? '',
    baseImage: null,
    lastDeployed: null,
    selectionId: null,
    sets: [],
  }
  state.resources.set(resource.id, resource)
  return resource
}

/** Without one, MAAS takes the image that it commissions machines with. */
const baseImageOf = (state: State, { baseImage }: CheckedForm) =>
  baseImage === '' ? `ubuntu/${String(state.config.get('commissioning_distro_series'))}` : baseImage

/** The day, such as 20261123, and from the second upload of a day on 20261123.1. */
function nextVersion(state: State, { sets }: Resource): string {
  const day = new Date(state.clock.now()).toISOString().slice(0, 10).replaceAll('-', '')
  const today = sets.filter(({ version }) => version.startsWith(day))
  if (today.length === 0) return day
  return `${day}.${Math.max(...today.map(({ version }) => Number(version.split('.')[1] ?? 0))) + 1}`
}

function dropFiles(state: State, files: HeldFile[]): void {
  for (const { uploadId } of files.splice(0)) if (uploadId !== undefined) state.uploads.delete(uploadId)
}
