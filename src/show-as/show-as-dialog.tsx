import { useMemo, useState } from 'react'
import { BusyButton } from '#ui/busy-button.tsx'
import { saveFile } from '#ui/save-file.ts'
import { FORMATS } from './formats.ts'
import { adoptedPlan, presentPlan } from './rules/present-plan.ts'
import type { PlanStep, SourceNow } from './rules/model.ts'
import { TextDialog } from './text-dialog.tsx'

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
  if (!format) return null
  const isEmpty = (isPresent ? now : steps).length === 0
  return (
    <TextDialog
      description={isEmpty ? NOTHING[kind] : descriptionOf(kind, adopts)}
      formats={
        isEmpty
          ? []
          : FORMATS.map((one) => ({
              ...one,
              about: (isPresent && one.aboutPresent) || (onlySettings && one.aboutSettings) || one.about,
            }))
      }
      id={id}
      onFormat={setId}
      text={text}
      action={
        <BusyButton onClick={() => saveFile(format.fileName, (format.fileOf ?? format.textOf)(plan))}>
          Save as a file
        </BusyButton>
      }
      onClose={onClose}
    >
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </TextDialog>
  )
}
