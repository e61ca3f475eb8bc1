import { KNOWN_DIFFERENCES } from '#testing/recorded/known-differences.ts'
import { recordingsIn } from '#testing/recorded/recording.ts'
import { regionOf35 } from '#testing/recorded/replay.ts'
import { testReplay } from '#testing/recorded/suite.ts'

testReplay({
  maas: '3.5.13',
  recordings: recordingsIn(import.meta.dirname),
  known: KNOWN_DIFFERENCES,
  regionOf: regionOf35,
  // the upload of one command was recorded as one exchange, and has three
  goal: { recorded: 604, share: 0.98 },
})
