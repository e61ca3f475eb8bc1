import { useState } from 'react'
import { NOTIFY, permissionNow, show } from '#api/activity/import-watch.ts'
import { removeRecord, writeRecord, type Owner } from '#api/store/records.ts'
import { useRecord } from '#api/store/use-record.ts'

const WHY: Readonly<Partial<Record<ReturnType<typeof permissionNow>, string>>> = {
  denied:
    'This browser blocks notifications of this page. Allow them in its site settings, then reload the page.',
  unsupported: 'This browser cannot show notifications.',
  insecure:
    'This browser shows notifications only for pages with HTTPS, or on localhost. Open this page with HTTPS to use them.',
}

const TRIAL = { title: 'Notifications are on', body: 'You get a notification when an import ends or fails.' }
const NO_WORKER =
  'This browser shows notifications only from service workers, which MAAS Images does not use (Chrome on Android is such a browser). Use a browser on a computer.'

/** The switch for notifications of the browser when an import ends or fails. */
export function NotifySwitch({ owner }: { owner: Owner }) {
  const isWanted = useRecord(NOTIFY, owner) === 'on'
  const [permission, setPermission] = useState(permissionNow)
  const isOn = isWanted && permission === 'granted'
  const [wasIgnored, setWasIgnored] = useState(false)
  const [cannotShow, setCannotShow] = useState(false)
  const off = cannotShow ? NO_WORKER : (WHY[permission] ?? null)
  const change = async (on: boolean) => {
    if (!on) return removeRecord(NOTIFY, owner)
    // browsers ask only after a click
    const given =
      permission === 'default' ? await Notification.requestPermission().catch(permissionNow) : permission
    setPermission(given)
    setWasIgnored(given === 'default')
    if (given !== 'granted') return
    // only showing one reveals whether it can
    if (show(TRIAL)) await writeRecord(NOTIFY, owner, 'on')
    else setCannotShow(true)
  }
  return (
    <div className="activity-notify">
      <label className="p-switch">
        <input
          type="checkbox"
          className="p-switch__input"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          aria-disabled={off !== null || undefined}
          aria-describedby="notify-hint"
          onChange={(event) => {
            if (off === null) void change(event.currentTarget.checked)
          }}
        />
        <span className="p-switch__slider" />
        <span className="p-switch__label">Notify me when an import ends</span>
      </label>
      <p id="notify-hint" role="status">
        {off ??
          (wasIgnored
            ? 'Notifications were not allowed. Turn on the switch again to be asked again.'
            : null) ??
          'This browser shows a notification when an import ends or fails, as long as a tab of MAAS Images is open.'}
      </p>
    </div>
  )
}
