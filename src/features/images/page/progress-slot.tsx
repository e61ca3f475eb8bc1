import type { useImages } from '#features/images/data/use-images.ts'
import type { ImportFacts } from '#features/images/forecast/use-import-facts.ts'
import { AfterPaint } from '#ui/lazy/after-paint.tsx'
import { lazyNotice } from '#ui/lazy/lazy-part.tsx'

const ImportProgress = lazyNotice(() =>
  import('#features/images/progress/import-progress.tsx').then((m) => m.ImportProgress),
)

type Props = {
  data: ReturnType<typeof useImages>
  importFacts: ImportFacts
  onRetry: () => void
}

/** The place of a running import's progress, which is filled as soon as the rest of the page has been painted. */
export const ProgressSlot = (props: Props) => (
  <div className="import-progress-slot">
    <AfterPaint>
      <ImportProgress {...props} />
    </AfterPaint>
  </div>
)
