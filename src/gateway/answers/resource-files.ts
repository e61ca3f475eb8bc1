import type { FilesAnswer } from '#contract/gateway.ts'
import type { BootResource } from '#contract/boot-resource.ts'
import type { ResourceDetail } from '#gateway/region/resource-detail.ts'
import { shortSha256 } from '#lib/text/short-sha256.ts'

/**
 * The files of boot resources, as far as they have been read. MAAS shows the progress of a file on all region controllers
 * together; it downloads a file to one of them, and copies it to the others (SyncBootResourcesWorkflow).
 * @param details by id
 * @param controllers how many region controllers MAAS has
 */
export function resourceFiles(
  resources: readonly BootResource[],
  details: ReadonlyMap<number, ResourceDetail>,
  controllers = 1,
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
            whole ? size : bytesOfOne(size, (progress ?? 0) * controllers),
            filename,
          ],
        ),
      })),
    })),
  }
}

/** What one region controller has of a file, if no other one has a part of it. */
const bytesOfOne = (size: number, percent: number): number =>
  percent >= WHOLE_PERCENT ? size : Math.floor((size * percent) / 100)

/** A third of a file is 33.3333333333 %. */
const WHOLE_PERCENT = 100 - 1e-9
