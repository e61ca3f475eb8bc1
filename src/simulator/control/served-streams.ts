import type { SignedStreams } from '#simulator/demo/demo-streams.ts'
import { withNewVersion } from '#simulator/rules/new-version.ts'
import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import { brokenSignature, withFiles, type FileChange } from './changed-tree.ts'
import { WrongControl } from './wrong-control.ts'
import { withoutBootloaders, withoutImages } from './withdraw.ts'
import type { StreamChange } from './stream-change.ts'

/** A change and when it was made, ms since 1970. */
export type DatedChange = { readonly at: number; readonly change: StreamChange }

type Stream = {
  readonly base: StreamTree
  readonly current: Version
  /** What it has been since it was added, by its changes as text: a region may have read it then. */
  readonly versions: Map<string, Version>
}
type Version = { readonly changes: readonly DatedChange[]; readonly tree: StreamTree }

/**
 * The streams that the simulator serves, with the changes made to them. A stream is always its first state with all its
 * changes made again, so that a list of changes describes it completely.
 */
export function createServedStreams({
  demo,
  serve,
  isRead = () => false,
}: {
  readonly demo: SignedStreams
  /** Serves this state of a stream from now on. */
  readonly serve: (name: string, tree: StreamTree) => void
  /** Whether the region still goes by what it has read from a stream when it was like this. */
  readonly isRead?: (tree: StreamTree) => boolean
}) {
  const streams = new Map<string, Stream>()

  function put(name: string, base: StreamTree, changes: readonly DatedChange[]): void {
    const known = streams.get(name)
    const versions = known?.base === base ? known.versions : new Map<string, Version>()
    const current = versionWith(name, { base, versions }, changes)
    streams.set(name, { base, current, versions })
    serve(name, current.tree)
    forgetOld(versions, current)
  }
  /** The oldest ones that no one needs. Their changes make them again. */
  function forgetOld(versions: Map<string, Version>, current: Version): void {
    for (const [key, version] of versions) {
      if (versions.size <= MOST_VERSIONS) return
      if (version !== current && !isRead(version.tree)) versions.delete(key)
    }
  }
  /** The same changes give the same tree, by which a state finds what a region has read. */
  function versionWith(
    name: string,
    { base, versions }: Pick<Stream, 'base' | 'versions'>,
    changes: readonly DatedChange[],
  ): Version {
    const key = JSON.stringify(changes)
    const version = versions.get(key) ?? { changes, tree: changedTree(demo, name, base, changes) }
    versions.set(key, version)
    return version
  }
  const find = (name: string): Stream => {
    const found = streams.get(name)
    if (found === undefined)
      throw new WrongControl(404, [
        {
          path: 'name',
          message: `There is no stream ${name}. There are: ${[...streams.keys()].join(', ')}.`,
        },
      ])
    return found
  }

  return {
    names: () => [...streams.keys()],
    /** Adds a stream, or replaces one. */
    add: (name: string, tree: StreamTree) => put(name, tree, []),
    current: (name: string) => find(name).current.tree,
    changesOf: (name: string) => find(name).current.changes,
    /** Throws a WrongControl for a change that this stream cannot have. */
    change(name: string, change: StreamChange, at: number): void {
      const stream = find(name)
      if ('path' in change && !listsFile(stream.current.tree, change.path))
        throw noSuchFile(name, change.path)
      put(name, stream.base, [...stream.current.changes, { at, change }])
    },
    /** Makes these changes to the first state of a stream, instead of those it had. */
    replaceChanges(name: string, changes: readonly DatedChange[]): void {
      put(name, find(name).base, changes)
    },
    /** A stream with these changes. Throws a WrongControl for a change that it cannot have. */
    treeWith: (name: string, changes: readonly DatedChange[]) => versionWith(name, find(name), changes).tree,
    /** What a stream has been since it was added, the newest first. */
    versionsOf: (name: string) => [...find(name).versions.values()].toReversed(),
  }
}
/** A version of a stream takes a few megabytes. */
const MOST_VERSIONS = 12

export type ServedStreams = ReturnType<typeof createServedStreams>

/** What is listed and who signs it first; then what is wrong with the files. */
function changedTree(
  demo: SignedStreams,
  name: string,
  base: StreamTree,
  changes: readonly DatedChange[],
): StreamTree {
  let tree = base
  const files: FileChange[] = []
  let broken = false
  for (const { at, change } of changes) {
    if (change.kind === 'lose-files' || change.kind === 'truncate-file') files.push(change)
    else if (change.kind === 'break-signature') broken = true
    else {
      if (change.kind === 'sign') broken = false
      tree = listed(demo, name, tree, change, at)
    }
  }
  const spoiled = files.length === 0 ? tree : withFiles(tree, files)
  return broken ? brokenSignature(spoiled) : spoiled
}

function listed(
  demo: SignedStreams,
  name: string,
  tree: StreamTree,
  change: Exclude<StreamChange, FileChange | { kind: 'break-signature' }>,
  at: number,
): StreamTree {
  if (tree.next === undefined)
    throw new WrongControl(409, [
      { path: 'change.kind', message: `The stream ${name} is a copy of another stream: change that one.` },
    ])
  const updated = new Date(at).toUTCString().replace('GMT', '+0000')
  if (change.kind === 'sign') return tree.next((files) => files, updated, demo.keys[change.key])
  if (change.kind === 'withdraw-bootloaders') return tree.next(withoutBootloaders, updated)
  const { os, release, arch } = change
  const meant = tree.products.filter(
    (product) =>
      product.kind === 'image' &&
      product.os === os &&
      product.release === release &&
      (arch === undefined || product.arch === arch),
  )
  if (meant.length === 0)
    throw new WrongControl(409, [
      {
        path: 'change.release',
        message: `The stream ${name} does not offer ${os}/${release}${arch === undefined ? '' : ` for ${arch}`}.`,
      },
    ])
  const { version } = change
  const isListed = meant.some(({ versions }) => versions.some((one) => one.version === version))
  if (version !== undefined && isListed !== (change.kind === 'withdraw'))
    throw new WrongControl(409, [
      {
        path: 'change.version',
        message: `The stream ${name} ${isListed ? 'has' : 'does not have'} ${os}/${release} ${version}${isListed ? ' already' : ''}.`,
      },
    ])
  if (change.kind === 'withdraw') return tree.next((files) => withoutImages(files, change), updated)
  return tree.next((files) => withNewVersion(files, change), updated)
}

const listsFile = (tree: StreamTree, path: string): boolean =>
  tree.products.some(({ versions }) =>
    versions.some(({ items }) =>
      items.some((item) => (path.endsWith('/') ? item.path.startsWith(path) : item.path === path)),
    ),
  )

const noSuchFile = (name: string, path: string) =>
  new WrongControl(409, [
    { path: 'change.path', message: `The stream ${name} lists no image file ${JSON.stringify(path)}.` },
  ])
