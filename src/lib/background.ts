/**
 * Runs work that no one waits for after the next frame and after reactions to keys and clicks, in the order of the
 * calls. Runs it immediately where the platform cannot do that (Safari, Node).
 */
export function inBackground(work: () => void): void {
  if ('scheduler' in globalThis) void scheduler.postTask(work, { priority: 'background' })
  else work()
}
