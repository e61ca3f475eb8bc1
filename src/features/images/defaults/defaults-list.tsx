import type { ImageSettings } from '#api/image-settings.ts'
import type { Table } from '#features/images/rules/model.ts'
import { choicesOf } from './choices.ts'
import { hintOf } from './default-field.tsx'
import { LABELS, WRITE_ORDER } from './settings-form.ts'

/** The settings for those who cannot change them. */
export const DefaultsList = ({ table, settings }: { table: Table; settings: ImageSettings }) => (
  <dl>
    {WRITE_ORDER.map((name) => {
      const choice = choicesOf(name, table, settings).find(({ value }) => value === settings[name])
      return (
        <div key={name}>
          <dt>{LABELS[name]}</dt>
          <dd>
            {choice?.title ?? settings[name]}. {hintOf(name, table, settings)}
          </dd>
        </div>
      )
    })}
  </dl>
)
