/*
 * Where a worker begins: Node 20 starts one from JavaScript only. It reads TypeScript as `npm start` does.
 */
import { register } from 'tsx/esm/api'

register()
const { SOURCE_TASKS } = await import('./source-tasks.ts')
export const { content, keyring, bookKeeping } = SOURCE_TASKS
