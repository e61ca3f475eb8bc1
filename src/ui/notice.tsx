import type { ReactNode } from 'react'

type Props = {
  tone: 'information' | 'caution' | 'negative' | 'positive'
  title: string
  children?: ReactNode
  actions?: ReactNode
  onDismiss?: () => void
}

/** A message about the whole page. Only errors interrupt a screen reader. */
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
