import { isChanged, messageOf } from '#api/client.ts'
import { mayBeDone } from '#api/write-failure.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Table } from '#features/images/rules/model.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { Notice } from '#ui/notice.tsx'
import { DefaultField } from './default-field.tsx'
import { DefaultsList } from './defaults-list.tsx'
import { ShowDefaults } from './show-defaults.tsx'
import { LABELS, refusalReason, settingWarnings, WRITE_ORDER } from './settings-form.ts'
import { useSettingsForm } from './use-settings-form.ts'

export type DefaultImagesProps = {
  table: Table
  actions: GridActions
  /** Why nothing can be changed; null: changes are possible. */
  readOnlyReason: string | null
  /** Of MAAS; null: not known. */
  version: string | null
  onClose: () => void
}

/** What MAAS commissions and deploys with: shows each setting with the state of its image, and changes them. */
export function DefaultImages({ table, actions, readOnlyReason, version, onClose }: DefaultImagesProps) {
  const form = useSettingsForm(table)
  const { read, wanted, changes } = form
  const isReadOnly = readOnlyReason !== null
  const refused = wanted ? changes.filter((name) => refusalReason(name, table, wanted) !== null) : []
  const off =
    refused.length > 0
      ? `MAAS would refuse: ${refused.map((name) => LABELS[name].toLowerCase()).join(', ')}. See the fields.`
      : changes.length === 0
        ? 'Nothing was changed.'
        : null
  return (
    <Modal
      title="Default images"
      description="MAAS commissions machines with one Ubuntu release, and deploys the default release unless a person chooses another one."
      onClose={onClose}
      actions={
        isReadOnly ? (
          <BusyButton onClick={onClose}>Close</BusyButton>
        ) : (
          <>
            <BusyButton onClick={onClose}>{changes.length > 0 ? 'Cancel' : 'Close'}</BusyButton>
            {wanted && version !== null && (
              <ShowDefaults version={version} settings={wanted} changes={changes} />
            )}
            <BusyButton
              tone="positive"
              busy={form.saving}
              busyLabel="Saving…"
              offBecause={off}
              onClick={form.save}
            >
              Save defaults
            </BusyButton>
          </>
        )
      }
    >
      {readOnlyReason !== null && <p>{readOnlyReason}</p>}
      {!wanted && read.isPending && <p role="status">Reading the settings…</p>}
      {!wanted && read.error && (
        <Notice
          tone="negative"
          title="Could not read the settings"
          actions={
            <BusyButton busy={read.isFetching} onClick={() => void read.refetch()}>
              Try again
            </BusyButton>
          }
        >
          {messageOf(read.error)}
        </Notice>
      )}
      {wanted && isReadOnly && <DefaultsList table={table} settings={wanted} />}
      {wanted && !isReadOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (off === null) form.save()
          }}
        >
          {WRITE_ORDER.map((name) => (
            <DefaultField
              key={name}
              name={name}
              table={table}
              wanted={wanted}
              isChanged={changes.includes(name)}
              actions={actions}
              onChange={(value) => form.edit(name, value)}
            />
          ))}
        </form>
      )}
      {wanted &&
        settingWarnings(table, wanted).map((text) => (
          <Notice key={text} tone="caution" title="Minimum kernel not downloaded">
            {text}
          </Notice>
        ))}
      <Outcome saved={form.saved} />
    </Modal>
  )
}

/** The result of a save, part by part. */
function Outcome({ saved }: { saved: ReturnType<typeof useSettingsForm>['saved'] }) {
  if (!saved) return null
  const { done, failed } = saved
  const names = done.map((name) => LABELS[name]).join(', ')
  if (!failed)
    return (
      <Notice tone="positive" title="Defaults saved">
        {names}
      </Notice>
    )
  const { error } = failed
  const isTaken = isChanged(error) && error.now?.what === 'setting'
  return (
    <Notice tone="negative" title={`Could not save: ${LABELS[failed.name]}`}>
      {isTaken && error.now?.what === 'setting'
        ? `Someone else changed it to ${error.now.value || 'none'} in the meantime. Check your choice, then choose Save defaults to replace it.`
        : messageOf(error)}
      {mayBeDone(error) && ' MAAS may already have applied this.'}
      {done.length > 0 && ` Saved before: ${names}.`}
    </Notice>
  )
}
