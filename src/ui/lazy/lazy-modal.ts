import { lazyDialog } from './lazy-part.tsx'

/** The modal dialog, for use in the page's own code: it needs a library that most visits do not use. */
export const LazyModal = lazyDialog(
  () => import('#ui/modal.tsx').then((m) => m.Modal),
  ({ onClose }) => onClose,
)
