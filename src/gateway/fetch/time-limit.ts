/** A signal that is aborted after this time, and when `gone` is. */
export const limitedSignal = (ms: number, gone: AbortSignal | undefined): AbortSignal =>
  gone ? AbortSignal.any([AbortSignal.timeout(ms), gone]) : AbortSignal.timeout(ms)
