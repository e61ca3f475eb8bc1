/**
 * Gives the focus to the main part of the page unless something else has it; waits until there is one. Returns how to
 * stop waiting.
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
