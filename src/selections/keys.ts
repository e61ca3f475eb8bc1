/* The one place that makes the keys of releases and images. */

type Release = { readonly os: string; readonly release: string }

/** One OS release at one boot source. */
export type ReleaseId = Release & { readonly sourceId: number }
/** `sourceId/os/release` */
export type ReleaseKey = string

/** `ubuntu/noble`, as MAAS itself names a release and the boot resources of it. */
export const releaseName = ({ os, release }: Release): string => `${os}/${release}`

/** The key of a release at one boot source. */
export const releaseKey = ({ sourceId, ...id }: ReleaseId): ReleaseKey => `${sourceId}/${releaseName(id)}`

/** `ubuntu/noble amd64`: an image, as MAAS names the boot resources of it without their kernels. */
export const imageName = (release: Release, arch: string): string => `${releaseName(release)} ${arch}`

/** The key of an image: `ubuntu/noble/amd64`. */
export const imageKey = (os: string, release: string, arch: string): string =>
  `${releaseName({ os, release })}/${arch}`

/** The key of an image that a source lists with several labels. */
export const labeledKey = (image: string, label: string): string => `${image} (${label})`
