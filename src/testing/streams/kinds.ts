import { changedStream } from './changed-stream.ts'
import { cloudServer, installationServer, jujuGui, jujuServer, lxdServer } from './other-servers.ts'
import {
  fileItem,
  GRUB,
  grubProduct,
  indexEntry,
  indexOf,
  nestedIndex,
  pathOf,
  productsFile,
  type RawStream,
  rawStream,
  soundStream,
  UBUNTU,
  ubuntuProduct,
  ubuntuVersion,
  without,
} from './sound-stream.ts'

/* One small source of each kind that MAAS treats differently, from reports of its users. */

const grub = productsFile('grub', { [GRUB]: grubProduct() })
const ubuntu = (product: object, name = UBUNTU, top: object = {}) =>
  rawStream({ ubuntu: productsFile('ubuntu', { [name]: product }, top), grub })
const unlabeled = without(ubuntuProduct(), 'label')

/** An index with the valid files and one more entry of another datatype. */
function withEntry(name: string, file: Record<string, unknown>, more: object): RawStream {
  const { index, files } = soundStream()
  const entries = index['index'] as object
  return {
    index: { ...index, index: { ...entries, [name]: indexEntry(pathOf(name), more) } },
    files: { ...files, [pathOf(name)]: file },
  }
}

const notes = productsFile(
  'notes',
  {
    'com.ubuntu.maas:stable:1:maas-notification': {
      arch: 'all',
      label: 'stable',
      name: 'release-notifications',
      release: 'notifications',
      versions: {
        '20201214': { items: { note: fileItem('notifications', 'notes/release-notification.yaml') } },
      },
    },
  },
  { datatype: 'release-notifications' },
)

/** What a MAAS does with a source: imports it, finds no images in it, cannot use it, or imports nothing from any source. */
export type SourceFate = 'imports' | 'nothing' | 'refuses' | 'ends-imports'

/** By kind: the source, and its fate up to MAAS 3.7 and in MAAS 3.8 (both run, see the readers' tests). */
export const STREAM_KINDS: Readonly<
  Record<string, readonly [stream: RawStream, to37: SourceFate, from38: SourceFate]>
> = {
  'a sound stream': [soundStream(), 'imports', 'imports'],
  'a product without a label': [ubuntu(unlabeled), 'ends-imports', 'refuses'],
  'a label at the top of the file': [ubuntu(unlabeled, UBUNTU, { label: 'stable' }), 'imports', 'refuses'],
  'a label at the version': [
    ubuntu({ ...unlabeled, versions: { '1': ubuntuVersion('a', { label: 'stable' }) } }),
    'imports',
    'refuses',
  ],
  'an absolute path of a manifest': [
    changedStream('items', 'manifest', fileItem('manifest', '/images/manifest')),
    'ends-imports',
    'imports',
  ],
  'an index without update time': [changedStream('index', 'updated', undefined), 'imports', 'refuses'],
  'a time of update with GMT': [
    changedStream('file', 'updated', 'Thu, 24 Sep 2026 08:01:49 GMT'),
    'imports',
    'refuses',
  ],
  'an index without format': [changedStream('index', 'format', undefined), 'ends-imports', 'imports'],
  'an entry without format': [
    changedStream('entry', 'format', undefined, ubuntu(ubuntuProduct())),
    'nothing',
    'imports',
  ],
  'an entry without datatype': [changedStream('entry', 'datatype', undefined), 'imports', 'imports'],
  'an entry without products': [changedStream('entry', 'products', undefined), 'imports', 'refuses'],
  'a file without sha256': [changedStream('file of image', 'sha256', undefined), 'ends-imports', 'refuses'],
  'a bootloader without src_package': [
    changedStream('file of bootloader', 'src_package', undefined),
    'imports',
    'refuses',
  ],
  'a newest version without files': [
    ubuntu(ubuntuProduct({ versions: { '1': ubuntuVersion('a'), '2': { items: {} } } })),
    'nothing',
    'refuses',
  ],
  'names without :v3:': [ubuntu(ubuntuProduct(), 'org.example:boot'), 'nothing', 'nothing'],
  'an index without entries': [rawStream({}, indexOf([])), 'nothing', 'refuses'],
  'tools beside the images': [
    withEntry(
      'tools',
      productsFile('tools', {
        'com.example:tools': {
          arch: 'amd64',
          versions: { '1': { items: { tools: fileItem('tar.gz', 'tools.tgz') } } },
        },
      }),
      { datatype: 'content-download' },
    ),
    'ends-imports',
    'refuses',
  ],
  'release notifications': [
    withEntry('notes', notes, { datatype: 'release-notifications' }),
    'imports',
    'refuses',
  ],
  'keys that an alias adds': [
    ubuntu({ ...unlabeled, stream: 'stable' }, UBUNTU, {
      _aliases: { stream: { stable: { label: 'stable' } } },
    }),
    'imports',
    'refuses',
  ],
  'an alias that is missing': [
    ubuntu(ubuntuProduct(), UBUNTU, { _aliases: { label: { other: {} } } }),
    'ends-imports',
    'imports',
  ],
  'a Juju server': [jujuServer, 'ends-imports', 'refuses'],
  'a server of the GUI of Juju': [jujuGui, 'ends-imports', 'refuses'],
  'an LXD image server': [lxdServer, 'ends-imports', 'refuses'],
  'an Ubuntu cloud image server': [cloudServer, 'nothing', 'refuses'],
  'a server of installation media': [installationServer, 'nothing', 'refuses'],
  'a signed index that names unsigned files': [
    { ...soundStream(), onlyIndexSigned: true },
    'ends-imports',
    'refuses',
  ],
  'an index that names another index': [nestedIndex(soundStream()), 'imports', 'refuses'],
  'two labels for one release': [
    rawStream({
      ubuntu: productsFile('ubuntu', {
        [UBUNTU]: ubuntuProduct(),
        [UBUNTU.replace('stable', 'candidate')]: ubuntuProduct({ label: 'candidate' }),
      }),
      grub,
    }),
    'imports',
    'imports',
  ],
  'one product in two files': [
    rawStream({
      ubuntu: productsFile('ubuntu', { [UBUNTU]: ubuntuProduct() }),
      again: productsFile('again', { [UBUNTU]: ubuntuProduct() }),
      grub,
    }),
    'imports',
    'imports',
  ],
}
