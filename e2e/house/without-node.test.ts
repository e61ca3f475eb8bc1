import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { graphOf, specifiersIn } from './imports.ts'

const WORKER = 'src/demo/worker/worker.ts'
/** Packages that run only in Node. */
const NODE_ONLY = ['undici', 'pino', 'prom-client']
const NODE_GLOBALS = /(?<![\w.'"`#])(Buffer|process|setImmediate|__dirname)(?=\.\w|\()/

const texts = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join('src', name))
    .map((path) => [path, readFileSync(path, 'utf8')] as const),
)

/** All files that the worker runs. */
function behind(start: string): string[] {
  const graph = graphOf(texts)
  const found = new Set([start])
  for (const path of found) for (const next of graph.get(path) ?? []) found.add(next)
  return [...found]
}

test('the service worker of the static demo, with the core of the gateway, uses nothing of Node', () => {
  const files = behind(WORKER)
  expect(files).toEqual(expect.arrayContaining(['src/gateway/core.ts', 'src/simulator/embedded.ts']))
  const wrong = files.flatMap((path) => {
    const text = texts.get(path) ?? ''
    const packages = specifiersIn(path, text).filter(
      (name) => name.startsWith('node:') || builtinModules.includes(name) || NODE_ONLY.includes(name),
    )
    const global = NODE_GLOBALS.exec(text)?.[1]
    return [...packages, ...(global === undefined ? [] : [global])].map((what) => `${path}: ${what}`)
  })
  expect(wrong).toEqual([])
})
