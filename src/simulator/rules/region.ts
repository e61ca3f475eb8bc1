import type { StreamTree } from './stream-tree.ts'
import * as config from './config.ts'
import { eventsOf } from '#simulator/state/events.ts'
import * as importing from '#simulator/rules/import/import.ts'
import { dismissNote } from '#simulator/state/notes.ts'
import { createOAuthCheck } from '#simulator/state/oauth.ts'
import { streamKey } from './reading.ts'
import { recount } from '#simulator/rules38/line.ts'
import { begin38, isImporting38, requestImport, stopImport38 } from '#simulator/rules38/runs.ts'
import * as resources from './resources.ts'
import * as selections from './selections.ts'
import { settle } from './settle.ts'
import * as sources from './sources.ts'
import type { UploadParams } from './uploads/upload-form.ts'
import { appendToUpload, createUpload } from './uploads/uploads.ts'
import type { Note, State, User } from '#simulator/state/state.ts'
import { createSessions } from '#simulator/state/sessions.ts'
import { authenticate, revokeKey, userWith } from '#simulator/state/users.ts'

/**
 * A small MAAS region: its rules and its state, without HTTP. Every call returns the current state; a rule that
 * refuses throws a `Refusal`. The returned data belongs to the region: read it, do not change it.
 */
export class Region {
  /** The API key of the main user of this region. */
  readonly apiKey: string
  /** Finds the user who signed a request: `(authorization header, query) => verdict`. */
  readonly whoSigned: ReturnType<typeof createOAuthCheck>
  readonly sessions: ReturnType<typeof createSessions>
  #state: State
  #replaced = 0

  constructor(state: State, about: { apiKey: string }) {
    this.#state = state
    this.apiKey = about.apiKey
    this.whoSigned = createOAuthCheck(
      () => this.#state.users,
      () => this.wall(),
    )
    this.sessions = createSessions(() => this.wall())
    if (state.rules38 !== null) begin38(state, state.rules38)
  }

  /** The state itself, at the current time: for those who change it from outside, not for its clients. */
  state(): State {
    return this.#now()
  }
  /** Goes on in another state, as after a restore of MAAS's database. All sessions end. */
  replace(state: State): void {
    this.#state = state
    this.#replaced += 1
    this.sessions.endAll()
  }

  get version(): string {
    return this.#state.version
  }

  /** MAAS 3.8 and later: sources have a name and a priority, and can be switched off. */
  get ranksSources(): boolean {
    return this.#state.ranksSources
  }

  get users() {
    return this.#state.users
  }

  /** From now on the region also finds this stream at that address. */
  learnStream(url: string, tree: StreamTree): void {
    this.#state.streams.set(streamKey(url), tree)
  }

  /** Sets whether sources answer the region; the browser and the gateway may still reach them. */
  setSourcesAnswer(answer: boolean): void {
    const state = this.#now()
    state.sourcesAnswer = answer
    if (state.rules38 !== null) recount(state.rules38, state.clock.now())
  }

  /** Sets the bytes per second of an import; 0: it stalls. Bytes downloaded until now are kept. */
  setBytesPerSecond(bytes: number): void {
    const state = this.#now()
    state.bytesPerSecond = bytes
    if (state.rules38 !== null) recount(state.rules38, state.clock.now())
    if (state.job?.prepared !== true) return
    if (state.job.stallsAfter !== null) state.job.stallsAfter -= state.job.spent
    state.job.downloadFrom = Math.max(state.clock.now(), state.job.downloadFrom)
    state.job.spent = 0
    state.job.endsAt = null
  }

  /** The time of day, ms. */
  wall(): number {
    return this.#state.clock.wall()
  }

  /** Who has this name and password; null: no one. */
  userWith(username: string, password: string): User | null {
    return userWith(this.#state, username, password)
  }
  authenticate(username: string, password: string, consumer = '') {
    return authenticate(this.#state, username, password, consumer)
  }

  /** Deletes an API key, as its owner can in MAAS; false if there is no such key. */
  revokeKey(apiKey: string): boolean {
    return revokeKey(this.#state, apiKey)
  }

  /** Copies, so that the states before and after a change can be compared. */
  sources() {
    return structuredClone([...this.#now().sources.values()])
  }
  source(id: number) {
    return sources.sourceOf(this.#now(), id)
  }
  createSource(form: sources.SourceParams) {
    return sources.createSource(this.#now(), form)
  }
  updateSource(id: number, form: sources.SourceParams) {
    return sources.updateSource(this.#now(), id, form)
  }
  deleteSource(id: number) {
    sources.deleteSource(this.#now(), id)
  }

  /** Copies. */
  selections(sourceId: number) {
    return structuredClone(selections.selectionsOf(this.#now(), sourceId))
  }
  selection(sourceId: number, id: number) {
    return selections.selectionOf(this.#now(), sourceId, id)
  }
  createSelection(sourceId: number, form: selections.SelectionParams) {
    return selections.createSelection(this.#now(), sourceId, form)
  }
  updateSelection(sourceId: number, id: number, form: selections.SelectionParams) {
    return selections.updateSelection(this.#now(), sourceId, id, form)
  }
  deleteSelection(sourceId: number, id: number) {
    selections.deleteSelection(this.#now(), sourceId, id)
  }

  /** MAAS's own selections, one per architecture; none before 3.8. API 2.0 does not show them. */
  ownSelections() {
    return [...(this.#now().rules38?.selections.values() ?? [])]
  }

  /** Copies. */
  resources(type: 'Synced' | 'Uploaded' | null = null) {
    return structuredClone(resources.listResources(this.#now(), type))
  }
  /** Another text whenever the list of resources changes, but not with downloaded bytes. */
  resourcesRevision(): string {
    return `${this.#replaced} ${this.#now().resourcesRevision}`
  }
  /** One boot resource with the bytes of each set and file, on all region controllers together. */
  resource(id: number) {
    const state = this.#now()
    const resource = resources.resourceOf(state, id)
    const sets = resource.sets.map(({ version, label, files }) => ({
      version,
      label,
      files: files.map((file) => ({ ...file, done: resources.bytesSynced(state, file) })),
    }))
    return { ...resource, sets, controllers: resources.controllersOf(state) }
  }
  /** Accepts an image from an administrator, and returns it as `resource` does. */
  createUpload(form: UploadParams) {
    return this.resource(createUpload(this.#now(), form).id)
  }
  appendToUpload(resourceId: number, id: number, part: Uint8Array) {
    appendToUpload(this.#now(), resourceId, id, part)
  }
  /** Sets how many bytes of uploads and imports fit on the region's disk from now on. */
  setFreeBytes(bytes: number): void {
    this.#state.freeBytes = bytes
  }
  deleteResource(id: number) {
    resources.deleteResource(this.#now(), id)
  }

  startImport() {
    const state = this.#now()
    const now = state.clock.now()
    if (state.rules38 === null) importing.startImport(state, now)
    else requestImport(state, state.rules38, now)
  }
  stopImport() {
    const state = this.#now()
    const now = state.clock.now()
    if (state.rules38 === null) importing.stopImport(state, now)
    else stopImport38(state, state.rules38, now)
  }
  /** From 3.8 on it reports only the run that `startImport` begins, not the syncs of other runs. */
  isImporting() {
    const { job, rules38 } = this.#now()
    return rules38 === null ? job !== null : isImporting38(rules38)
  }

  machines() {
    return this.#state.machines
  }
  racks() {
    return this.#state.racks
  }
  otherRegions() {
    return this.#state.otherRegions
  }

  getConfig(name: string) {
    return config.getConfig(this.#now(), name)
  }
  setConfig(name: string, value: string) {
    config.setConfig(this.#now(), name, value)
  }

  events(level: string, page: Parameters<typeof eventsOf>[2]) {
    return eventsOf(this.#now(), level, page)
  }
  notifications() {
    return this.#now().notes
  }
  dismissNotification(note: Note, by: User) {
    dismissNote(note, by)
  }

  #now(): State {
    settle(this.#state)
    return this.#state
  }
}
