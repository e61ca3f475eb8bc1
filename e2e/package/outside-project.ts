import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { launchOptions } from '#e2e/setup/browser.ts'
import { linkPackages, unpackOffline } from './install-offline.ts'
import { runProgram } from './program.ts'

/** A file that a page of the documentation shows: a block of TypeScript whose first line is `// its/path.ts`. */
type Shown = { readonly path: string; readonly text: string }

/** The files that a Markdown page shows. */
export const shownFiles = (page: string): Shown[] =>
  [...page.matchAll(/^```ts\n(\/\/ (\S+\.ts)\n[^]*?)^```$/gm)].map(([, text = '', path = '']) => ({
    path,
    text,
  }))

/** Another project, which has installed the package, Playwright and TypeScript, and nothing else. */
export function outsideProject(repository: string, packed: string, folder: string) {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('package.json', JSON.stringify({ private: true, type: 'module' }))
  unpackOffline(repository, packed, join(folder, 'node_modules/maas-images'), folder)
  linkPackages(repository, folder, ['@playwright/test', '@types/node', 'typescript'])
  const node = (...args: string[]) => runProgram([process.execPath, ...args], { folder }).ended
  return {
    write,
    /** Runs its tests on the browser of this machine. */
    async test() {
      const use = { launchOptions: launchOptions() }
      // slow machines, not slow tests
      const config = {
        testDir: 'tests',
        workers: 1,
        timeout: 120_000,
        expect: { timeout: 30_000 },
        reporter: 'line',
        use,
      }
      write('playwright.config.ts', `export default ${JSON.stringify(config)}`)
      return node('node_modules/@playwright/test/cli.js', 'test')
    },
    /** Runs the program of the package on the browser of this machine. */
    program(args: readonly string[], env: Readonly<Record<string, string>>) {
      const { executablePath } = launchOptions()
      const command = [process.execPath, 'node_modules/maas-images/dist/server.js', ...args]
      const browser = executablePath === undefined ? {} : { CHROMIUM_PATH: executablePath }
      return runProgram(command, { folder, env: { ...env, ...browser } }).ended
    },
    read: (path: string) => readFileSync(join(folder, path), 'utf8'),
    /**
     * Compiles its tests into `out`, and checks the types of all packages that they use, as a project does that finds
     * modules in this way.
     */
    async compile(moduleResolution: 'nodenext' | 'bundler') {
      const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution
      const target = { target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] }
      const strictest = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false }
      const compilerOptions = {
        module,
        moduleResolution,
        ...target,
        ...strictest,
        rootDir: 'tests',
        outDir: 'out',
      }
      const config = `tsconfig.${moduleResolution}.json`
      write(config, JSON.stringify({ compilerOptions, include: ['tests'] }))
      return node('node_modules/typescript/bin/tsc', '--project', config)
    },
    /** Runs a compiled file. */
    run: (path: string) => node(join('out', path.replace(/\.ts$/, '.js'))),
  }
}
