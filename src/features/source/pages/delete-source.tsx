import { useQueries, useQuery } from '@tanstack/react-query'
import { AS_POLLED, catalogueQuery, filesQuery, imagesQuery } from '#api/images.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { LinkedText } from '#ui/linked-text.tsx'
import { Modal } from '#ui/modal.tsx'
import { DEFAULT_IMAGES } from '#selections/commissioning.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { deletionTexts } from './delete-words.ts'
import { deletionFailsAt } from '#features/source/rules/change-cost.ts'
import type { SourceState } from '#features/source/rules/model.ts'
import { NamedSource } from './named-source.tsx'
import { releaseNames } from '#features/source/report/release-names.ts'
import { RunningChange } from '#features/source/notices/running-change.tsx'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import { ShowSourcesAs } from './show-as.tsx'
import { useChange } from '#features/source/change/use-change.ts'

/** The route /sources/{id}/delete: shows what is deleted and when, and lets the user confirm. */
export const DeleteSource = () => <NamedSource>{(named) => <DeleteDialog {...named} />}</NamedSource>

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  old: SourceState
  onClose: () => void
}

function DeleteDialog({ region, sources, old, onClose }: Props) {
  const images = useQuery({ ...imagesQuery(), ...AS_POLLED }).data
  // the page behind reads the same
  const files = useQuery(filesQuery()).data ?? null
  const answers = useQueries({ queries: sources.map(({ source }) => catalogueQuery(source)) })
  const change = useChange()
  if (change.running || change.outcome) return <RunningChange change={change} onClose={onClose} />
  const catalogues = new Map(
    sources.flatMap(({ source }, index) => {
      const catalogue = answers[index]?.data
      return catalogue ? [[source.id, catalogue] as const] : []
    }),
  )
  const { texts, warnings } = deletionTexts({
    version: region.version,
    old,
    elsewhere: sources.filter(({ source }) => source.id !== old.source.id),
    images: images?.images ?? null,
    importing: images?.importing ?? false,
    commissioningRelease: region.config.commissioningRelease,
    failsAt: deletionFailsAt({
      version: region.version,
      sources,
      sourceOrder: region.sourceOrder,
      catalogues,
      files,
      id: old.source.id,
    }),
    nameOf: releaseNames([...catalogues.values()], images?.images),
  })
  const target = { spec: null, selections: [], replaces: old.source.id }
  return (
    <Modal
      title={`Delete ${sourceLabel(old.source)}?`}
      description={old.source.url}
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Keep source</BusyButton>
          <ShowSourcesAs
            version={region.version}
            sources={sources}
            steps={changeSteps(sources, target, { importing: images?.importing ?? false })}
          />
          <BusyButton tone="negative" onClick={() => void change.run({ target, before: sources })}>
            Delete source
          </BusyButton>
        </>
      }
    >
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {warnings.map((warning) => (
        <p key={warning} className="comparison__warning">
          <LinkedText text={warning} {...DEFAULT_IMAGES} />
        </p>
      ))}
      <p>
        You can undo this on the Images page. Undo adds the source and its selections again, and downloads the
        images that the source still offers.
      </p>
    </Modal>
  )
}
