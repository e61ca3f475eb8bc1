/* The only file that makes the keys of releases and images. */

type Release = { readonly os: string; readonly release: string }

/** One OS release at one boot source. */
export type ReleaseId = Release & { readonly sourceId: number }
/** `sourceId/os/release` */
export type ReleaseKey = string

/** `ubuntu/noble`: the name that MAAS gives a release and its boot resources. */
export const releaseName = ({ os, release }: Release): string => `${os}/${release}`

/** The key of a release at one boot source. */
export const releaseKey = ({ sourceId, ...id }: ReleaseId): ReleaseKey => `${sourceId}/${releaseName(id)}`

/** `ubuntu/noble amd64`: an image, which is the name of its boot resources without the kernel. */
export const imageName = (release: Release, arch: string): string => `${releaseName(release)} ${arch}`

/** The key of an image: `ubuntu/noble/amd64`. */
export const imageKey = (os: string, release: string, arch: string): string =>
  `${releaseName({ os, release })}/${arch}`

/** The key of an image that a source lists with several labels. */
export const labeledKey = (image: string, label: string): string => `${image} (${label})`
