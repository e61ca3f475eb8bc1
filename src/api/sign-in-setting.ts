/**
 * Whether this gateway may want a sign-in. It writes "no" into the page when it does not: then nothing waits for it to
 * say who is there.
 */
export function mayRequireSignIn(): boolean {
  const written = document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')
  return written !== null && written.content !== 'no'
}
