import { partialText } from '#api/stop/stop-text.ts'
import { formatBytes } from '#lib/bytes.ts'
import { clockTime, duration } from '#lib/time.ts'
import type { ImageState, KeptAnyway, Unused } from './model.ts'

type Bytes = { readonly done: number; readonly bytes: number }

/** What is known about imports. */
export type StateContext = {
  readonly importing?: boolean
  /** Whether this browser has stopped the running import. */
  readonly stopping?: boolean
  /** Whether the automatic hourly sync is on. */
  readonly autoImport?: boolean
  /**
   * Whether MAAS reports and stops only imports that `op=import` started, and deletes images with their selection
   * (3.8).
   */
  readonly syncsSelections?: boolean
  readonly now?: number
}

/** What a state means and what to do next, in a sentence or two. */
export function stateDetail(state: ImageState, context: StateContext): string {
  switch (state.kind) {
    case 'queued':
      return state.importing && !context.stopping
        ? 'Queued. The running import downloads it, unless that import is stopped.'
        : `Selected, but not downloaded yet. ${nextImport(context, 'downloads it')}`
    case 'downloading':
      return `${downloaded(state)}.`
    case 'stalled':
      return `${downloaded(state)}; ${noDataSince(state.since, context.now)}. ${stallAdvice(context)}`
    case 'stopped':
      return context.syncsSelections
        ? `${downloaded(state)}; no data is arriving. ${nextImport(context, 'downloads the rest')}`
        : `${downloaded(state)}; no import is running. ${partialText()} ${restart(context)}`
    case 'update':
      return `The region holds ${state.held}, the source has ${state.newest}. ${nextImport(context, 'downloads it')}`
    case 'older':
      return `The region holds ${state.held}, the source offers the older version ${state.offered}. ${nextImport(context, 'downloads that version and removes the newer one')}`
    case 'selected':
      return state.because ? `Selected, not saved yet. ${usedText(state)}` : PLAIN.selected
    case 'unused':
      return `Selected. ${usedText(state)}`
    case 'kept':
      return state.because ? KEPT[state.because] : PLAIN.kept
    case 'removing':
      if (context.syncsSelections) return 'Cleared, not saved yet. MAAS deletes it as soon as you save.'
      return state.when === 'after-save'
        ? 'Cleared, not saved yet. The import that follows the save removes it.'
        : `No longer selected. ${nextImport(context, 'removes it')}`
    case 'not-selected':
      if (state.absent) return PLAIN.absent
      return state.because ? usedText(state) : PLAIN['not-selected']
    default:
      return PLAIN[state.kind]
  }
}

/** What states mean that depend on nothing else. */
const PLAIN = {
  gone:
    'It is selected, but the source does not offer it, so it gets no updates. ' +
    'Clear it, change to a source that offers it, or keep the downloaded image: choose Delete images, then Not offered any more.',
  absent:
    'The source lists it, but a file is missing or has the wrong size, so importing it fails. ' +
    'Complete the mirror, clear the selection, or change to a source that has all files.',
  selected: 'Selected, not saved yet. Save the selection to start the download.',
  reading: 'Checking whether it is selected and how much of it is downloaded.',
  kept:
    'MAAS keeps it up to date although it is not selected here, because another client removed its architecture from the selection. ' +
    'To delete it, select it and save, then clear it and save again.',
  synced: 'The region holds the complete image in the newest known version.',
  'without-updates':
    'The source no longer offers it, so it gets no updates. You chose to keep it, and this browser remembers that. ' +
    'It stays on the region while it is selected.',
  half: 'Custom upload that is not complete. Machines cannot be deployed with it yet.',
  custom: 'Custom upload. No source updates it.',
  'not-selected': 'The source offers it. Select it to download it.',
} as const

/** The row names the source that MAAS imports everything from. */
const KEPT: Readonly<Record<KeptAnyway, string>> = {
  'nothing-selected':
    'Not selected, but MAAS keeps it: an import removes no image while nothing is selected.',
  'whole-source': 'Not selected, but MAAS keeps it.',
}

/** Why MAAS 3.8 does not use a source for an image. */
const usedText = ({ because, source = '' }: Partial<Unused>): string =>
  because === 'disabled'
    ? `The source “${source}” is disabled, so MAAS does not import from it. Enable the source to use it.`
    : `MAAS imports this image from “${source}”, which has a higher priority.`

/** Stopping in MAAS 3.8 deletes partial downloads, and ends only imports that `op=import` started. */
function stallAdvice({ importing, syncsSelections }: StateContext): string {
  const check = 'Check the network between the region and the source'
  if (!syncsSelections) return `${check}, or stop the import and start it again.`
  return importing ? `${check}. Stopping the import deletes partial downloads.` : `${check}.`
}

const downloaded = ({ done, bytes }: Bytes): string =>
  `${formatBytes(done)} of ${formatBytes(bytes)} downloaded`

const noDataSince = (since: number, now: number | undefined): string =>
  now === undefined ? `no data since ${clockTime(since)}` : `no data for ${duration(now - since)}`

/** How to start the import again. The last one may also have failed. */
function restart({ autoImport }: StateContext): string {
  if (autoImport === undefined) return 'Choose Import now.'
  return autoImport
    ? 'Choose Import now, or wait for the hourly sync.'
    : 'Choose Import now, because automatic sync is off.'
}

function nextImport(context: StateContext, does: string): string {
  const { importing, stopping, autoImport, syncsSelections } = context
  if (importing && stopping)
    return `The import is being stopped. ${nextImport({ ...context, importing: false }, does)}`
  if (importing) return `The running import ${does}, unless that import is stopped.`
  // it is not known whether MAAS 3.8 already follows the setting, nor how often it syncs
  if (syncsSelections) return `The next import ${does}: choose Import now, or wait for the automatic sync.`
  if (autoImport === undefined) return `The next import ${does}.`
  return autoImport
    ? `The next import ${does}: choose Import now, or wait for the hourly sync.`
    : `The next import ${does}: choose Import now, because automatic sync is off.`
}
