import { Tabs } from 'radix-ui'
import { useMemo, useRef, useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { Modal } from '#ui/modal.tsx'
import { FORMATS } from './formats.ts'
import { adoptedPlan, presentPlan } from './rules/present-plan.ts'
import type { PlanStep, SourceNow } from './rules/model.ts'
import { saveFile } from '#ui/save-file.ts'
import { useCopy } from '#ui/use-copy.ts'

type Props = {
  /** Of MAAS. */
  version: string
  /** The sources and selections of the region. */
  now: readonly SourceNow[]
  /** Whether a change of this page is shown, or the sources or settings that the region has. */
  kind: 'change' | 'present' | 'settings'
  /** What the page would do. */
  steps: readonly PlanStep[]
  /** What is missing in the steps, in sentences. */
  notes?: readonly string[]
  onClose: () => void
}

const NOTHING = {
  change: 'There is nothing to do.',
  present: 'The region has no boot source, so there is nothing to show.',
  settings: 'The region has no settings to show.',
}
const CHANGES = 'The changes that this page would make. Nothing has been sent to MAAS.'
const UNCHANGED = 'Nothing is changed on this page.'
const FOR_ANOTHER = {
  present: 'These commands give a region without boot sources the sources and selections of this one.',
  settings: 'These commands give another region the same settings.',
}

const descriptionOf = (kind: Props['kind'], adopts: boolean): string =>
  kind === 'change' ? CHANGES : adopts ? UNCHANGED : `${UNCHANGED} ${FOR_ANOTHER[kind]}`

/** Shows a plan as commands, and as files of other tools, to copy or to save. */
export function ShowAsDialog({ version, now, kind, steps, notes = [], onClose }: Props) {
  const [id, setId] = useState(FORMATS[0]?.id ?? '')
  const format = FORMATS.find((one) => one.id === id)
  const isPresent = kind === 'present'
  const adopts = isPresent && format?.aboutPresent !== undefined
  const onlySettings = steps.every((step) => step.kind === 'set-setting')
  const plan = useMemo(() => {
    if (!isPresent) return { version, before: now, steps }
    return adopts ? adoptedPlan(version, now) : presentPlan(version, now)
  }, [isPresent, adopts, version, now, steps])
  const text = useMemo(() => format?.textOf(plan) ?? '', [format, plan])
  const box = useRef<HTMLPreElement>(null)
  const { copy, message } = useCopy(text, box)
  if (!format) return null
  const isEmpty = (isPresent ? now : steps).length === 0
  return (
    <Modal
      title="Show as"
      description={isEmpty ? NOTHING[kind] : descriptionOf(kind, adopts)}
      onClose={onClose}
      actions={
        <>
          <span role="status" className="show-as__status">
            {message}
          </span>
          <BusyButton onClick={onClose}>Close</BusyButton>
          {!isEmpty && (
            <>
              <BusyButton onClick={() => saveFile(format.fileName, (format.fileOf ?? format.textOf)(plan))}>
                Save as a file
              </BusyButton>
              <BusyButton tone="positive" onClick={copy}>
                Copy
              </BusyButton>
            </>
          )}
        </>
      }
    >
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {!isEmpty && (
        <Tabs.Root value={id} onValueChange={setId}>
          <Tabs.List aria-label="Formats" className="show-as__tabs">
            {FORMATS.map((one) => (
              <Tabs.Trigger key={one.id} value={one.id} className="p-button is-dense">
                {one.name}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {FORMATS.map((one) => (
            <Tabs.Content key={one.id} value={one.id} tabIndex={-1}>
              <p>{(isPresent && one.aboutPresent) || (onlySettings && one.aboutSettings) || one.about}</p>
              {/* a long line scrolls in its box, which the keyboard must reach */}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre className="show-as__text" tabIndex={0} role="region" aria-label={one.name} ref={box}>
                {text}
              </pre>
            </Tabs.Content>
          ))}
        </Tabs.Root>
      )}
    </Modal>
  )
}
