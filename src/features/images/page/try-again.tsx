import { CommandButton } from '#ui/commands/command-button.tsx'
import type { useImages } from '#features/images/data/use-images.ts'

/** A button that reads the region again immediately. */
export function TryAgain({ data: { region, images } }: { data: ReturnType<typeof useImages> }) {
  return (
    <CommandButton
      command="Read the region again"
      busy={region.isFetching || images.isFetching}
      busyLabel="Trying again…"
      onClick={() => {
        void region.refetch()
        void images.refetch()
      }}
    >
      Try again
    </CommandButton>
  )
}
