import type { CatalogueRelease, Image } from '#contract/gateway.ts'
import type { ReleaseRow } from './model.ts'
import { releaseTitle } from './os-titles.ts'

export type ReleaseFacts = Pick<ReleaseRow, 'title' | 'codename' | 'lts' | 'supportEol' | 'version'>

const VERSION = /\d{1,4}(?:\.\d{1,4}){0,3}/

/** What a release is called: from a catalogue that lists it, else from what MAAS says of its images. */
export function releaseFacts(
  os: string,
  release: string,
  listed: CatalogueRelease | null,
  images: Iterable<Image>,
): ReleaseFacts {
  if (listed) {
    const { codename, lts, supportEol, version } = listed
    return { title: releaseTitle(os, listed.title), codename, lts, supportEol, version }
  }
  const title = titleOf(os, release, [...images])
  const version = VERSION.exec(title)?.[0] ?? VERSION.exec(release)?.[0] ?? ''
  return { title, codename: '', lts: title.endsWith(' LTS'), supportEol: null, version }
}

function titleOf(os: string, release: string, images: readonly Image[]): string {
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
