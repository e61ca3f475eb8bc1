import { TickOption } from '#ui/tick-option.tsx'
import type { RankErrors, RankForm } from './rank-form.ts'
import { TextField } from '#ui/text-field.tsx'

type Props = { form: RankForm; errors: RankErrors; onChange: (form: RankForm) => void }

/** Name, priority and use of a source, which MAAS 3.8 and later keep beside address and keyring. */
export function RankFields({ form, errors, onChange }: Props) {
  return (
    <>
      <TextField
        label="Name"
        hint="How MAAS lists this source. Without one it is its address."
        error={errors.name}
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
      />
      <TextField
        label="Priority"
        hint="Where several sources offer the same image, the one with the highest number brings it."
        error={errors.priority}
        value={form.priority}
        onChange={(priority) => onChange({ ...form, priority })}
      />
      <TickOption
        label="Use this source"
        checked={form.enabled}
        onChange={(enabled) => onChange({ ...form, enabled })}
      />
    </>
  )
}

/** Whether MAAS 3.8 and later trust a source without its signature. */
export function SkipField({ form, onChange }: Omit<Props, 'errors'>) {
  return (
    <TickOption
      label="Skip keyring verification: MAAS then takes images that anybody could have changed"
      checked={form.skips}
      onChange={(skips) => onChange({ ...form, skips })}
    />
  )
}
