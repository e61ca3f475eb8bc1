import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin, Rollup } from 'vite'

/** The notice file in the folder of the page, which the gateway serves like any other file of the page. */
export const NOTICE = 'third-party-licenses.txt'

/**
 * Writes name, version and license of every package in the built page. Vite's `build.license` lists only packages that
 * scripts import, but the page also contains a style sheet and a font. The few lines of code that Vite itself adds to
 * a bundle are not listed, as Vite does not list them either.
 */
export function thirdPartyLicenses(fileName = NOTICE): Plugin {
  const styles = new Set<string>()
  let project = '.'
  return {
    name: 'third-party-licenses',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    config: () => ({ css: { preprocessorOptions: { scss: { importers: [recordImports(styles)] } } } }),
    configResolved({ root }) {
      project = root
    },
    generateBundle(_options, bundle) {
      const folders = new Set([
        ...[...styles].map((name) => `node_modules/${name}`),
        ...Object.values(bundle).flatMap(foldersIn),
      ])
      this.emitFile({ type: 'asset', fileName, source: noticeOf(project, folders) })
    },
  }
}

/** Records each package that a style sheet imports, and leaves it to Vite to find the file. */
const recordImports = (packages: Set<string>) => ({
  findFileUrl(address: string) {
    const name = /^(?:@[^/]+\/)?[^/.]+/.exec(address)?.[0]
    if (name !== undefined) packages.add(name)
    return null
  },
})

/** The folders of the packages in a built file, absolute or relative to the project. */
function foldersIn(file: Rollup.OutputAsset | Rollup.OutputChunk): string[] {
  const sources =
    file.type === 'asset'
      ? file.originalFileNames
      : Object.entries(file.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
  return sources.flatMap((path) => /^(?!\0).*\/?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
}

const RULE = '-'.repeat(80)

function noticeOf(project: string, folders: ReadonlySet<string>): string {
  const entries = [...folders].map((folder) => entryOf(project, resolve(project, folder)))
  const unique = new Map(entries.map((entry) => [`${entry.name} ${entry.version}`, entry.text]))
  const sorted = [...unique].sort(([one], [other]) => (one < other ? -1 : 1))
  return [
    'This page contains the packages below, under the licenses that follow their names.\n',
    ...sorted.map(([head, text]) => `${RULE}\n${head}\n${text}`),
  ].join('\n')
}

/** Replaces the license text of a package that has none. */
export const WITHOUT_FILE = 'The package has no license file.'

type Manifest = { name: string; version: string; license?: string; author?: string | { name: string } }

function entryOf(project: string, folder: string) {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Manifest
  if (license === undefined) throw new Error(`The package ${name} in the page names no license.`)
  const owner = typeof author === 'object' ? author.name : author
  const texts = licensesIn(folder)
  const named = `Author: ${owner ?? 'not named'}`
  // the text of Apache-2.0 is the same everywhere, and the project contains it
  if (texts.length === 0 && license === 'Apache-2.0') texts.push(named, ...licensesIn(project))
  const text = texts.length > 0 ? texts.join('\n\n') : `${WITHOUT_FILE} ${named}`
  return { name, version, text: `License: ${license}\n\n${text}\n` }
}

const licensesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())

/** A package that the notice names. */
type Noticed = { name: string; version: string; license: string; text: string }

/** The packages of a built page, read from its notice; null: there is no notice. */
export function readNotice(page: string): Noticed[] | null {
  const file = join(page, NOTICE)
  if (!existsSync(file)) return null
  return readFileSync(file, 'utf8')
    .split(`${RULE}\n`)
    .slice(1)
    .map((entry) => {
      const [, name = '', version = '', license = '', text = ''] =
        /^(\S+) (\S+)\nLicense: (.+)\n\n([^]*)$/.exec(entry) ?? []
      return { name, version, license, text }
    })
}
