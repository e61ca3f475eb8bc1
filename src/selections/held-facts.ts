import { releaseTitle } from './os-titles.ts'

type Held = { readonly title: string | null; readonly kernels: readonly { readonly name: string }[] }

/**
 * What the region itself reports about a release: its title without the OS, its version ('' if unknown), and
 * whether it is an LTS.
 */
export type HeldFacts = { readonly title: string; readonly version: string; readonly lts: boolean }

const VERSION = /\d{1,4}(?:\.\d{1,4}){0,3}/

/** The name of a release that no source lists any more, taken from MAAS's data about its images. */
export function heldFacts(os: string, release: string, images: readonly Held[]): HeldFacts {
  const title = titleOf(os, release, images)
  const version = VERSION.exec(title)?.[0] ?? VERSION.exec(release)?.[0] ?? ''
  return { title, version, lts: title.endsWith(' LTS') }
}

function titleOf(os: string, release: string, images: readonly Held[]): string {
  for (const { title } of images) if (title) return releaseTitle(os, title)
  // the GA kernel of an Ubuntu release carries its number: jammy has ga-22.04
  for (const { kernels } of os === 'ubuntu' ? images : []) {
    for (const { name } of kernels) {
      const [, year, month] = /^ga-(\d\d)\.(\d\d)$/.exec(name) ?? []
      if (year) return `${year}.${month}${Number(year) % 2 === 0 && month === '04' ? ' LTS' : ''}`
    }
  }
  return release
}
