import type { Upload } from './upload.ts'

/** A list of uploads that can be followed. */
export function createList() {
  let all: readonly Upload[] = []
  const listeners = new Set<() => void>()
  const publish = (next: readonly Upload[]) => {
    all = next
    for (const listener of listeners) listener()
  }
  return {
    list: () => all,
    get: (key: string) => all.find((one) => one.key === key),
    set: (key: string, change: Partial<Upload>) =>
      publish(all.map((one) => (one.key === key ? { ...one, ...change } : one))),
    add: (upload: Upload) => publish([...all, upload]),
    remove: (key: string) => publish(all.filter((one) => one.key !== key)),
    /** Calls back after each change. Returns a function that unsubscribes. */
    follow: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
