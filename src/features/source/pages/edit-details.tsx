import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Navigate } from 'react-router'
import { ApiError, isChanged, messageOf } from '#api/client.ts'
import { refreshImages } from '#api/images.ts'
import { readSources, updateSource } from '#api/sources.ts'
import type { BootSource } from '#contract/maas.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { sourceLabel } from '#selections/source-name.ts'
import { changedDetails, mergedDetails } from './details-merge.ts'
import { detailsBody, detailsNotes, detailsSteps } from './details.ts'
import { extrasOf, type SourceState } from '#features/source/rules/model.ts'
import { prefillRank, readRank, type RankErrors, type RankForm } from '#features/source/form/rank-form.ts'
import { RankFields, SkipField } from '#features/source/form/rank-fields.tsx'
import { NamedSource } from './named-source.tsx'
import { ShowSourcesAs } from './show-as.tsx'

/** The route /sources/{id}/details: edits name, priority and use of a source of MAAS 3.8 without reading the source. */
export const EditDetails = () => (
  <NamedSource>
    {({ region, ...named }) =>
      capabilitiesOf(region.version).ranksSources ? (
        <DetailsDialog version={region.version} {...named} />
      ) : (
        // older versions of MAAS have no details
        <Navigate to={`/sources/${named.old.source.id}`} replace />
      )
    }
  </NamedSource>
)

type Base = { readonly source: BootSource; readonly changes: readonly string[] }
type Saved =
  | { readonly kind: 'saved' }
  | { readonly kind: 'wrong'; readonly errors: RankErrors }
  | { readonly kind: 'changed'; readonly now: BootSource }

type Props = { version: string; old: SourceState; sources: readonly SourceState[]; onClose: () => void }

function DetailsDialog({ version, old, sources, onClose }: Props) {
  const client = useQueryClient()
  // the state that the form is compared with: the source when the dialog opened, or as someone else changed it since
  const [{ source, changes }, setBase] = useState<Base>({ source: old.source, changes: [] })
  const [form, setForm] = useState<RankForm>(() => prefillRank(extrasOf(source), source.url, sources))
  const [errors, setErrors] = useState<RankErrors>({})
  const element = useRef<HTMLFormElement>(null)
  const others = sources.filter((state) => state !== old)
  const read = readRank(form, source.url, others)

  const save = useMutation({
    mutationFn: async (wanted: RankForm): Promise<Saved> => {
      // someone else may have changed the source, or taken the priority, since the dialog opened
      const now = await readSources()
      const mine = sourceIn(now, source.id)
      const beside = now.filter((one) => one !== mine).map((one) => ({ source: one, selections: [] }))
      const understood = readRank(wanted, mine.url, beside)
      if ('errors' in understood) return { kind: 'wrong', errors: understood.errors }
      const body = detailsBody(source, understood.extras)
      try {
        if (body) await updateSource(source.id, body, source)
      } catch (error) {
        if (!isChanged(error)) throw error
        return { kind: 'changed', now: sourceIn(await readSources(), source.id) }
      }
      return { kind: 'saved' }
    },
    onSuccess: (saved) => {
      if (saved.kind === 'saved') return onClose()
      if (saved.kind === 'wrong') return setErrors(saved.errors)
      setForm((typed) => mergedDetails(typed, source, saved.now))
      setBase({ source: saved.now, changes: changedDetails(source, saved.now) })
    },
    onSettled: () => refreshImages(client),
  })
  const submit = () => {
    if ('errors' in read) {
      setErrors(read.errors)
      element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    } else save.mutate(form)
  }
  const refused = save.error instanceof ApiError ? save.error.fields : {}
  const shown: RankErrors = {
    ...(refused['name']?.[0] && { name: refused['name'][0] }),
    ...(refused['priority']?.[0] && { priority: refused['priority'][0] }),
    ...errors,
  }
  const notes = 'extras' in read ? detailsNotes({ ...old, source }, others, read.extras) : []
  const edit = (next: RankForm) => {
    setForm(next)
    setErrors({})
    save.reset()
  }
  return (
    <Modal
      title={`Edit details of ${sourceLabel(source)}`}
      description="MAAS applies these changes immediately. They neither read the source nor stop a running import."
      onClose={onClose}
      actions={
        <>
          <BusyButton onClick={onClose}>Cancel</BusyButton>
          {'extras' in read && (
            <ShowSourcesAs
              version={version}
              sources={[{ ...old, source }, ...others]}
              steps={detailsSteps(source, read.extras)}
            />
          )}
          <BusyButton tone="positive" busy={save.isPending} busyLabel="Saving…" onClick={submit}>
            Save details
          </BusyButton>
        </>
      }
    >
      <form
        ref={element}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <RankFields form={form} errors={shown} onChange={edit} />
        <SkipField form={form} onChange={edit} />
        <input type="submit" hidden />
      </form>
      {notes.map((note) => (
        <p key={note} role="status">
          {note}
        </p>
      ))}
      {save.error && (
        <Notice tone="negative" title={`Could not save the details of ${sourceLabel(source)}`}>
          {messageOf(save.error)}
        </Notice>
      )}
      {changes.length > 0 && (
        <Notice tone="negative" title="Someone else changed this boot source, so nothing was saved">
          Your changes are kept. All other fields show what MAAS has now. Check them, then choose Save
          details.
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Modal>
  )
}

function sourceIn(sources: readonly BootSource[], id: number): BootSource {
  const source = sources.find((one) => one.id === id)
  if (!source) throw new ApiError('refused', GONE, 404)
  return source
}

const GONE = 'Someone else deleted this boot source. Close this dialog.'
