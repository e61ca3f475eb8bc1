/* What a save would do: read when there is something to save, because a page that is only looked at needs none of it. */
export { halfFilesOf, noteHalf } from './half-files.ts'
export { forecasterOf } from './forecast.ts'
export { summarize } from './summary.ts'
