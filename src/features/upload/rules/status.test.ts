import { expect, test } from 'vitest'
import type { Upload } from '#features/upload/engine/upload.ts'
import { uploadSummary } from './status.ts'

const upload = (phase: Upload['phase'], part: Partial<Upload> = {}): Upload => ({
  key: phase,
  fileName: 'disk.raw',
  size: 1_000,
  target: {
    name: 'web',
    title: 'Web server',
    architecture: 'amd64/generic',
    filetype: 'ddraw',
    base_image: '',
    replaces: null,
  },
  phase,
  read: 120,
  confirmed: 430,
  samples: [],
  failure: null,
  ...part,
})

test.each<[phase: Upload['phase'], state: string, share: string]>([
  ['waiting', 'waiting', ''],
  ['reading', 'computing the SHA256', '12 %'],
  ['sending', 'uploading', '43 %'],
  ['checking', 'uploading', '43 %'],
  ['retrying', 'interrupted, trying again', '43 %'],
  ['paused', 'paused', '43 %'],
  ['failed', 'failed', '43 %'],
  ['needs-file', 'choose its file again', '43 %'],
  ['elsewhere', 'in another tab', '43 %'],
  ['deleting', 'deleting', ''],
  ['done', 'complete', ''],
])('%s is shown as %s %s', (phase, state, share) => {
  expect(uploadSummary([upload(phase)], new Set())).toEqual({
    key: phase,
    name: 'Web server',
    state,
    share,
    others: 0,
  })
})

test('the upload that runs comes first, and the others are counted', () => {
  const list = [upload('done'), upload('paused'), upload('sending')]
  expect(uploadSummary(list, new Set())).toMatchObject({ key: 'sending', others: 2 })
})

test('an upload without a title has its name', () => {
  const { target } = upload('paused')
  const untitled = upload('paused', { target: { ...target, title: '' } })
  expect(uploadSummary([untitled], new Set())?.name).toBe('web')
})

test('a completed upload is shown until its page was shown', () => {
  expect(uploadSummary([upload('done')], new Set(['done']))).toBeNull()
  expect(uploadSummary([], new Set())).toBeNull()
})
