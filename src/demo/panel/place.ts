/** The attribute of the host while the panel is open or a tour runs. */
export const IN_USE = 'data-in-use'

/**
 * Keeps the panel where it can be reached: at the bottom of the window, for which the page leaves room. While it is in use, it
 * goes into a dialog that opens, because a dialog keeps the focus and hides all that is outside.
 * @param host the element of the panel, see IN_USE
 */
export function placePanel(host: HTMLElement): void {
  const place = document.createElement('div')
  place.className = 'demo-place'
  document.body.append(place)
  const settle = () => {
    const dialog = host.hasAttribute(IN_USE)
      ? [...document.querySelectorAll<HTMLElement>('body > .modal[role=dialog]')].at(-1)
      : undefined
    const parent = dialog ?? place
    if (host.parentElement === parent) return
    const focused = host.contains(document.activeElement) ? document.activeElement : null
    // after the head of the dialog
    if (dialog) dialog.insertBefore(host, dialog.children[1] ?? null)
    else place.append(host)
    if (focused instanceof HTMLElement) focused.focus()
  }
  settle()
  const observer = new MutationObserver(settle)
  observer.observe(document.body, { childList: true })
  observer.observe(host, { attributes: true })
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--demo-height', `${place.offsetHeight}px`)
  }).observe(place)
}
