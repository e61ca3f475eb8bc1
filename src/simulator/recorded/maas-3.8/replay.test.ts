import { recordingsIn } from '#testing/recorded/recording.ts'
import { testReplay } from '#testing/recorded/suite.ts'
import { KNOWN_DIFFERENCES } from '#testing/recorded/maas-3.8/known-differences.ts'
import { labRegion } from '#testing/recorded/maas-3.8/lab-region.ts'

testReplay({
  maas: '3.8.0 beta 6',
  recordings: recordingsIn(import.meta.dirname),
  known: KNOWN_DIFFERENCES,
  regionOf: labRegion,
  goal: { recorded: 139, share: 0.96 },
})
