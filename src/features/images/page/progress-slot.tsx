import { useState } from 'react'
import type { useImages } from '#features/images/data/use-images.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'

const ImportProgress = lazyNotice(() =>
  import('#features/images/progress/import-progress.tsx').then((m) => m.ImportProgress),
)

type Props = {
  data: ReturnType<typeof useImages>
  importFacts: ImportFacts
  onRetry: () => void
}

/** The place of a running import's progress. A rate needs two reads, so nothing is loaded for it before the second one. */
export function ProgressSlot({ data, importFacts, onRetry }: Props) {
  const [firstRead] = useState(data.images.dataUpdatedAt)
  return (
    <div className="import-progress-slot">
      {data.images.dataUpdatedAt > firstRead && (
        <ImportProgress data={data} importFacts={importFacts} onRetry={onRetry} />
      )}
    </div>
  )
}
