import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import type { Plugin } from 'vite'
import { describedOperations, typeFiles } from './type-files.ts'

const execute = promisify(execFile)

/**
 * Writes the types of what the package exports into `types` of the server build. The compiler runs as a program, because
 * TypeScript 7 has no other form.
 * @param entries names of the files in src/kit: `region`
 */
export function kitTypes(entries: readonly string[]): Plugin {
  let [project, target] = ['.', 'dist/types']
  return {
    name: 'kit-types',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'ssr',
    configResolved({ root, environments }) {
      project = root
      target = resolve(root, environments['ssr']?.build.outDir ?? 'dist', 'types')
    },
    async closeBundle() {
      const written = await declarationsOf(project, entries)
      const tables = await textsIn(join(project, 'src/simulator/control/table'))
      written.set(OPERATIONS, describedOperations(written.get(OPERATIONS) ?? '', [...tables.values()]))
      for (const [path, text] of typeFiles(
        written,
        entries.map((name) => `kit/${name}.d.ts`),
      )) {
        await mkdir(dirname(join(target, path)), { recursive: true })
        await writeFile(join(target, path), text)
      }
    },
  }
}

const OPERATIONS = 'simulator/control/operations.d.ts'

/** What the compiler writes for these files of src/kit and all that they import, by path from src. */
async function declarationsOf(project: string, entries: readonly string[]): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'kit-types-'))
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configOf(project, folder, entries)))
    const compiler = join(
      dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
      'bin/tsc',
    )
    await execute(process.execPath, [compiler, '--project', folder], { cwd: project }).catch(
      (error: unknown) => {
        const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
        throw new Error(`The types of the package could not be written. ${said.trim()}`, { cause: error })
      },
    )
    return await textsIn(join(folder, 'out'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

const configOf = (project: string, folder: string, entries: readonly string[]) => ({
  extends: join(project, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    // npm run check checks them
    noCheck: true,
    rootDir: join(project, 'src'),
    outDir: join(folder, 'out'),
    typeRoots: [join(project, 'node_modules/@types')],
    types: ['node'],
  },
  include: [],
  files: entries.map((name) => join(project, 'src/kit', `${name}.ts`)),
})

async function textsIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
  return new Map(
    paths.map((path, index) => [relative(folder, path).replaceAll(sep, '/'), texts[index] ?? '']),
  )
}
