import { useEffect, useRef } from 'react'
import { stopText } from '#api/stop/stop-text.ts'
import { ownerOf } from '#api/store/records.ts'
import { useFirst, useRecord } from '#api/store/use-record.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { formatBytes } from '#lib/bytes.ts'
import { Notice } from '#ui/notice.tsx'
import { notesOn } from '#streams/simplestreams/address.ts'
import { ComparisonView } from '#features/source/report/comparison-view.tsx'
import type { Choice, Choices } from '#features/source/rules/choices.ts'
import { addsOnly } from '#features/source/rules/source-steps.ts'
import { PENDING_CHANGE } from './change-records.ts'
import { failsText } from '#selections/outcome/doubled.ts'
import type { SourceTarget } from '#features/source/rules/model.ts'
import { RefusedNotice } from '#features/source/report/refused-notice.tsx'
import { SourceReport } from '#features/source/report/source-report.tsx'
import type { SourcePlan } from '#features/source/rules/source-plan.ts'
import { missingKeyringText } from '#features/source/report/warning-words.ts'

type Props = {
  region: RegionAnswer
  catalogue: Catalogue
  plan: SourcePlan
  /** The source replaces another one: the effect on the selection is shown. */
  compares: boolean
  restores: SourceTarget['selections'] | null
  importing: boolean
  choices: Choices
  onChoose: (key: string, choice: Choice) => void
  /** The reasons why MAAS cannot use the source, as sentences. */
  refusalReasons: readonly string[]
  usesAnyway: boolean
  onUseAnyway: (usesAnyway: boolean) => void
}

/** MAAS up to 3.7 imports everything from a source without bootloaders until something is selected from it. */
function WholeSource({ plan }: { plan: SourcePlan }) {
  if (!plan.everything) return null
  const { images, bytes } = plan.everything
  const all = `all its images (${images}, ${formatBytes(bytes)})`
  return (
    <Notice tone="caution" title="MAAS imports everything from this source until you select something">
      {addsOnly(plan.target)
        ? `The source has no bootloaders, and nothing is selected from it yet. Adding it starts no import, but the next import or automatic sync would bring ${all}. Select what you need on the Images page right after adding it.`
        : `The source has no bootloaders, and nothing would be selected from it. The import that follows the change brings ${all}. To import only some of them, cancel here and select images on the Images page first.`}
    </Notice>
  )
}

const NAMED = 5

/**
 * MAAS up to 3.7 imports a selected image from every source that lists it, not only from the source it is selected
 * from.
 */
function ImportedAgain({ images }: { images: readonly string[] }) {
  const more = images.length - NAMED
  return (
    <Notice
      tone="information"
      title={`MAAS imports ${images.length} ${images.length === 1 ? 'image' : 'images'} of other sources from this source as well`}
    >
      {images.length === 1 ? 'It is' : 'They are'} selected from other sources, and this source lists the same{' '}
      {images.length === 1 ? 'version' : 'versions'}: {images.slice(0, NAMED).join(', ')}
      {more > 0 && ` and ${more} more`}. Identical files are not downloaded twice.
    </Notice>
  )
}

/**
 * MAAS 3.8 deletes a source's images together with the source, and a source with keyring data may have to be created
 * again.
 */
function MadeAgain() {
  return (
    <Notice tone="caution" title="MAAS deletes the images of the current source immediately">
      A source with keyring data cannot be changed to a keyring file: it is created again, and the old one is
      deleted with its images. The import that follows downloads the selected images again.
    </Notice>
  )
}

/** Over API 2.0, MAAS 3.8 cannot remove one architecture: the change deletes the selection and creates it again. */
function Recreated({ plan: { recreated, nameOf } }: { plan: SourcePlan }) {
  if (recreated.length === 0) return null
  const names = recreated.map(nameOf).join(', ')
  return (
    <Notice tone="caution" title={`MAAS deletes the images of ${names} and downloads them again`}>
      MAAS 3.8 cannot remove a single architecture of a release. The change deletes the images of all
      architectures immediately; the import that follows downloads the selected ones again.
    </Notice>
  )
}

/** MAAS cannot remove what an upgrade has left twice: where nothing brings it any more, all imports fail. */
function Fails({ plan: { cost, nameOf } }: { plan: SourcePlan }) {
  const text = failsText(cost.failsAt, nameOf)
  return (
    text !== null && (
      <Notice tone="caution" title="All imports will fail">
        {text}
      </Notice>
    )
  )
}

/** What was found at a source, and what changing to it means. */
export function FoundSource(props: Props) {
  const { region, catalogue, plan, compares, restores, importing, refusalReasons } = props
  const notes = notesOn(plan.target.spec?.url ?? '', region.version)
  const unfinished = useFirst(useRecord(PENDING_CHANGE, ownerOf(region)))
  const top = useRef<HTMLDivElement>(null)
  // the form can be taller than the dialog: bring the result into view
  useEffect(() => {
    top.current?.scrollIntoView?.({ block: 'nearest' })
  }, [])
  return (
    <div ref={top}>
      {/* problems come first, because the report is long */}
      {plan.offBecause && <p role="status">{plan.offBecause}</p>}
      {refusalReasons.length > 0 && (
        <RefusedNotice
          catalogue={catalogue}
          version={region.version}
          usesAnyway={props.usesAnyway}
          onUseAnyway={props.onUseAnyway}
        />
      )}
      <SourceReport catalogue={catalogue} version={region.version} alreadyShown={refusalReasons} />
      {notes.length > 0 && (
        <ul aria-label="About the address">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Fails plan={plan} />
      {compares && plan.rules.deletesImmediately && !plan.rules.inPlace && <MadeAgain />}
      {compares && (
        <ComparisonView
          comparison={plan.comparison}
          choices={props.choices}
          rules={plan.rules}
          cost={plan.cost}
          returns={plan.returns}
          onChoose={props.onChoose}
        />
      )}
      {restores && (
        <p>
          Your previous selection is restored: {plan.target.selections.length}{' '}
          {plan.target.selections.length === 1 ? 'release' : 'releases'}.
          {plan.lost.length > 0 && ` The source does not offer ${plan.lost.join(', ')} any more.`}
        </p>
      )}
      {plan.again.length > 0 && <ImportedAgain images={plan.again} />}
      <WholeSource plan={plan} />
      <Recreated plan={plan} />
      {unfinished && (
        <Notice tone="caution" title="An earlier source change was not completed">
          If you continue, this change replaces it, and you can no longer go back from the earlier one. To
          finish it or to go back, cancel here and use its notice on the Images page.
        </Notice>
      )}
      {importing && !addsOnly(plan.target) && (
        <Notice tone="caution" title="An import is running">
          It is stopped first.{' '}
          {stopText(region.version, compares ? 'from the new source' : 'when the import starts again')}
        </Notice>
      )}
      {catalogue.keyring.state === 'elsewhere' && (
        <Notice tone="caution" title="Only MAAS can check this keyring file">
          Make sure that the file exists on the region. {missingKeyringText(region.version)}
        </Notice>
      )}
    </div>
  )
}
