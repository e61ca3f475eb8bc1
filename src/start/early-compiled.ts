import type { Plugin } from 'vite'

/**
 * Chromium compiles a function when it is first called, unless its file begins with this comment: then it compiles the
 * whole file beside the page's own work while it is fetched.
 */
const ALL_FUNCTIONS = '//# allFunctionsCalledOnLoad\n'

/**
 * Marks the files that are fetched after the first script. They are fetched when the page is idle, so the click that
 * opens a dialog does not wait until some 200 functions are compiled (docs/decisions/017-dialogs-before-the-click.md).
 */
export const earlyCompiled = (): Plugin => ({
  name: 'early-compiled',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk' && !file.isEntry) file.code = ALL_FUNCTIONS + file.code
    }
  },
})
