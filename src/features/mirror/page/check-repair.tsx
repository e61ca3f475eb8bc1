import type { MirrorReport } from '#features/mirror/check/check-mirror.ts'
import { repairWords } from '#features/mirror/check/repair-words.ts'
import type { Subject } from '#features/mirror/check/use-check.ts'
import { notRepaired, repairScript } from '#features/mirror/rules/repair.ts'
import { CopyBlock } from './copy-block.tsx'

type Props = { report: MirrorReport; subject: Subject }

/** How to repair what a check has found. */
export function CheckRepair({ report, subject: { pair, settings } }: Props) {
  const commands = repairScript(report.bad, pair.upstream, settings)
  const { update, script, left } = repairWords(report, {
    carried: settings.carried,
    left: notRepaired(report.bad),
  })
  if (update === null && commands === null && left === null) return null
  return (
    <>
      <h3 className="p-heading--5">Repair the mirror</h3>
      {update !== null && <p>{update}</p>}
      {commands !== null && (
        <>
          <p>{script}</p>
          <CopyBlock name="the commands to repair the mirror" text={commands} />
        </>
      )}
      {left !== null && <p>{left}</p>}
    </>
  )
}
