import { useId } from 'react'
import type { useAutoSync } from './use-auto-sync.ts'

type Props = {
  sync: ReturnType<typeof useAutoSync>
  /** Why it cannot be changed; null: it can. */
  offBecause: string | null
  /** MAAS 3.8 reads the setting only when it starts. */
  late: boolean
}

/** The switch for MAAS's automatic sync. */
export function SyncSwitch({ sync, offBecause, late }: Props) {
  const lateness = useId()
  return (
    <>
      <label className="p-switch page-header__switch" title={offBecause ?? undefined}>
        <input
          type="checkbox"
          className="p-switch__input"
          role="switch"
          checked={sync.isShownOn}
          aria-checked={sync.isShownOn}
          title={offBecause ?? undefined}
          aria-describedby={late ? lateness : undefined}
          aria-disabled={offBecause !== null || sync.pending || undefined}
          onChange={(event) => {
            if (offBecause === null && !sync.pending) sync.set(event.currentTarget.checked)
          }}
        />
        <span className="p-switch__slider" />
        <span className="p-switch__label">Automatically sync images</span>
      </label>
      {late && <span id={lateness}>Changes to this setting take effect after the MAAS region restarts</span>}
    </>
  )
}
