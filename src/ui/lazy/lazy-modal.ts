import { lazyDialog } from './lazy-part.tsx'

/** The dialog over the page, for what is in the page's own code: it brings a library that most visits do not need. */
export const LazyModal = lazyDialog(
  () => import('#ui/modal.tsx').then((m) => m.Modal),
  ({ onClose }) => onClose,
)
