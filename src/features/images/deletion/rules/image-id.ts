import { imageKey } from '#selections/keys.ts'

/** One image: every boot resource of a release and an architecture. A custom image can have no OS (''). */
export type ImageId = {
  readonly kind: 'synced' | 'uploaded'
  readonly os: string
  readonly release: string
  readonly arch: string
}

/** A custom image can have the name of a synced one. */
export const imageIdKey = ({ kind, os, release, arch }: ImageId): string =>
  `${kind} ${imageKey(os, release, arch)}`
