import { useState } from 'react'
import { removeRecord } from '#api/store/records.ts'
import { useRecords } from '#api/store/use-record.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { REPLACING, type Replacing } from './replacing.ts'
import { type ReplacementNeeds, useReplacement } from './use-replacement.ts'
import '#features/images/deletion/deletion.scss'

/** The images that are being replaced, with what each waits for. */
export function Replacements(needs: Omit<ReplacementNeeds, 'owner'>) {
  const { owner } = needs.data
  const records = useRecords(REPLACING, owner)
  const [done, setDone] = useState<readonly Replacing[]>([])
  if (!owner) return null
  return (
    <>
      {[...(records ?? [])].map(([key, replacing]) => (
        <Replacement
          key={key}
          {...needs}
          owner={owner}
          replacing={replacing}
          onDone={(isOurs) => {
            if (isOurs) setDone((before) => [...before, replacing])
            void removeRecord(REPLACING, owner, key)
          }}
        />
      ))}
      {done.map(({ goneName, byName }) => (
        <Notice
          key={goneName}
          tone="positive"
          title={`${goneName} replaced`}
          onDismiss={() => setDone((before) => before.filter((one) => one.goneName !== goneName))}
        >
          {byName} is synced, and {goneName} is deleted.
        </Notice>
      ))}
    </>
  )
}

type Props = ReplacementNeeds & { replacing: Replacing; onDone: (isOurs: boolean) => void }

function Replacement({ replacing, onDone, ...needs }: Props) {
  const { state, selecting, deleting, failed, tryAgain, cancel } = useReplacement(replacing, needs, onDone)
  const { goneName, byName } = replacing
  const name = `Replace ${goneName} with ${byName}`
  const phase = {
    select: `Selecting ${byName}…`,
    wait: `Waiting until ${byName} is synced.`,
    cleared: `${byName} is no longer selected, so MAAS does not download it.`,
    delete: `${byName} is synced. Deleting ${goneName}…`,
    finish: `${goneName} is deleted. Finishing the remaining steps…`,
    done: `${goneName} is deleted.`,
  }[state.kind]
  const failedText =
    state.kind === 'delete'
      ? `Could not delete ${goneName}.`
      : state.kind === 'finish'
        ? `${goneName} is deleted, but some steps are left.`
        : `Could not select ${byName}.`
  const isStopped = state.kind === 'cleared' || failed !== null
  return (
    <section className="replacement" aria-label={name}>
      <p>
        <strong>{name}</strong>
      </p>
      {state.kind === 'wait' && !isStopped && (
        <p>
          {byName}: {state.text}. When it is synced, this page deletes {goneName}. The replacement continues
          after a reload, while this page is open.
        </p>
      )}
      {/* not the percentage, which changes with every poll */}
      <p role="status" className={state.kind === 'wait' && !isStopped ? 'u-off-screen' : ''}>
        {failed === null ? phase : `${failedText} ${failed}`}
      </p>
      {needs.off !== null && state.kind !== 'wait' && <p>{needs.off}</p>}
      <div className="replacement__buttons">
        {isStopped && (
          <BusyButton busy={selecting || deleting} offBecause={needs.off} onClick={tryAgain}>
            {state.kind === 'cleared' ? `Select ${byName} again` : 'Try again'}
          </BusyButton>
        )}
        <BusyButton
          offBecause={deleting ? 'The image is being deleted.' : null}
          title={`Keeps ${goneName}. ${byName} stays selected.`}
          onClick={cancel}
        >
          Cancel replacement
        </BusyButton>
      </div>
    </section>
  )
}
