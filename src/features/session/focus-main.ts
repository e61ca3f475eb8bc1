/**
 * Moves the focus to the main part of the page, unless something else has the focus; waits until the main part
 * exists. Returns a function that stops waiting.
 */
export function focusMain(): () => void {
  const isThere = () => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus()
    return document.activeElement !== document.body
  }
  const coming = new MutationObserver(() => {
    if (isThere()) coming.disconnect()
  })
  if (!isThere()) coming.observe(document.body, { childList: true, subtree: true })
  return () => coming.disconnect()
}
