import { sourceLabel } from '#selections/source-name.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import type { ApplyOutcome } from '#features/source/change/apply-change.ts'
import type { useChange } from '#features/source/change/use-change.ts'
import { addsOnly } from '#features/source/rules/source-steps.ts'
import { FailedChange } from './change-outcome.tsx'
import { NoImportNotice, useLacksImport } from './no-import-notice.tsx'

type Props = {
  change: ReturnType<typeof useChange>
  /** Returns to the form with its entries; undefined: there is no form. */
  onEdit?: (() => void) | undefined
}

/** The result of a change, and how to continue from there. */
export function ChangeResult({ change, onEdit }: Props) {
  const { outcome, last } = change
  switch (outcome?.kind) {
    case 'done':
      return <Done change={change} />
    case 'changed':
      return <ChangedByOthers outcome={outcome} again={onEdit !== undefined} />
    case 'elsewhere':
      return (
        <Notice tone="caution" title="Another tab of this browser is changing the source">
          Nothing was changed from this tab. When the other tab is done,{' '}
          {onEdit
            ? 'choose Edit source. Your entries are kept.'
            : 'close this dialog, check the current state, and start again.'}
        </Notice>
      )
    case 'failed':
      return last && <Failed change={change} outcome={outcome} last={last} onEdit={onEdit} />
    default:
      return null
  }
}

function Done({ change: { last, ended } }: Pick<Props, 'change'>) {
  const target = last?.target
  const importsNothing = !!target && addsOnly(target)
  const lacksImport = useLacksImport(target?.spec && !importsNothing ? ended : null)
  const added = target?.replaces === null && last?.undoes !== true
  return (
    <>
      <Notice tone="positive" title={doneTitle(last, added)}>
        {importsNothing
          ? 'Nothing is selected from it yet, so no import was started. Select its images on the Images page.'
          : lacksImport
            ? 'It is saved in MAAS.'
            : 'Import started. The Images page shows its progress.'}
        {!added &&
          last?.undoes !== true &&
          ` The change can be undone ${lacksImport ? 'on the Images page' : 'there'}.`}
        {last?.lost && last.lost.length > 0 && ` The source does not offer ${last.lost.join(', ')} any more.`}
      </Notice>
      {lacksImport && target?.spec && <NoImportNotice keyringFilename={target.spec.keyring_filename} />}
    </>
  )
}

type Last = Props['change']['last']

function doneTitle(last: Last, added: boolean): string {
  const spec = last?.target.spec
  if (!spec) return 'The source is deleted'
  const name = sourceLabel({ url: spec.url, name: last.target.extras?.name })
  if (added) return `${name} is added`
  // with several sources, images do not all come from this one, and it may be disabled
  return last.before.length > 1 ? `${name} is changed` : `Images come from ${name} now`
}

type ChangedProps = { outcome: Extract<ApplyOutcome, { kind: 'changed' }>; again: boolean }

const ChangedByOthers = ({ outcome, again }: ChangedProps) => (
  <Notice tone="caution" title="Someone else changed the sources or the selection">
    Nothing was written.{' '}
    {again
      ? 'Your entries are kept. Choose Edit source to compare them with the current state.'
      : 'Close this dialog, check the current state, and start again.'}
    {outcome.importEnded && ' The running import was stopped. Start it again on the Images page.'}
  </Notice>
)

type FailedProps = Props & {
  outcome: Extract<ApplyOutcome, { kind: 'failed' }>
  last: NonNullable<Last>
}

function Failed({ change, outcome, last, onEdit }: FailedProps) {
  const isUndone = outcome.progress === 'old'
  return (
    <FailedChange
      outcome={outcome}
      actions={
        <>
          <BusyButton
            tone="positive"
            onClick={() => void change.run({ ...last, resumes: last.resumes || !isUndone })}
          >
            {isUndone ? 'Try again' : 'Finish the change'}
          </BusyButton>
          {isUndone && onEdit && <BusyButton onClick={onEdit}>Edit source</BusyButton>}
          {!isUndone && <BusyButton onClick={() => void change.goBack(last)}>Go back</BusyButton>}
        </>
      }
    />
  )
}
