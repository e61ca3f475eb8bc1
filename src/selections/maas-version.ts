/** Major, minor and patch of a MAAS version such as "3.5.13" or "3.7.0~beta1" (no patch: 0); null if there are none. */
function numbersOf(version: string): readonly [major: number, minor: number, patch: number] | null {
  const [, major, minor, patch = '0'] = /^\D{0,10}(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version) ?? []
  return major === undefined ? null : [Number(major), Number(minor), Number(patch)]
}

/** Whether a MAAS version is at least major.minor; null if the version cannot be read. */
function isAtLeast(version: string, major: number, minor: number): boolean | null {
  const known = numbersOf(version)
  return known && (known[0] > major || (known[0] === major && known[1] >= minor))
}

/**
 * Whether MAAS uses its proxy for image files even where boot_images_no_proxy is on (LP 2130037, mended in 3.5.9, 3.6.3
 * and 3.7.0; 3.4 reads files as it reads indexes).
 */
function proxiesFiles(version: string): boolean {
  const [major, minor = 0, patch = 0] = numbersOf(version) ?? []
  return major === 3 && ((minor === 5 && patch < 9) || (minor === 6 && patch < 3))
}

function releaseOfAdded(version: string): string | null {
  if (isAtLeast(version, 3, 8) !== false) return null
  if (isAtLeast(version, 3, 6) === true) return 'noble'
  return isAtLeast(version, 3, 5) === true ? 'jammy' : 'focal'
}

/**
 * The program with which MAAS reads streams. Up to 3.7: python-simplestreams, which passes keys on from a level
 * to those below it. From 3.8: a client with strict models. (Checked in MAAS's branches 3.4 to 3.8 and tags
 * 3.7.0 to 3.7.3.)
 */
export type StreamReader = 'to-3.7' | 'from-3.8'

export type Capabilities = {
  /** False if the version cannot be read. Then each capability below is the cautious answer. */
  readonly known: boolean
  readonly reader: StreamReader
  /** MAAS imports only the kernels and labels that a selection names; from 3.8 every kernel of the image. */
  readonly filtersKernels: boolean
  /** Sources have a name and a priority, can be disabled, and fail one by one. */
  readonly ranksSources: boolean
  /**
   * The Ubuntu release that MAAS selects from the source that it adds when an import finds none, whatever the
   * commissioning release is (get_lts_release of its UbuntuOS); null: it adds none, or the version is not known.
   */
  readonly releaseOfAdded: string | null
  /** The selection of the commissioning release can be deleted. */
  readonly mayDropCommissioning: boolean
  /** The refusal to delete the selection of the commissioning release names the release. */
  readonly namesCommissioning: boolean
  /** Rack controllers hold copies of the images. */
  readonly copiesToRacks: boolean
  /**
   * Each region controller holds a copy of the images, and the progress of a file is its share on all of them together.
   */
  readonly copiesToRegions: boolean
  /**
   * If one version of a boot resource has two files of the same name with different content (from two sources
   * or labels), MAAS downloads both. Up to 3.4 it downloads only the later one.
   */
  readonly fetchesReplaced: boolean
  /**
   * A file comes from the first source that lists it, even if that one lacks it and others have it. Later versions try all
   * of them (insert of 3.4; save_content_later of 3.5 to 3.7).
   */
  readonly takesFirstListed: boolean
  /**
   * After an import is stopped, the region keeps and shows partly downloaded files until the next import
   * downloads them from the start. Earlier and later versions delete such files (resource_set_cleaner of 3.4;
   * the canceled activity of 3.8).
   */
  readonly keepsPartialFiles: boolean
  /**
   * The workflow that downloads all images ends after two hours, with a notification (DOWNLOAD_TIMEOUT of 3.5 to 3.7).
   * 3.8 ends the download of each image after two hours, without one.
   */
  readonly limitsDownloads: boolean
  /** The proxy is used for image files even where boot_images_no_proxy is on; for indexes it is not. */
  readonly proxiesFiles: boolean
  /**
   * MAAS keeps its own selection for each architecture in addition to the row of the API, and syncs each one
   * separately. `op=import` starts one of several runs, the only one that `is_importing` reports and
   * `stop_import` ends. Deleting a selection or a source deletes its images immediately, and stopping deletes
   * partial downloads.
   */
  readonly syncsSelections: boolean
  /** MAAS's own boot source pages fail as long as a source has keyring data that was sent over API 2.0. */
  readonly failsOnKeyringData: boolean
  /** MAAS writes an event when an import begins, and its setting stops the hourly import immediately. */
  readonly logsImports: boolean
  /** Boot resources that come from a source have a title. */
  readonly titlesImages: boolean
  /** Times end in Z. */
  readonly zonesTimes: boolean
  /** When MAAS refuses a user who is not an administrator, it names the missing permission. */
  readonly namesPermissions: boolean
  /** A custom image can be based on Oracle Linux. */
  readonly knowsOracleLinux: boolean
  /** The prefix `custom/` is removed from the name of an uploaded image. */
  readonly stripsCustom: boolean
  /**
   * What a full disk does to the chunk of an upload. database: the chunk fails with an error of the database, which holds
   * the images. dies: the process that writes the file ends. loses: MAAS deletes what it has of the file, but not its
   * count of bytes, so the upload has to start over. (Read in the code, not recorded.)
   */
  readonly fullDisk: 'database' | 'dies' | 'loses'
}

/** What a version of MAAS can do. The only place that compares versions. */
export function capabilitiesOf(version: string): Capabilities {
  const from38 = isAtLeast(version, 3, 8)
  return {
    known: from38 !== null,
    reader: from38 === true ? 'from-3.8' : 'to-3.7',
    filtersKernels: from38 === false,
    ranksSources: from38 === true,
    releaseOfAdded: releaseOfAdded(version),
    mayDropCommissioning: from38 === true,
    namesCommissioning: isAtLeast(version, 3, 7) === true,
    copiesToRacks: isAtLeast(version, 3, 5) === false,
    copiesToRegions: isAtLeast(version, 3, 5) === true,
    fetchesReplaced: isAtLeast(version, 3, 5) !== false,
    takesFirstListed: isAtLeast(version, 3, 5) === false,
    keepsPartialFiles: isAtLeast(version, 3, 5) !== false && from38 !== true,
    limitsDownloads: isAtLeast(version, 3, 5) === true && from38 === false,
    proxiesFiles: proxiesFiles(version),
    syncsSelections: from38 === true,
    failsOnKeyringData: from38 === true,
    logsImports: from38 === false,
    titlesImages: from38 === false,
    zonesTimes: isAtLeast(version, 3, 6) === true,
    namesPermissions: from38 === true,
    knowsOracleLinux: isAtLeast(version, 3, 5) !== false,
    stripsCustom: from38 !== true,
    fullDisk: from38 === true ? 'loses' : isAtLeast(version, 3, 5) === false ? 'database' : 'dies',
  }
}

/** The ID of the only source that MAAS up to 3.7 does not read after a save: it waits for an import or another change. */
export const NOT_READ_WHEN_SAVED = 1

/** Minor versions of MAAS 3. */
const OLDEST = 4
const NEWEST = 8

/** "3.4 to 3.8" */
export const SUPPORTED_VERSIONS = `3.${OLDEST} to 3.${NEWEST}`

/** Whether this page supports the version. Other versions are treated like the closest supported one. */
export const isMadeFor = (version: string): boolean =>
  isAtLeast(version, 3, OLDEST) === true && isAtLeast(version, 3, NEWEST + 1) === false

/** Whether the MAAS of a source ranks sources (see `ranksSources`), for where its version is not known. */
export const isRanked = ({ priority }: { readonly priority?: number | undefined }): boolean =>
  priority !== undefined
