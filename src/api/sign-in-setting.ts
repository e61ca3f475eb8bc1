/**
 * Whether this gateway may require a sign-in. If it does not, it writes "no" into the page, so that the page can load
 * without waiting for the session.
 */
export function mayRequireSignIn(): boolean {
  const written = document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')
  return written !== null && written.content !== 'no'
}
