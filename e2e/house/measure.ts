import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { cyclesOf, graphOf } from './imports.ts'

/** The state of the house at one commit. All paths are relative to the project's root. */
export type House = {
  /** Files directly in a folder, without its subfolders. */
  folders: { path: string; files: number; tests: number }[]
  cycles: string[][]
  wrongArrows: { file: string; imports: string; law: string }[]
  /** Unused exports, files and dependencies, as knip names them. */
  unused: { what: string; name: string; file: string }[]
}

const SOURCE = /\.tsx?$/
const TEST = /\.(test|e2e)\.tsx?$/

/** Measures the project in `root` with the tools and the law of this project. */
export function measure(root: string): House {
  const paths = ['src', 'e2e'].flatMap((folder) => filesBelow(root, folder))
  const sources = paths.filter((path) => SOURCE.test(path))
  const graph = graphOf(new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
  return {
    folders: foldersOf(paths),
    cycles: cyclesOf(graph),
    wrongArrows: wrongArrowsIn(root),
    unused: unusedIn(root),
  }
}

const filesBelow = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()

function foldersOf(paths: readonly string[]): House['folders'] {
  return [...new Set(paths.map((path) => dirname(path)))].sort().map((folder) => {
    const files = paths.filter((path) => dirname(path) === folder)
    return { path: folder, files: files.length, tests: files.filter((file) => TEST.test(file)).length }
  })
}

type Diagnostic = { code: string; message: string; help: string; filename: string }

function wrongArrowsIn(root: string): House['wrongArrows'] {
  const { diagnostics } = run('oxlint', ['--format', 'json', 'src', 'e2e'], root) as {
    diagnostics: Diagnostic[]
  }
  return diagnostics
    .filter(({ code }) => code === 'eslint(no-restricted-imports)')
    .map(({ filename, message, help }) => ({
      file: filename,
      imports: /'(.+?)'/.exec(message)?.[1] ?? message,
      law: help,
    }))
}

type Report = { issues: ({ file: string } & Record<string, { name: string }[]>)[] }

function unusedIn(root: string): House['unused'] {
  const config = resolve('e2e/house/knip.json')
  const { issues } = run('knip', ['--config', config, '--reporter', 'json', '--no-progress'], root) as Report
  return issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([what, found]) => found.map(({ name }) => ({ what, name, file }))),
  )
}

/** Both tools also print JSON when they exit with 1 because they found something. */
function run(tool: string, args: readonly string[], root: string): unknown {
  const { stdout, stderr } = spawnSync(resolve('node_modules/.bin', tool), args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  try {
    return JSON.parse(stdout)
  } catch {
    throw new Error(`${tool} printed no JSON in ${root}: ${stderr || stdout}`)
  }
}
