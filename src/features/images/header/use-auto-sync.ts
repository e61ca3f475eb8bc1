import { useMutation, useQueryClient } from '@tanstack/react-query'
import { setConfig } from '#api/images.ts'
import type { useImages } from '#features/images/data/use-images.ts'
import { useCommands } from '#ui/commands/commands.ts'

/** The setting for automatic sync, also in the command palette. @param offBecause why it cannot be changed; null: it can */
export function useAutoSync(data: ReturnType<typeof useImages>, offBecause: string | null) {
  const config = useMutation(setConfig(useQueryClient()))
  const isOn = data.region.data?.config.autoImport ?? false
  const isShownOn = config.isPending ? config.variables.value : isOn
  const set = (value: boolean) => config.mutate({ name: 'boot_images_auto_import', value })
  useCommands(() => [
    {
      id: 'auto-sync',
      group: 'Actions',
      label: isShownOn ? 'Switch off automatic sync' : 'Switch on automatic sync',
      offBecause: config.isPending ? 'The setting is being changed.' : offBecause,
      run: () => set(!isOn),
    },
  ])
  return { isShownOn, pending: config.isPending, error: config.error, set, reset: config.reset }
}
