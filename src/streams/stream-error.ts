/** Data of a source, or a keyring, that cannot be used at all; the message gives the reason in words. */
export class StreamError extends Error {
  override readonly name = 'StreamError'
}
