import { useMutation, useQueryClient } from '@tanstack/react-query'
import { importMutation } from '#api/images.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useStop } from '#features/images/data/use-stop.ts'
import { useCommands } from '#ui/commands/commands.ts'

/** Starts and stops imports, also from the command palette. @param offBecause why neither is possible; null: it is */
export function useImport(data: ReturnType<typeof useImages>, offBecause: string | null) {
  const client = useQueryClient()
  const { region, images, importing, syncsSelections } = data
  const start = useMutation(importMutation(client, syncsSelections))
  const stop = useStop(
    {
      importing: images.data?.importing,
      lastStarted: region.data?.sync.lastStarted,
      readAt: images.dataUpdatedAt,
      // MAAS 3.8 ignores no stop, so none is repeated
      arrivedAt: syncsSelections ? -Infinity : data.arrivedAt,
    },
    data.owner,
  )
  const startImport = () => {
    stop.reset()
    start.mutate()
  }
  const stopImport = () => {
    start.reset()
    stop.stop()
  }
  useCommands(() => [
    importing
      ? {
          id: 'stop-import',
          group: 'Actions',
          label: 'Stop import',
          offBecause: stop.stopping ? 'It is stopping.' : offBecause,
          run: stopImport,
        }
      : {
          id: 'import',
          group: 'Actions',
          label: 'Import now',
          keywords: 'sync download',
          offBecause: start.isPending ? 'It is starting.' : offBecause,
          run: startImport,
        },
  ])
  return {
    importing,
    syncsSelections,
    /** Of MAAS; undefined: not known yet. */
    version: region.data?.version,
    starting: start.isPending,
    stopping: stop.stopping,
    /** MAAS accepted the request to stop two minutes ago and still reports the import. */
    late: stop.late,
    /** MAAS ignores the request to stop, and completes the import. */
    goesOn: stop.goesOn,
    /** An import runs that began after the stop, or that has ignored it. */
    overtaken: stop.overtaken,
    startError: start.error,
    stopError: stop.error,
    startImport,
    stopImport,
    /** Forgets the errors. */
    reset: () => {
      start.reset()
      stop.reset()
    },
  }
}
