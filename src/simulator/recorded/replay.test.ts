import { KNOWN_DIFFERENCES } from './known-differences.ts'
import { recordingsIn } from './recording.ts'
import { regionOf35 } from './replay.ts'
import { testReplay } from './suite.ts'

testReplay({
  maas: '3.5.13',
  recordings: recordingsIn(import.meta.dirname),
  known: KNOWN_DIFFERENCES,
  regionOf: regionOf35,
})
