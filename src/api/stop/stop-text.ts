import { capabilitiesOf } from '#selections/maas-version.ts'

/** What a stop keeps in MAAS 3.5 to 3.7. @param when when partial downloads start over */
export const partialText = (when = 'at the next import'): string =>
  `Completed images are kept; partial downloads start over ${when}.`

/**
 * What a stop of the running import keeps. MAAS 3.4 takes files that have not begun out of a new version, counts what is
 * left as complete, and then removes the older version (finalize, resource_set_cleaner).
 * @param version of MAAS; undefined: not known yet
 * @param when when partial downloads start over
 */
export function stopText(version: string | undefined, when = 'at the next import'): string {
  const { syncsSelections, keepsPartialFiles } = capabilitiesOf(version ?? '')
  if (syncsSelections) return 'Completed images are kept; partial downloads are deleted and start over.'
  return keepsPartialFiles ? partialText(when) : MAY_LACK_FILES
}

const MAY_LACK_FILES =
  'Completed images are kept, and partial downloads are deleted. But if MAAS has only some files of a new version, it can keep those instead of the complete older version; the next import downloads the others.'
