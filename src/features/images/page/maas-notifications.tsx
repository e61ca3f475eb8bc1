import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { dismissNotification } from '#api/notifications.ts'
import { messageOf } from '#api/client.ts'
import type { Notification } from '#contract/maas.ts'
import { CommandButton } from '#ui/commands/command-button.tsx'
import { Notice } from '#ui/notice.tsx'
import { isOutdated, type NotificationContext } from './outdated-notification.ts'

type Props = { notifications: readonly Notification[]; known: NotificationContext }

/** The notifications of MAAS. Outdated ones are folded. */
export function MaasNotifications({ notifications, known }: Props) {
  const outdated = notifications.filter((one) => isOutdated(one, known))
  return (
    <>
      {notifications
        .filter((one) => !outdated.includes(one))
        .map((one) => (
          <Current key={one.id} notification={one} />
        ))}
      {outdated.length > 0 && (
        <Notice
          tone="information"
          title={
            outdated.length === 1
              ? 'Outdated MAAS notification'
              : `${outdated.length} outdated MAAS notifications`
          }
        >
          <details>
            <summary>
              {outdated.length === 1
                ? 'The cause no longer exists. MAAS keeps it until you dismiss it.'
                : 'Their causes no longer exist. MAAS keeps them until you dismiss them.'}
            </summary>
            {outdated.map((one) => (
              <Outdated key={one.id} notification={one} />
            ))}
          </details>
        </Notice>
      )}
    </>
  )
}

const titleOf = ({ ident }: Notification) =>
  ident === 'Image importer' || ident === 'Image synchronization'
    ? 'The last import failed'
    : 'MAAS notification'

function Current({ notification }: { notification: Notification }) {
  const { message, button, failure } = useDismiss(notification)
  return (
    <Notice
      tone={notification.category === 'error' ? 'negative' : 'caution'}
      title={titleOf(notification)}
      actions={button}
    >
      {message}
      {failure}
    </Notice>
  )
}

function Outdated({ notification }: { notification: Notification }) {
  const { message, button, failure } = useDismiss(notification)
  return (
    <>
      {message}
      {failure}
      {button}
    </>
  )
}

/** The text of a notification, a button to dismiss it if MAAS allows that, and why dismissing failed. */
function useDismiss({ id, message, dismissable }: Notification) {
  const textId = useId()
  const buttonId = useId()
  const dismiss = useMutation(dismissNotification(useQueryClient()))
  const start = () => {
    const button = document.getElementById(buttonId)
    void dismiss.mutateAsync(id).then(
      // the button disappears, so the keyboard focus moves to the top of the page
      () => [button, document.body].some(isFocused) && document.getElementById('main')?.focus(),
      // the error is shown below
      () => undefined,
    )
  }
  return {
    message: <p id={textId}>{message}</p>,
    button: dismissable && (
      <CommandButton
        id={buttonId}
        command={`Dismiss notification: ${message.slice(0, 100)}`}
        busy={dismiss.isPending}
        busyLabel="Dismissing…"
        aria-describedby={textId}
        onClick={start}
      >
        Dismiss notification
      </CommandButton>
    ),
    failure: dismiss.error && (
      <p role="alert">Could not dismiss the notification. {messageOf(dismiss.error)}</p>
    ),
  }
}

const isFocused = (element: Element | null) => element === document.activeElement
