/**
 * Runs work that no one waits for after the frame that is due, and after what reacts to a key or click. In the order of
 * the calls. Immediately where the platform cannot do that (Safari, Node).
 */
export function inBackground(work: () => void): void {
  if ('scheduler' in globalThis) void scheduler.postTask(work, { priority: 'background' })
  else work()
}
