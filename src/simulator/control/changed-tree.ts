import type { StreamTree } from '#simulator/rules/stream-tree.ts'
import type { StreamChange } from './stream-change.ts'

export type FileChange = Extract<StreamChange, { kind: 'lose-files' | 'truncate-file' }>

/** A tree without the function that makes the next one: it describes what is served, not what is published. */
const servedAs = (tree: StreamTree, changed: Partial<StreamTree>): StreamTree => ({
  url: tree.url,
  get files() {
    return tree.files
  },
  get products() {
    return tree.products
  },
  ...(tree.prepare && { prepare: tree.prepare }),
  ...(tree.understood && { understood: tree.understood }),
  holds: tree.holds,
  ...(tree.isCut && { isCut: tree.isCut }),
  unsigned: tree.unsigned,
  signedBy: tree.signedBy,
  ...changed,
})

/** The stream with image files that are absent or shorter than it lists them; the last change of a file counts. */
export function withFiles(tree: StreamTree, changes: readonly FileChange[]): StreamTree {
  const changeOf = (path: string) =>
    changes.findLast((one) =>
      one.kind === 'lose-files' && one.path.endsWith('/') ? path.startsWith(one.path) : one.path === path,
    )
  const holds = (path: string) => {
    const listed = tree.holds(path)
    const change = changeOf(path)
    if (listed === null || change === undefined) return listed
    return change.kind === 'lose-files' ? null : Math.min(listed, change.bytes)
  }
  return servedAs(tree, { holds, isCut: (path) => (holds(path) ?? 0) < (tree.holds(path) ?? 0) })
}

/** The stream with signatures that no key verifies. */
export function brokenSignature(tree: StreamTree): StreamTree {
  const broken = servedAs(tree, { signedBy: NO_KEY })
  return Object.defineProperty(broken, 'files', {
    get: () =>
      new Map(
        [...tree.files].map(
          ([path, text]) => [path, path.endsWith('.sjson') ? spoiled(text) : text] as const,
        ),
      ),
    enumerable: true,
  })
}

/** Longer than any public key packet, so no keyring contains it. */
const NO_KEY = new Uint8Array(4096).fill(0xff)

/** The signed text is changed by a space in front of its first line; the signature stays as it was. */
const spoiled = (text: string) => text.replace(/\n\n/, '\n\n ')
