import { storageName } from '#api/base-path.ts'

/** A way to the other tabs of this browser; null where it denies one: then each tab is alone. It does not hear itself. */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(storageName(name))
  } catch {
    return null
  }
}
