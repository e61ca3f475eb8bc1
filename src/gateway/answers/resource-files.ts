import type { FilesAnswer } from '#contract/gateway.ts'
import type { BootResource } from '#contract/boot-resource.ts'
import type { ResourceDetail } from '#gateway/region/resource-detail.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'

/** The files of boot resources, as far as they have been read. @param details by id */
export function resourceFiles(
  resources: readonly BootResource[],
  details: ReadonlyMap<number, ResourceDetail>,
): FilesAnswer {
  return {
    complete: resources.every(({ id }) => details.has(id)),
    resources: resources.map(({ id, type, name, architecture }) => ({
      synced: type === 'Synced',
      name,
      architecture,
      sets: (details.get(id)?.sets ?? []).map(({ version, label, complete, files }) => ({
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
