import { dropRow } from '#simulator/rules38/drop-row.ts'
import { readSoon } from '#simulator/rules38/reads.ts'
import { invalid, missing, MaasRefusal, type Fields } from '#simulator/state/refusal.ts'
import { readAllSoon } from './reading.ts'
import { moveLast } from './source-order.ts'
import { checkedRank, checkPriorityIsFree, unranked, type Rank, type RankParams } from './source-ranks.ts'
import { nextId, type Source, type State } from '#simulator/state/state.ts'
import { readUrlField } from '#simulator/state/url-field.ts'

/** What a form sent: left-out fields are undefined, `keyringData` only as an uploaded file. */
export type SourceParams = RankParams & {
  url?: string | undefined
  keyringFilename?: string | undefined
  keyringData?: Uint8Array | undefined
}

const LONGEST_FILENAME = 4096
/** MAAS's name for what concerns the whole form. */
const WHOLE = '__all__'

export function sourceOf(state: State, id: number): Source {
  const source = state.sources.get(id)
  if (source === undefined) throw missing('BootSource')
  return source
}

export function createSource(state: State, form: SourceParams, now = state.clock.now()): Source {
  const checkedForm = checked(state, null, {
    ...form,
    url: form.url ?? '',
    keyringFilename: form.keyringFilename ?? '',
    keyringData: form.keyringData,
  })
  const source = { id: nextId(state, 'source'), ...checkedForm, created: now, updated: now }
  state.sources.set(source.id, source)
  saved(state, source.id, now, false)
  return source
}

/**
 * Fields that are left out keep their values. A source with keyring data cannot be changed unless the file is sent
 * again: MAAS fails on its own copy.
 */
export function updateSource(state: State, id: number, form: SourceParams, now = state.clock.now()): Source {
  const source = sourceOf(state, id)
  if (source.keyringData !== null && form.keyringData === undefined)
    throw new MaasRefusal({ kind: 'crash', message: "'memoryview' object has no attribute 'read'" })

  const next = checked(state, source, {
    ...form,
    url: form.url ?? source.url,
    keyringFilename: form.keyringFilename ?? source.keyringFilename,
    keyringData: form.keyringData,
  })
  const moves = source.url !== next.url
  Object.assign(source, next, { updated: now })
  // also one that has changed nothing
  if (state.rules38 === null) moveLast(state, source)
  saved(state, id, now, moves)
  return source
}

/** Deletes its selections, also the commissioning one. Up to 3.7 its images stay until the next import. */
export function deleteSource(state: State, id: number, now = state.clock.now()): void {
  sourceOf(state, id)
  state.sources.delete(id)
  state.offers.delete(id)
  for (const selection of state.selections.values()) {
    if (selection.sourceId !== id) continue
    state.selections.delete(selection.id)
    if (state.rules38 !== null) dropRow(state, state.rules38, selection.id, now)
  }
  if (state.rules38 === null) readAllSoon(state, now)
  else state.rules38.reads.delete(id)
}

/** The default source has this id after the installation, where an import reads it. */
const NOT_READ_WHEN_SAVED = 1

/**
 * MAAS up to 3.7 reads all sources after one was saved, except after it has saved the one with id 1
 * (save_boot_source_cache).
 * @param moves it has another address than before
 */
function saved(state: State, id: number, now: number, moves: boolean): void {
  if (state.rules38 !== null) readSoon(state.rules38, id, moves, now)
  else if (id !== NOT_READ_WHEN_SAVED) readAllSoon(state, now)
}

function checked(
  state: State,
  source: Source | null,
  form: RankParams & { url: string; keyringFilename: string; keyringData: Uint8Array | undefined },
): Pick<Source, 'url' | 'keyringFilename' | 'keyringData'> & Rank {
  const fields: Fields = {}
  const read = readUrlField(form.url)
  if ('error' in read) fields['url'] = [read.error]
  // 3.8 keeps no slash at the end
  const url = 'error' in read ? '' : state.ranksSources ? read.url.replace(/\/+$/, '') : read.url
  const rank = state.ranksSources ? checkedRank(state, source, url, form, fields) : unranked(url)

  const filename = form.keyringFilename.trim()
  if (filename.length > LONGEST_FILENAME)
    fields.keyring_filename = [
      `Ensure this value has at most ${LONGEST_FILENAME} characters (it has ${filename.length}).`,
    ]

  const file = form.keyringData
  if (file?.length === 0) fields.keyring_data = ['The submitted file is empty.']
  const hasData = file === undefined || file.length === 0 ? source?.keyringData != null : true
  if (filename !== '' && hasData)
    fields[WHOLE] = ['Only one of keyring_filename or keyring_data can be specified.']
  if (filename === '' && !hasData && !rank.skipsVerification)
    fields[WHOLE] = ['One of keyring_data or keyring_filename must be specified.']

  const taken = [...state.sources.values()].some((other) => other !== source && other.url === url)
  if (taken) fields['url'] = ['Boot source with this Url already exists.']
  if (Object.keys(fields).length > 0) throw invalid(fields)
  if (state.ranksSources) checkPriorityIsFree(state, source, rank.priority)
  return { url, keyringFilename: filename, keyringData: file ?? null, ...rank }
}
