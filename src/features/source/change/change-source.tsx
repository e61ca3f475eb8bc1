import type { ReactNode } from 'react'
import { ApiError, messageOf } from '#api/client.ts'
import type { SourceSpec } from '#api/sources.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel, sourceName } from '#selections/source-name.ts'
import { FoundSource } from './found-source.tsx'
import { FormActions } from '#features/source/form/form-actions.tsx'
import type { SourceState } from '#features/source/rules/model.ts'
import { RankFields, SkipField } from '#features/source/form/rank-fields.tsx'
import { RunningChange } from '#features/source/notices/running-change.tsx'
import { SourceFields } from '#features/source/form/source-fields.tsx'
import type { SourceFormErrors } from '#features/source/form/source-form.ts'
import { useChange } from './use-change.ts'
import { useChangeForm, type Restores } from './use-change-form.ts'
import { useEditAgain } from '#features/source/pages/use-edit-again.ts'
import { useFocusWrong } from '#features/source/form/use-focus-wrong.ts'

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** The source to change; null: a source is added to the others. */
  old: SourceState | null
  title: string
  onClose: () => void
  /** Reads the region again and updates `region` and `sources`. */
  onReread?: (() => Promise<void>) | undefined
  /** Shown above the form. */
  before?: ReactNode
  /** What an undo restores; its source is read immediately. */
  restores?: Restores | null
  /** The URL and the keyring to prefill. */
  fill?: SourceSpec | null
}

/** Changes or adds a source: reads it first, shows what the change means, then applies it step by step. */
export function ChangeSource({
  region,
  sources,
  old,
  title,
  onClose,
  onReread,
  before,
  restores = null,
  fill = null,
}: Props) {
  const change = useChange()
  const form = useChangeForm({ region, sources, old, restores, fill })
  const { typed, found, plan, edit } = form
  const { entered, reading, failure, catalogue } = found
  const { form: fields, refusal } = useFocusWrong(failure, typed.errors)
  const editAgain = useEditAgain({ onReread, reset: change.reset, check: () => void typed.read() })

  if (change.running || change.outcome)
    return <RunningChange change={change} onClose={onClose} onEdit={restores ? undefined : editAgain} />

  return (
    <Modal
      title={title}
      description={
        old
          ? `${whatIsNow(old, sources)} now. Connect reads another source and changes nothing yet.`
          : 'Connect reads the source and changes nothing yet.'
      }
      onClose={onClose}
      actions={
        <FormActions
          region={region}
          sources={sources}
          changes={old !== null}
          form={form}
          change={change}
          onClose={onClose}
        />
      }
    >
      {before}
      <form
        ref={fields}
        onSubmit={(event) => {
          event.preventDefault()
          if (!reading) form.connect()
        }}
      >
        <SourceFields
          form={typed.form}
          errors={{ ...(failure && fieldsOf(failure)), ...typed.errors }}
          advanced={typed.advanced}
          onAdvanced={typed.setAdvanced}
          onChange={edit}
          advisesFile={capabilitiesOf(region.version).failsOnKeyringData}
          more={<RankOptions typed={typed} adds={old === null && restores === null} />}
        />
        <input type="submit" hidden />
      </form>
      {typed.suggestion !== null && (
        <Suggestion url={typed.suggestion} onAccept={(url) => edit({ ...typed.form, kind: 'custom', url })} />
      )}
      <p role="status" className={reading ? undefined : 'u-off-screen'}>
        {reading && entered && `Reading ${sourceName(entered.url)}…`}
        {plan && 'The source has been read.'}
      </p>
      {failure && entered && (
        <div ref={refusal}>
          <Notice tone="negative" title={failureTitle(failure, sourceName(entered.url))}>
            {messageOf(failure)} Nothing has been changed.
          </Notice>
        </div>
      )}
      {catalogue && plan && (
        <FoundSource
          region={region}
          catalogue={catalogue}
          plan={plan}
          compares={old !== null}
          restores={restores?.selections ?? null}
          importing={found.importing}
          choices={form.choices}
          onChoose={form.choose}
          refusalReasons={form.refusalReasons}
          usesAnyway={form.usesAnyway}
          onUseAnyway={form.setUsesAnyway}
        />
      )}
    </Modal>
  )
}

type RankProps = { typed: ReturnType<typeof useChangeForm>['typed']; adds: boolean }

/** What MAAS 3.8 and later have besides URL and keyring; a change of source keeps name, priority and use. */
const RankOptions = ({ typed, adds }: RankProps) =>
  typed.rank && (
    <>
      {adds && <RankFields form={typed.rank} errors={typed.errors} onChange={typed.editRank} />}
      <SkipField form={typed.rank} onChange={typed.editRank} />
    </>
  )

type SuggestionProps = { url: string; onAccept: (url: string) => void }

/** The URL that was probably meant. */
const Suggestion = ({ url, onAccept }: SuggestionProps) => (
  <p>
    Did you mean{' '}
    <button type="button" className="p-button--link" onClick={() => onAccept(url)}>
      {url}
    </button>
    ?
  </p>
)

const whatIsNow = ({ source }: SourceState, { length }: readonly SourceState[]) =>
  length > 1 ? `${sourceLabel(source)} is read from ${source.url}` : `Images come from ${sourceLabel(source)}`

/** A temporary failure does not mean that the source itself is unusable. */
const failureTitle = (error: Error, name: string): string =>
  error instanceof ApiError && error.retryAfter !== undefined
    ? `Could not read ${name}`
    : `${name} cannot be used like this`

function fieldsOf(error: Error): SourceFormErrors {
  if (!(error instanceof ApiError)) return {}
  const named = Object.entries(error.fields).map(([field, [message]]) => [field, message ?? ''])
  return Object.fromEntries(named) as SourceFormErrors
}
