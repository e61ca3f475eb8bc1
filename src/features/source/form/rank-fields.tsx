import { CheckboxOption } from '#ui/checkbox-option.tsx'
import type { RankErrors, RankForm } from './rank-form.ts'
import { TextField } from '#ui/text-field.tsx'

type Props = { form: RankForm; errors: RankErrors; onChange: (form: RankForm) => void }

/** Name, priority and use of a source, which MAAS 3.8 and later have in addition to URL and keyring. */
export function RankFields({ form, errors, onChange }: Props) {
  return (
    <>
      <TextField
        label="Name"
        hint="The name of this source in MAAS. If it is empty, MAAS uses the URL."
        error={errors.name}
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
      />
      <TextField
        label="Priority"
        hint="If several sources offer the same image, MAAS uses the source with the highest number."
        error={errors.priority}
        value={form.priority}
        onChange={(priority) => onChange({ ...form, priority })}
      />
      <CheckboxOption
        label="Use this source"
        checked={form.enabled}
        onChange={(enabled) => onChange({ ...form, enabled })}
      />
    </>
  )
}

/** Whether MAAS 3.8 and later accept a source without verifying its signature. */
export function SkipField({ form, onChange }: Omit<Props, 'errors'>) {
  return (
    <CheckboxOption
      label="Skip keyring verification"
      hint="MAAS then also accepts images that someone may have tampered with."
      checked={form.skips}
      onChange={(skips) => onChange({ ...form, skips })}
    />
  )
}
