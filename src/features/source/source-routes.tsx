import { sourceLabel } from '#lib/source-name.ts'
import { ChangeSource } from './change-source.tsx'
import type { SourceState } from './model.ts'
import { NamedSource, SOURCES, useKnown } from './named-source.tsx'
import { useClose } from './use-close.ts'

/** The route /sources/add. */
export function AddSource() {
  const known = useKnown()
  const close = useClose(SOURCES)
  if (!known) return null
  return <ChangeSource {...known} old={null} title="Add source" onClose={close} />
}

/** The route /sources/{id}. */
export const UpdateSource = () => (
  <NamedSource>{(named) => <ChangeSource {...named} title={`Update ${nameOf(named.old)}`} />}</NamedSource>
)

const nameOf = ({ source }: SourceState) => sourceLabel(source)
