import { ApiError } from '#api/client.ts'

/** What a person shall know when the region cannot be read: in short, and why nothing can be changed meanwhile. */
export function regionGone(error: Error): { readonly title: string; readonly writesOff: string } {
  const answers = error instanceof ApiError && (error.kind === 'refused' || error.kind === 'unreadable')
  return answers
    ? {
        title: 'The region’s answer cannot be used',
        writesOff: 'The region’s answer cannot be used. Changes are possible again when it can.',
      }
    : {
        title: 'The region does not answer',
        writesOff: 'The region does not answer. Changes are possible again when it does.',
      }
}
