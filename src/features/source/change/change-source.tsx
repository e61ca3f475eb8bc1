import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { ApiError, messageOf } from '#api/client.ts'
import { catalogueQuery, filesQuery, imagesQuery } from '#api/images.ts'
import { askedCatalogueQuery, type SourceExtras, type SourceSpec } from '#api/sources.ts'
import type { Catalogue, RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel, sourceName } from '#selections/source-name.ts'
import { endsAllImports, refusals } from '#streams/catalogue/concerns.ts'
import { undoLabel } from '#features/source/notices/change-titles.ts'
import { FoundSource } from './found-source.tsx'
import type { SourceState, SourceTarget } from '#features/source/rules/model.ts'
import { RankFields, SkipField } from '#features/source/form/rank-fields.tsx'
import { RunningChange } from '#features/source/notices/running-change.tsx'
import { SourceFields } from '#features/source/form/source-fields.tsx'
import type { FormErrors, SourceForm } from '#features/source/form/source-form.ts'
import { useChange } from './use-change.ts'
import { useEditAgain } from '#features/source/pages/use-edit-again.ts'
import { sourcePlan } from '#features/source/rules/source-plan.ts'
import { useSourceForm } from '#features/source/form/use-source-form.ts'
import { ANYWAY } from '#features/source/report/warning-words.ts'
import { useChoices } from './use-choices.ts'

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** The source to change; null: one is added beside the others. */
  old: SourceState | null
  title: string
  onClose: () => void
  /** Reads the region again; `region` and `sources` are new then. */
  onReread?: (() => Promise<void>) | undefined
  /** What stands above the form. */
  before?: ReactNode
  /** A way back: what the form begins with, read at once, and the selections to have in the end. */
  restores?: {
    readonly spec: SourceSpec
    readonly extras?: SourceExtras | undefined
    readonly selections: SourceTarget['selections']
  } | null
}

const NOTHING: SourceSpec = { url: '', keyring_filename: '', keyring_data: '' }

/** Changes or adds a source: look at it first, see what it means, then do it step by step. */
export function ChangeSource({
  region,
  sources,
  old,
  title,
  onClose,
  onReread,
  before,
  restores = null,
}: Props) {
  const client = useQueryClient()
  const ranked = capabilitiesOf(region.version).ranksSources
  const typed = useSourceForm({ sources, old, restores, ranked })
  const [asked, setAsked] = useState<SourceSpec | null>(restores?.spec ?? null)
  const [daring, setDaring] = useState(false)
  const { choices, choose, forget } = useChoices()
  const change = useChange()

  const read = useQuery({ ...askedCatalogueQuery(asked ?? NOTHING), enabled: asked !== null })
  const present = useQuery({
    ...catalogueQuery(old?.source ?? { id: 0, url: '', updated: '' }),
    enabled: old !== null,
  })
  const { importing = false, images = [] } = useQuery(imagesQuery()).data ?? {}
  const files = useQuery({ ...filesQuery(), enabled: asked !== null }).data ?? null
  const catalogues = useCatalogues(sources, asked !== null)
  const reading = asked !== null && read.isFetching && (!read.data || read.error !== null)
  const catalogue = asked !== null && !read.error ? read.data : undefined
  const failure = asked !== null && !reading ? read.error : null
  const plan =
    catalogue && asked
      ? sourcePlan(
          {
            region,
            sources,
            old,
            present: present.data ?? null,
            spec: ranked ? withoutSlash(asked) : asked,
            extras: typed.extrasAt(asked),
            catalogue,
            images,
            files,
            catalogues,
            restores: restores && asked === restores.spec ? restores.selections : null,
          },
          choices,
        )
      : null

  const form = useRef<HTMLFormElement>(null)
  // the form can be taller than the dialog: the field that is wrong must be seen
  const refusal = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!failure) return
    refusal.current?.scrollIntoView?.({ block: 'nearest' })
    focusWrong(form.current)
  }, [failure])
  useEffect(() => {
    if (Object.keys(typed.errors).length > 0) focusWrong(form.current)
  }, [typed.errors])

  const ask = (spec: SourceSpec | null) => {
    setAsked(spec)
    setDaring(false)
    forget()
  }
  const edit = (next: SourceForm) => {
    typed.edit(next)
    // what was found is about another address now
    ask(null)
  }
  const connect = () => {
    const spec = typed.read()
    if (!spec) return
    // the same address again is a new question
    client.removeQueries({ queryKey: askedCatalogueQuery(spec).queryKey })
    ask(spec)
  }
  const cancel = () => {
    if (asked) void client.cancelQueries({ queryKey: askedCatalogueQuery(asked).queryKey })
    ask(null)
  }

  const editAgain = useEditAgain({ onReread, reset: change.reset, check: () => void typed.read() })

  if (change.running || change.outcome)
    return <RunningChange change={change} onClose={onClose} onEdit={restores ? undefined : editAgain} />

  // what was typed over the way back is a change like any other
  const isUndo = restores !== null && asked === restores.spec
  const troubles = catalogue ? refusals(catalogue, region.version) : []
  const offBecause =
    plan?.offBecause ??
    (typed.rank && plan && !plan.target.extras
      ? 'Name or priority are not as MAAS wants them. Press Connect to see what is wrong.'
      : null) ??
    (catalogue && troubles.length > 0 && !daring
      ? `${endsAllImports(catalogue, region.version) ? 'This source would stop all imports.' : 'MAAS refuses this source.'} Select “${ANYWAY}” to continue.`
      : null)
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
        <>
          <BusyButton onClick={reading ? cancel : onClose}>{reading ? 'Stop reading' : 'Cancel'}</BusyButton>
          <BusyButton tone={plan ? '' : 'positive'} busy={reading} busyLabel="Connecting…" onClick={connect}>
            {plan ? 'Connect again' : 'Connect'}
          </BusyButton>
          {plan && (
            <BusyButton
              tone="positive"
              offBecause={offBecause}
              onClick={() =>
                void change.run({
                  target: plan.target,
                  before: sources,
                  undoes: isUndo,
                })
              }
            >
              {isUndo ? undoLabel(old === null) : old ? 'Change source' : 'Add source'}
            </BusyButton>
          )}
        </>
      }
    >
      {before}
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!reading) connect()
        }}
      >
        <SourceFields
          form={typed.form}
          errors={{ ...(failure && fieldsOf(failure)), ...typed.errors }}
          advanced={typed.advanced}
          onAdvanced={typed.setAdvanced}
          onChange={edit}
          advisesFile={capabilitiesOf(region.version).failsOnKeyringData}
          more={
            typed.rank && (
              <>
                {old === null && restores === null && (
                  <RankFields form={typed.rank} errors={typed.errors} onChange={typed.editRank} />
                )}
                <SkipField form={typed.rank} onChange={typed.editRank} />
              </>
            )
          }
        />
        <input type="submit" hidden />
      </form>
      {typed.suggestion !== null && (
        <p>
          Did you mean{' '}
          <button
            type="button"
            className="p-button--link"
            onClick={() => edit({ ...typed.form, kind: 'custom', url: typed.suggestion ?? '' })}
          >
            {typed.suggestion}
          </button>
          ?
        </p>
      )}
      <p role="status" className={reading ? undefined : 'u-off-screen'}>
        {reading && `Reading ${sourceName(asked.url)}…`}
        {plan && 'The source has been read.'}
      </p>
      {failure && asked && (
        <div ref={refusal}>
          <Notice tone="negative" title={failureTitle(failure, sourceName(asked.url))}>
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
          importing={importing}
          choices={choices}
          onChoose={choose}
          troubles={troubles}
          daring={daring}
          onDare={setDaring}
        />
      )}
    </Modal>
  )
}

/** What each source of the region offers, by id, as far as it has been read. */
function useCatalogues(sources: readonly SourceState[], enabled: boolean): ReadonlyMap<number, Catalogue> {
  const answers = useQueries({
    queries: sources.map(({ source }) => ({ ...catalogueQuery(source), enabled })),
  })
  return new Map(
    sources.flatMap(({ source }, index) => {
      const found = answers[index]?.data
      return found ? [[source.id, found] as const] : []
    }),
  )
}

const whatIsNow = ({ source }: SourceState, { length }: readonly SourceState[]) =>
  length > 1 ? `${sourceLabel(source)} is read from ${source.url}` : `Images come from ${sourceLabel(source)}`

/** MAAS 3.8 keeps no slash at the end of an address. */
const withoutSlash = (spec: SourceSpec): SourceSpec => ({ ...spec, url: spec.url.replace(/\/+$/, '') })

/** A failure that passes says nothing of the source. */
const failureTitle = (error: Error, name: string): string =>
  error instanceof ApiError && error.retryAfter !== undefined
    ? `Could not read ${name}`
    : `${name} cannot be used like this`

function fieldsOf(error: Error): FormErrors {
  if (!(error instanceof ApiError)) return {}
  const named = Object.entries(error.fields).map(([field, [message]]) => [field, message ?? ''])
  return Object.fromEntries(named) as FormErrors
}

const focusWrong = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
