import { BusyButton } from '#ui/busy-button.tsx'
import type { useImages } from '#features/images/data/use-images.ts'

/** A button that reads the region again immediately. */
export function TryAgain({ data: { region, images } }: { data: ReturnType<typeof useImages> }) {
  return (
    <BusyButton
      busy={region.isFetching || images.isFetching}
      busyLabel="Trying again…"
      onClick={() => {
        void region.refetch()
        void images.refetch()
      }}
    >
      Try again
    </BusyButton>
  )
}
