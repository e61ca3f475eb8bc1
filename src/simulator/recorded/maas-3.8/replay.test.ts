import { recordingsIn } from '#simulator/recorded/recording.ts'
import { testReplay } from '#simulator/recorded/suite.ts'
import { KNOWN_DIFFERENCES } from './known-differences.ts'
import { labRegion } from './lab-region.ts'

testReplay({
  maas: '3.8.0 beta 6',
  recordings: recordingsIn(import.meta.dirname),
  known: KNOWN_DIFFERENCES,
  regionOf: labRegion,
})
