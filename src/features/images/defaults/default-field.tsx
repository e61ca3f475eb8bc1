import type { ImageSettings } from '#api/image-settings.ts'
import type { ImageSetting } from '#contract/maas.ts'
import type { GridActions } from '#features/images/grid/grid-actions.ts'
import type { Table } from '#features/images/rules/model.ts'
import { BusyButton } from '#ui/busy-button.tsx'
import { SelectField } from '#ui/select-field.tsx'
import { choicesOf, imagesText, type SettingChoice } from './choices.ts'
import { LABELS, refusalReason } from './settings-form.ts'

type Props = {
  name: ImageSetting
  table: Table
  wanted: ImageSettings
  isChanged: boolean
  actions: GridActions
  onChange: (value: string) => void
}

const textOf = ({ title, state }: SettingChoice): string => (state === '' ? title : `${title} (${state})`)

/** One setting as a list, with the state of its images, and a way to select an image that MAAS does not have yet. */
export function DefaultField({ name, table, wanted, isChanged, actions, onChange }: Props) {
  const choices = choicesOf(name, table, wanted)
  const chosen = choices.find(({ value }) => value === wanted[name])
  const refusal = isChanged ? refusalReason(name, table, wanted) : null
  const select = chosen?.select
  return (
    <div className="default-field">
      <SelectField
        label={LABELS[name]}
        value={wanted[name]}
        options={choices.map((choice) => ({ value: choice.value, text: textOf(choice) }))}
        hint={hintOf(name, table, wanted)}
        error={refusal ?? undefined}
        onChange={onChange}
      />
      {select && (
        <p className="default-field__select">
          <BusyButton
            offBecause={actions.readOnlyReason}
            onClick={() => actions.select([{ row: select.row, arches: [select.arch] }], true)}
          >
            Select {chosen.title} {select.arch}
          </BusyButton>{' '}
          Save the selection afterwards. When its import has begun, MAAS accepts the release here.
        </p>
      )}
      {chosen && !select && !chosen.accepted && chosen.state === 'selected' && (
        <p role="status">
          {chosen.title} is selected, but not saved. Close this dialog and save the selection.
        </p>
      )}
    </div>
  )
}

/** What the setting does, and which images it needs. */
export function hintOf(name: ImageSetting, table: Table, settings: ImageSettings): string {
  switch (name) {
    case 'commissioning_distro_series':
      return imagesText(table, 'ubuntu', settings.commissioning_distro_series)
    case 'default_distro_series':
      return imagesText(table, settings.default_osystem, settings.default_distro_series)
    case 'default_min_hwe_kernel':
      return 'New machines are commissioned and deployed with this kernel or a newer one.'
    default:
      return 'Deployed unless a person chooses another one.'
  }
}
