import { signAhead } from '#simulator/demo/signed-ahead.ts'
import { once } from '#simulator/rules/stream-tree.ts'
import { START } from '#testing/test-stack.ts'

/** The demo streams, signed as by the build of the static demo at START. Once for all tests. */
export const streamsOfBuild = once(() => signAhead(START))
