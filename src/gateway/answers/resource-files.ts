import type { FilesAnswer } from '#contract/gateway.ts'
import type { BootResource, BootResourceDetail } from '#contract/boot-resource.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'

/** The files of boot resources, as far as they have been read. @param details by id */
export function resourceFiles(
  resources: readonly BootResource[],
  details: ReadonlyMap<number, BootResourceDetail>,
): FilesAnswer {
  return {
    complete: resources.every(({ id }) => details.has(id)),
    resources: resources.map(({ id, type, name, architecture }) => ({
      synced: type === 'Synced',
      name,
      architecture,
      sets: setsOf(details.get(id)).map(({ version, label, complete, files }) => ({
        version,
        label,
        complete,
        files: Object.entries(files).map(
          ([filename, { sha256, size, complete: whole, progress }]): [string, number, number, string] => [
            shortSha256(sha256),
            size,
            whole ? size : Math.floor((size * (progress ?? 0)) / 100),
            filename,
          ],
        ),
      })),
    })),
  }
}

/** The newest version last. The order of MAAS's keys varies, so it does not show which version is the newest. */
const setsOf = (detail: BootResourceDetail | undefined) =>
  Object.values(detail?.sets ?? {}).sort((a, b) => (a.version < b.version ? -1 : 1))
