import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ApiError, messageOf } from '#api/client.ts'
import { catalogueQuery, imagesQuery } from '#api/images.ts'
import { askedCatalogueQuery, type SourceSpec } from '#api/sources.ts'
import type { RegionAnswer } from '#contract/gateway.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { TickBox } from '#ui/tick-box.tsx'
import { sourceName } from '#lib/source-name.ts'
import { refusals } from '#streams/concerns.ts'
import { ComparisonView } from './comparison-view.tsx'
import { specOf, type SourceState, type Target } from './model.ts'
import { RunningChange } from './running-change.tsx'
import { SourceFields } from './source-fields.tsx'
import {
  EMPTY_FORM,
  hasAdvanced,
  prefill,
  readForm,
  type FormErrors,
  type SourceForm,
} from './source-form.ts'
import { SourceReport } from './source-report.tsx'
import { useChange } from './use-change.ts'
import { planOf, useChoices } from './use-plan.ts'

type Props = {
  region: RegionAnswer
  sources: readonly SourceState[]
  /** The source to change; null: one is added beside the others. */
  old: SourceState | null
  title: string
  onClose: () => void
  /** What stands above the form. */
  before?: ReactNode
  /** A way back: what the form begins with, read at once, and the selections to have in the end. */
  restores?: { readonly spec: SourceSpec; readonly selections: Target['selections'] } | null
}

const NOTHING: SourceSpec = { url: '', keyring_filename: '', keyring_data: '' }

/** Changes or adds a source: look at it first, see what it means, then do it step by step. */
export function ChangeSource({ region, sources, old, title, onClose, before, restores = null }: Props) {
  const client = useQueryClient()
  const [form, setForm] = useState<SourceForm>(() =>
    restores ? prefill(restores.spec) : old ? prefill(specOf(old.source)) : { ...EMPTY_FORM, kind: 'custom' },
  )
  const [advanced, setAdvanced] = useState(() => hasAdvanced(form))
  const [errors, setErrors] = useState<FormErrors>({})
  const [suggestion, setSuggestion] = useState<string | null>(null)
  const [asked, setAsked] = useState<SourceSpec | null>(restores?.spec ?? null)
  const [daring, setDaring] = useState(false)
  const { choices, choose, forget } = useChoices()
  const change = useChange()

  const read = useQuery({ ...askedCatalogueQuery(asked ?? NOTHING), enabled: asked !== null })
  const present = useQuery({
    ...catalogueQuery(old?.source ?? { id: 0, url: '', updated: '' }),
    enabled: old !== null,
  })
  const importing = useQuery(imagesQuery()).data?.importing ?? false
  const reading = asked !== null && read.isFetching && (!read.data || read.error !== null)
  const catalogue = asked !== null && !read.error ? read.data : undefined
  const failure = asked !== null && !reading ? read.error : null
  const plan =
    catalogue && asked
      ? planOf(
          {
            region,
            sources,
            old,
            present: present.data ?? null,
            spec: asked,
            catalogue,
            restores: restores && asked === restores.spec ? restores.selections : null,
          },
          choices,
        )
      : null

  const ask = (spec: SourceSpec | null) => {
    setAsked(spec)
    setDaring(false)
    forget()
  }
  const edit = (next: SourceForm) => {
    setForm(next)
    setErrors({})
    setSuggestion(null)
    // what was found is about another address now
    ask(null)
  }
  const connect = () => {
    const understood = readForm(form)
    if ('errors' in understood) {
      setErrors(understood.errors)
      setSuggestion(understood.suggestion ?? null)
      if (understood.errors.keyring_data || understood.errors.keyring_filename) setAdvanced(true)
      return
    }
    setErrors({})
    setSuggestion(null)
    // the same address again is a new question
    client.removeQueries({ queryKey: askedCatalogueQuery(understood.spec).queryKey })
    ask(understood.spec)
  }
  const cancel = () => {
    if (asked) void client.cancelQueries({ queryKey: askedCatalogueQuery(asked).queryKey })
    ask(null)
  }

  if (change.running || change.outcome)
    return <RunningChange title={title} change={change} onClose={onClose} />

  const troubles = catalogue ? refusals(catalogue, region.version) : []
  const offBecause =
    plan?.offBecause ??
    (troubles.length > 0 && !daring
      ? 'MAAS refuses this source. Tick the box above to change to it all the same.'
      : null)
  return (
    <Modal
      title={title}
      description={
        old
          ? `Images come from ${sourceName(old.source.url)} now. Connect reads another source and changes nothing yet.`
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
                void change.run({ target: plan.target, before: sources, undoes: restores !== null })
              }
            >
              {old ? 'Change source' : 'Add source'}
            </BusyButton>
          )}
        </>
      }
    >
      {before}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!reading) connect()
        }}
      >
        <SourceFields
          form={form}
          errors={{ ...(failure && fieldsOf(failure)), ...errors }}
          advanced={advanced}
          onAdvanced={setAdvanced}
          onChange={edit}
        />
        <input type="submit" hidden />
      </form>
      {suggestion !== null && (
        <p>
          Did you mean{' '}
          <button
            type="button"
            className="p-button--link"
            onClick={() => edit({ ...form, kind: 'custom', url: suggestion })}
          >
            {suggestion}
          </button>
          ?
        </p>
      )}
      <p role="status" className={reading ? undefined : 'u-off-screen'}>
        {reading && `Reading ${sourceName(asked.url)}…`}
        {plan && 'The source has been read.'}
      </p>
      {failure && asked && (
        <Notice tone="negative" title={`${sourceName(asked.url)} cannot be used like this`}>
          {messageOf(failure)} Nothing has been changed.
        </Notice>
      )}
      {catalogue && plan && (
        <>
          <SourceReport catalogue={catalogue} version={region.version} />
          {old && (
            <ComparisonView
              comparison={plan.comparison}
              choices={choices}
              rules={plan.rules}
              cost={plan.cost}
              onChoose={choose}
            />
          )}
          {restores && (
            <p>The selection of then comes back with it: {restores.selections.length} releases.</p>
          )}
          {importing && (
            <Notice tone="caution" title="An import is running">
              It is stopped first. What is complete stays; what is half here is downloaded from the new
              source.
            </Notice>
          )}
          {catalogue.keyring.state === 'elsewhere' && (
            <Notice tone="caution" title="Only MAAS can look at this keyring file">
              A file that does not exist there stops all imports of all sources, and MAAS does not say so.
              Make sure that it exists.
            </Notice>
          )}
          {plan.offBecause && <p role="status">{plan.offBecause}</p>}
          {troubles.length > 0 && (
            <Notice tone="negative" title="MAAS will not be able to use this source">
              <p>{troubles.join(' ')}</p>
              <span className="dare">
                <TickBox label="Change to it all the same" checked={daring} onChange={setDaring} />
                <span aria-hidden="true">Change to it all the same</span>
              </span>
            </Notice>
          )}
        </>
      )}
    </Modal>
  )
}

function fieldsOf(error: Error): FormErrors {
  if (!(error instanceof ApiError)) return {}
  const named = Object.entries(error.fields).map(([field, [message]]) => [field, message ?? ''])
  return Object.fromEntries(named) as FormErrors
}
