import { capabilitiesOf } from '#selections/maas-version.ts'
import { newNote } from '#simulator/state/notes.ts'
import { WrongControl } from '#simulator/control/wrong-control.ts'
import type { ControlNeeds, OperationGroup } from './needs.ts'
import { nextId } from '#simulator/state/state.ts'

const USUAL_LEVELS: Readonly<Record<string, 'WARNING' | 'ERROR'>> = {
  'Region import warning': 'WARNING',
  'Region import error': 'ERROR',
}

export function eventOperations({ region }: ControlNeeds) {
  const operations: OperationGroup<
    'listNotifications' | 'addNotification' | 'removeNotification' | 'listEvents' | 'addEvent'
  > = {
    listNotifications: () => structuredClone(region.state().notes),
    addNotification({ ident, ...form }) {
      const state = region.state()
      if (state.notes.some((note) => note.ident === ident))
        throw new WrongControl(409, [
          { path: 'ident', message: `There is a notification ${JSON.stringify(ident)} already.` },
        ])
      const note = { ...newNote(state, '', form.message), ...form }
      state.notes.push({ ...note, ident: ident ?? `control-${note.id}` })
      return { id: note.id }
    },
    removeNotification({ id }) {
      const state = region.state()
      if (!state.notes.some((note) => note.id === id))
        throw new WrongControl(404, [{ path: 'id', message: `There is no notification ${id}.` }])
      state.notes = state.notes.filter((note) => note.id !== id)
      return {}
    },
    listEvents: () => structuredClone(region.state().events),
    addEvent({ type, description, level = USUAL_LEVELS[type] ?? 'DEBUG' }) {
      const state = region.state()
      if (!capabilitiesOf(state.version).logsImports && type.startsWith('Region import '))
        throw new WrongControl(409, [
          { path: 'type', message: `MAAS ${state.version} writes no events of imports.` },
        ])
      const id = nextId(state, 'event')
      state.events.push({ id, at: state.clock.now(), level, type, description })
      return { id }
    },
  }
  return operations
}
