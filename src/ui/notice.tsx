import type { ReactNode } from 'react'

type Props = {
  tone: 'information' | 'caution' | 'negative' | 'positive'
  title: string
  children?: ReactNode
  actions?: ReactNode
  onDismiss?: () => void
}

/** A line that tells something about the whole page. Failures interrupt a screen reader, the rest waits. */
export function Notice({ tone, title, children, actions, onDismiss }: Props) {
  return (
    <div className={`p-notification--${tone} notice`} role={tone === 'negative' ? 'alert' : 'status'}>
      <div className="p-notification__content">
        <p className="p-notification__title">{title}</p>
        {children && <div className="p-notification__message">{children}</div>}
        {onDismiss && (
          <button type="button" className="p-notification__close" onClick={onDismiss}>
            Close notification
          </button>
        )}
      </div>
      {actions && <div className="p-notification__meta notice__actions">{actions}</div>}
    </div>
  )
}
