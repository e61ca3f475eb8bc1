import type { ImageSettings } from '#api/image-settings.ts'
import type { ImageSetting } from '#contract/maas.ts'
import { ShowAsButton } from '#show-as/show-as-button.tsx'
import { lazyDialog } from '#ui/lazy/lazy-part.tsx'
import { settingSteps } from './settings-form.ts'

type Shown = Parameters<typeof import('#show-as/show-as-dialog.tsx').ShowAsDialog>[0]

const ShowAsDialog = lazyDialog<Shown>(
  () => import('#show-as/show-as-dialog.tsx').then((m) => m.ShowAsDialog),
  ({ onClose }) => onClose,
)

const NO_SOURCES: Shown['now'] = []

type Props = {
  /** Of MAAS. */
  version: string
  settings: ImageSettings
  changes: readonly ImageSetting[]
}

/** The button that shows the changed settings as commands, or all four if none was changed. */
export const ShowDefaults = ({ version, settings, changes }: Props) => (
  <ShowAsButton
    what={changes.length > 0 ? 'these defaults' : 'the default images'}
    prefetch={ShowAsDialog.prefetch}
  >
    {(onClose) => (
      <ShowAsDialog
        version={version}
        now={NO_SOURCES}
        kind={changes.length > 0 ? 'change' : 'settings'}
        steps={settingSteps(settings, changes)}
        onClose={onClose}
      />
    )}
  </ShowAsButton>
)
