import type { MirrorReport } from './check-mirror.ts'
import { counted } from './report-words.ts'

type Mirror = {
  /** The mirror has no internet access: the files are carried to it. */
  readonly carried: boolean
  /** Bad files that no command can repair. */
  readonly left: number
}
/** How to repair a mirror, step by step. null: the step is not needed. */
export type RepairWords = {
  /** What sstream-mirror itself repairs. */
  readonly update: string | null
  /** When and where to run the commands that download single files. */
  readonly script: string
  readonly left: string | null
}

/**
 * A mirror lists everything that its source lists, even files that it was not requested to download: sstream-mirror
 * downloads these files when it runs again. It does not download a file in its records a second time.
 */
export function repairWords({ state, bad }: MirrorReport, { carried, left }: Mirror): RepairWords {
  const isMissing = bad.some((file) => file.state === 'missing')
  const isOld = state.upstream.state === 'read' && state.upstream.newer.length > 0
  const gains = [isOld && 'the newer versions', isMissing && 'the missing files']
    .filter(Boolean)
    .join(' and ')
  const place = carried ? 'on the machine with internet access' : 'on the mirror'
  const carry = carried ? ' Then pack the mirror, carry the archive over, and unpack it again.' : ''
  return {
    update:
      gains === ''
        ? null
        : `Run the download commands ${place} again to get ${gains}.${carry} Then check the mirror again.`,
    script: `${isMissing ? 'If the next check still finds these faults, run' : 'Run'} these commands ${place}.${carry} They download the files again and compare their checksums, because sstream-mirror does not replace a file that is in its records.`,
    left:
      left === 0
        ? null
        : `${counted(left, 'file')} ${left === 1 ? 'has' : 'have'} no repair command: the source does not list ${left === 1 ? 'it' : 'them'} among its newest versions or could not be read, or the mirror gives no usable answer.`,
  }
}
