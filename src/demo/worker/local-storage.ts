/*
 * msw wants a localStorage for the cookies of its handlers, which a service worker does not have. Here no handler gets a
 * cookie, so nothing has to last. Imported before msw.
 */

const items = new Map<string, string>()
const memory: Storage = {
  get length() {
    return items.size
  },
  key: (index) => [...items.keys()][index] ?? null,
  getItem: (name) => items.get(name) ?? null,
  setItem: (name, value) => void items.set(name, value),
  removeItem: (name) => void items.delete(name),
  clear: () => items.clear(),
}

if (!('localStorage' in globalThis)) Object.assign(globalThis, { localStorage: memory })
