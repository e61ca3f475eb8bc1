import type { BootSource } from '#contract/maas.ts'
import type { FileSource } from '#contract/selection-file.ts'
import type { SourceFill } from '#contract/source-fill.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { SourceComparison } from '#features/images/selection-file/rules/compare-files.ts'
import type { ImportedDraft } from '#features/images/selection-file/rules/file-draft.ts'

type Props = {
  comparison: readonly SourceComparison[]
  sources: readonly { readonly source: BootSource }[]
  found: Pick<ImportedDraft, 'unknown' | 'untouched' | 'unchecked'>
  /** Opens Change source, or Add source without `replaces`, filled in. null: the user may not change sources. */
  onSource: ((fill: SourceFill) => void) | null
}

const AND = new Intl.ListFormat('en-US')
const named = (sources: readonly { url: string }[]) => AND.format(sources.map((one) => sourceLabel(one)))

/** How the sources of a file differ from those of the region, and what to do about it. */
export function SourceNotices({ comparison, sources, found, onSource }: Props) {
  const { unknown, untouched, unchecked } = found
  return (
    <>
      {comparison.map(({ pair: { left, right }, moved }, index) => {
        if (!left || !right || !moved) return null
        const replaces = sources[index]?.source.id
        return (
          <Notice
            key={left.url}
            tone="caution"
            title={moved === 'address' ? 'The file is for another boot source' : 'The keyring differs'}
            actions={
              onSource && (
                <BusyButton
                  onClick={() => onSource({ ...fillOf(right), ...(replaces !== undefined && { replaces }) })}
                >
                  Change source
                </BusyButton>
              )
            }
          >
            {moved === 'address'
              ? `The file is for ${sourceLabel(right)}. This region uses ${sourceLabel(left)}, and an import selects from there.`
              : `The file has ${keyringText(right)} for ${sourceLabel(right)}. This region has ${keyringText(left)}. An import does not change it.`}
          </Notice>
        )
      })}
      {unknown.map((source) => (
        <Notice
          key={source.url}
          tone="caution"
          title="A boot source of the file is not in this region"
          actions={onSource && <BusyButton onClick={() => onSource(fillOf(source))}>Add source</BusyButton>}
        >
          The selection from {sourceLabel(source)} is not imported. To import it, add the source first.
        </Notice>
      ))}
      {untouched.length > 0 && (
        <p>The selection from {named(untouched)} stays, because the file does not have it.</p>
      )}
      {unchecked.length > 0 && (
        <p>
          This page has not read what {named(unchecked)} offers, so MAAS may refuse a part of the selection.
        </p>
      )}
    </>
  )
}

const fillOf = ({ url, keyring_filename, keyring_data }: FileSource): SourceFill => ({
  url,
  keyring_filename,
  keyring_data,
})

const keyringText = ({ keyring_filename, keyring_data }: FileSource): string => {
  if (keyring_filename !== '') return `the keyring file ${keyring_filename}`
  return keyring_data === '' ? 'no keyring' : 'keyring data'
}
