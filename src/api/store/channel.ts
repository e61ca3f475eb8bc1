import { storageName } from '#api/base-path.ts'

/**
 * A channel to the other tabs of this browser; null if the browser denies one. A channel does not receive its own
 * messages.
 */
export function openChannel(name: string): BroadcastChannel | null {
  try {
    return new BroadcastChannel(storageName(name))
  } catch {
    return null
  }
}
