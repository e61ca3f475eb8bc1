import { ApiError } from '#api/client.ts'

/** What to show when the region cannot be read: a title, and the reason why nothing can be changed. */
export function regionGone(error: Error): { readonly title: string; readonly readOnlyReason: string } {
  const answers = error instanceof ApiError && (error.kind === 'refused' || error.kind === 'unreadable')
  return answers
    ? {
        title: 'This page could not read the region’s answer',
        readOnlyReason:
          'This page could not read the region’s answer. You can make changes again when the region answers correctly.',
      }
    : {
        title: 'The region does not answer',
        readOnlyReason: 'The region does not answer. You can make changes again when it does.',
      }
}
