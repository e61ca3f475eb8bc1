import { WrongControl } from '#simulator/control/wrong-control.ts'
import { imageKey } from '#selections/keys.ts'
import { capabilitiesOf } from '#selections/maas-version.ts'
import { imported, importing, kernelsByImage } from '#simulator/demo/scenario-parts.ts'
import { sourcesText } from '#simulator/rules/import/sources-text.ts'
import { keepAllOwn } from '#simulator/rules38/own-selections.ts'
import { isBusy } from '#simulator/rules/settle.ts'
import type { State } from '#simulator/state/state.ts'
import { addFailure, unsynced } from './add-failure.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'

const refused = (path: string, message: string) => new WrongControl(409, [{ path, message }])

export function importOperations({ region }: ControlNeeds) {
  const status = () => ({ importing: region.isImporting() })
  const operations: OperationGroup<
    'startImport' | 'stopImport' | 'stallImport' | 'addRunningImport' | 'addFinishedImport' | 'addFailure'
  > = {
    startImport() {
      region.startImport()
      return status()
    },
    stopImport() {
      region.stopImport()
      return status()
    },
    stallImport() {
      const state = region.state()
      if (state.rules38 !== null)
        throw refused(
          '',
          `In MAAS ${state.version}, set bytesPerSecond to 0 in the conditions: downloads then stall.`,
        )
      if (state.job === null) throw refused('', 'No import runs.')
      state.job.stallsAfter = state.job.spent
      state.job.endsAt = null
      return status()
    },
    addRunningImport({ images, part, minutesAgo }) {
      const state = region.state()
      if (isBusy(state)) throw refused('', 'An import runs, or the region is about to read a source.')
      importing(state, kernelsFor(state, images), part, minutesAgo)
      if (state.job !== null) state.job.began = sourcesText(state)
      return { importing: true }
    },
    addFinishedImport({ minutesAgo, nextInMinutes }) {
      const state = region.state()
      imported(state, minutesAgo)
      if (nextInMinutes !== undefined) state.nextSyncAt = state.clock.now() + nextInMinutes * 60_000
      return { nextSyncAt: state.nextSyncAt }
    },
    addFailure({ cause, release }) {
      const state = region.state()
      const { limitsDownloads, syncsSelections } = capabilitiesOf(state.version)
      const notifies = {
        'source-unreachable': true,
        'proxy-refuses': true,
        'disk-full': limitsDownloads || syncsSelections,
        'time-limit': limitsDownloads,
        'not-offered': syncsSelections,
      }
      if (!notifies[cause]) throw refused('cause', `MAAS ${state.version} has no such notification.`)
      // a scenario that is being set up has none yet
      if (state.rules38 !== null) keepAllOwn(state, state.rules38)
      if (cause === 'disk-full' && syncsSelections && unsynced(state).length === 0)
        throw refused('cause', 'No selected image is missing.')
      if (cause === 'not-offered' && ![...state.selections.values()].some((one) => one.release === release))
        throw refused('release', 'No selection has this release.')
      addFailure(state, cause, release)
      return {}
    },
  }
  return operations
}

function kernelsFor(
  state: State,
  images: readonly { sourceId: number; os: string; release: string; arch: string }[],
) {
  return images.flatMap(({ sourceId, os, release, arch }, index) => {
    const found = kernelsByImage(state.offers.get(sourceId) ?? []).get(imageKey(os, release, arch))
    if (found !== undefined) return found
    throw refused(`images[${index}]`, `Source ${sourceId} does not offer ${os}/${release} for ${arch}.`)
  })
}
