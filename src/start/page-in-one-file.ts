import type { Plugin } from 'vite'

/**
 * Puts all code that the first screen imports into one file. The bundler would put each module that a dialog also
 * imports into a file of its own: 15 requests for the first screen, and 4 kB more, because each file is compressed
 * alone.
 */
export function pageInOneFile(): Plugin {
  const first = new Set<string>()
  return {
    name: 'page-in-one-file',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    outputOptions: (options) => ({
      ...options,
      codeSplitting: { groups: [{ name: 'page', test: (id) => first.has(id) }] },
    }),
    buildEnd() {
      const add = (id: string) => {
        if (first.has(id)) return
        first.add(id)
        for (const imported of this.getModuleInfo(id)?.importedIds ?? []) add(imported)
      }
      for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry) add(id)
    },
  }
}
