/*
 * MAAS commissions machines with one Ubuntu release. Up to 3.7 it refuses to delete the last selection of it; later
 * versions delete it, and then no machine can be commissioned.
 */

/** @param commissioningRelease Ubuntu release of MAAS's settings; '' if it is not known */
export const isCommissioning = (
  { os, release }: { readonly os: string; readonly release: string },
  commissioningRelease: string,
): boolean => os === 'ubuntu' && commissioningRelease !== '' && release === commissioningRelease

const rule = (name: string) => `${name} is the commissioning release`
/** The dialog that changes the release, as texts name it and link to it. */
export const DEFAULT_IMAGES = { phrase: 'Default images', pathname: '/images', param: 'defaults' } as const

const ANOTHER = `another commissioning release in ${DEFAULT_IMAGES.phrase}`

/**
 * The sentences that explain the rule, by what a person is about to do. @param name of the release: "Ubuntu
 * 24.04 LTS"
 */
export const commissioningText = {
  /** The release would no longer be selected. */
  mustStay: (name: string) =>
    `${rule(name)}, so it has to stay. Select one of its architectures again, or choose ${ANOTHER} first.`,
  /** Only one architecture of the release is left. */
  lastArch: (name: string) => `${rule(name)}, so one architecture must stay. Choose ${ANOTHER} first.`,
  /** @param arches "amd64, arm64": the architectures that would no longer be selected */
  withoutArches: (name: string, arches: string) =>
    `${rule(name)}. Without its images for ${arches}, machines of that architecture cannot be commissioned.`,
  /** All its images would be deleted. */
  withoutImages: (name: string) =>
    `${rule(name)}. Without its images, machines cannot be commissioned. Choose ${ANOTHER} first.`,
  notSelected: (name: string) => `${rule(name)}, but it is not selected. Select it, or choose ${ANOTHER}.`,
  /** MAAS refused to delete its selection. */
  refused: `MAAS needs this release to commission machines with, so its selection cannot be deleted. Choose ${ANOTHER} first.`,
} as const
