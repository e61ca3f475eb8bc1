/** What is said of an image to find it: `ubuntu/noble/amd64`. */
export const imageKey = (os: string, release: string, arch: string): string => `${os}/${release}/${arch}`

/** The key of an image that a source lists with several labels. */
export const labeledKey = (image: string, label: string): string => `${image} (${label})`
