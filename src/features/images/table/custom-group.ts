import type { Image } from '#contract/gateway.ts'
import { compareNatural } from '#lib/text/natural-order.ts'
import { compareArches } from '#features/images/rules/arch-order.ts'
import { customImageState } from '#features/images/rules/image-state.ts'
import type { Cell, Group, ReleaseRow } from '#features/images/rules/model.ts'
import type { TableInput } from '#features/images/rules/table-input.ts'
import { releaseName } from '#selections/keys.ts'

/** The uploaded images, without boxes: one row per name, sorted by title. */
export function customGroup({ images }: TableInput): Group {
  const byName = new Map<string, Image[]>()
  for (const image of images) {
    if (image.kind !== 'uploaded') continue
    const group = byName.get(releaseName(image))
    if (group) group.push(image)
    else byName.set(releaseName(image), [image])
  }
  const rows = [...byName].map(([name, list]) => rowOf(name, list))
  rows.sort((a, b) => compareNatural(a.title, b.title) || compareNatural(a.key, b.key))
  return { id: 'custom', title: 'Custom images', kind: 'custom', rows }
}

function rowOf(name: string, images: readonly Image[]): ReleaseRow {
  const [first] = images as readonly [Image]
  const { os, release } = first
  const cells = images.map(cellOf).sort((a, b) => compareArches(a.arch, b.arch))
  const title = images.find((image) => image.title)?.title ?? release
  return {
    sourceId: 0,
    os,
    release,
    key: `custom/${name}`,
    source: '',
    sourceDisabled: false,
    title,
    codename: title === release ? '' : release,
    lts: false,
    supportEol: null,
    supportEnded: false,
    version: '',
    selectable: false,
    cells,
    wanted: null,
    saved: null,
    bytes: cells.reduce((sum, { bytes }) => sum + bytes, 0),
    mustStay: null,
  }
}

const cellOf = (image: Image): Cell => ({
  arch: image.arch,
  state: customImageState(image),
  selected: false,
  changed: false,
  locked: null,
  bytes: image.heldBytes || (image.incoming?.bytes ?? 0),
  offer: null,
  image,
  also: '',
})
