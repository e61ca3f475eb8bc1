import { TextField } from '#ui/text-field.tsx'
import { CheckboxOption } from '#ui/checkbox-option.tsx'
import type { MirrorErrors, MirrorForm } from '#features/mirror/rules/settings.ts'

type Props = { form: MirrorForm; errors: MirrorErrors; onChange: (form: MirrorForm) => void }

/** Where the mirror is, and how it is made. */
export const MirrorFields = ({ form, errors, onChange }: Props) => (
  <div className="mirror-fields">
    <TextField
      label="URL of the mirror"
      hint="Where MAAS will find it."
      error={errors.url}
      value={form.url}
      onChange={(url) => onChange({ ...form, url })}
    />
    <TextField
      label="Folder on the mirror"
      error={errors.folder}
      value={form.folder}
      onChange={(folder) => onChange({ ...form, folder })}
    />
    <TextField
      label="Keyring file"
      hint="On the machine that downloads the images."
      error={errors.keyring}
      value={form.keyring}
      onChange={(keyring) => onChange({ ...form, keyring })}
    />
    <TextField
      label="Versions to keep"
      hint="MAAS imports only the newest version of each image. With 1, imports can fail while an update runs."
      error={errors.versions}
      value={form.versions}
      onChange={(versions) => onChange({ ...form, versions })}
    />
    <CheckboxOption
      label="The mirror has no internet access"
      checked={form.carried}
      onChange={(carried) => onChange({ ...form, carried })}
    />
  </div>
)
