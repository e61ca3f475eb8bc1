import { formatBytes, sizeText } from '#lib/bytes.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import type { ReleaseId } from '#selections/keys.ts'
import { stillFailsText } from '#selections/outcome/doubled.ts'
import type { DeleteForecast } from './delete-forecast.ts'
import type { DeletePlan } from './delete-plan.ts'

type Input = {
  /** Of MAAS. */
  readonly version: string
  readonly plan: DeletePlan
  /** null: not all is read, so the bytes are not known. */
  readonly forecast: DeleteForecast | null
  readonly nameOf: (id: Pick<ReleaseId, 'os' | 'release'>) => string
}

/** What a deletion does besides deleting images, in sentences, and what undoing it costs. */
export function deleteTexts({ version, plan, forecast, nameOf }: Input): string[] {
  const { keepsPartialFiles } = capabilitiesOf(version)
  const { stops, again, stays, images } = plan
  const names = [...new Set(again.map(nameOf))].join(', ')
  const isUploaded = images.every(({ kind }) => kind === 'uploaded')
  const fails = isUploaded ? null : stillFailsText(forecast?.failsAt, nameOf)
  const undo = isUploaded ? 'Deleting custom images cannot be undone.' : undoText(forecast, fails !== null)
  return [
    forecast && forecast.freed > 0 && `MAAS frees ${formatBytes(forecast.freed)}.`,
    stops &&
      `The running import is stopped first, then started again. ${keepsPartialFiles ? RESTARTS : DELETED}`,
    again.length > 0 &&
      `MAAS 3.8 cannot clear one architecture alone: it deletes all images of ${names}, and the import downloads the other ones again${forecast ? ` (${formatBytes(forecast.again)})` : ''}. Until then, they cannot be deployed.`,
    stays.length > 0 && STAYS,
    fails,
    images.length > 0 && undo,
  ].filter((text) => typeof text === 'string')
}

const RESTARTS = 'Other partial downloads start over.'
const DELETED = 'Other partial downloads are deleted and start over.'
const STAYS =
  'The selection still names images that the source does not offer, because MAAS would reject the change or delete other images with it. If the source offers them again, MAAS downloads them again.'

/** @param fails whether imports fail until another image is deleted, which the sentence before this one says */
function undoText(forecast: DeleteForecast | null, fails: boolean): string {
  if (!forecast) return 'To undo this, select the images again. MAAS then downloads them again.'
  return forecast.undo > 0
    ? `${fails ? 'After that, you can select the images again to undo this.' : 'To undo this, select the images again.'} MAAS then downloads ${sizeText(forecast.undo, forecast.isUndoAbout)}.`
    : 'This cannot be undone: the sources do not offer these images.'
}
