import type { Plugin } from 'vite'

/**
 * Puts all code that the first screen imports into one file. The bundler would put each module that a dialog also
 * imports into a file of its own: 15 requests for the first screen, and 4 kB more, because each file is compressed
 * alone.
 * @param root the module that the first screen begins with, if that is not the entry
 */
export function pageInOneFile(root?: string): Plugin {
  const first = new Set<string>()
  return {
    name: 'page-in-one-file',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    outputOptions: (options) => ({
      ...options,
      codeSplitting: {
        groups: [...(root === undefined ? [] : [HELPER]), { name: 'page', test: (id) => first.has(id) }],
      },
    }),
    buildEnd() {
      const add = (id: string) => {
        if (first.has(id)) return
        first.add(id)
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported)
      }
      for (const id of this.getModuleIds())
        if (root === undefined ? this.getModuleInfo(id)?.isEntry : id === root) add(id)
    },
  }
}

/** What Vite adds to every dynamic import. In the file of the first screen, it would make an entry load that file first. */
const HELPER = { name: 'helper', test: /vite\/preload-helper/, priority: 1 }
