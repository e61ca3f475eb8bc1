import { sourceLabel } from '#selections/source-name.ts'
import { ChangeSource } from '#features/source/change/change-source.tsx'
import { NamedSource, SOURCES_PAGE, useKnown } from './named-source.tsx'
import { ForAdministrators } from './read-only.tsx'
import { useClose } from './use-close.ts'
import { useFill } from './use-fill.ts'

/** The route /sources/add. */
export function AddSource() {
  const close = useClose(SOURCES_PAGE)
  return (
    <ForAdministrators onClose={close}>
      <Add close={close} />
    </ForAdministrators>
  )
}

function Add({ close }: { close: () => void }) {
  const known = useKnown()
  const fill = useFill()
  if (!known) return null
  return <ChangeSource {...known} old={null} fill={fill} title="Add source" onClose={close} />
}

/** The route /sources/{id}. */
export const UpdateSource = () => (
  <NamedSource>
    {(named) => <ChangeSource {...named} title={`Update ${sourceLabel(named.old.source)}`} />}
  </NamedSource>
)
