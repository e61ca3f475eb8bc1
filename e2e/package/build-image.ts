import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Stage } from './dockerfile.ts'
import { installOffline, packedIn } from './install-offline.ts'

/** The path of a file of the image: below one folder per stage. */
export const inStage = (root: string, stage: string, path: string) => join(root, stage, path)

/**
 * Follows the steps of the Dockerfile without Docker, below `root`, and without network. COPY and `npm pack` are done
 * as they are. Two steps need a registry and are replaced: `npm ci` by the node_modules of this repository, and `npm
 * install` by installOffline(). Not done: the base images, USER, EXPOSE and ENV. A step that is not supported here is
 * an error.
 */
export function buildImage(repository: string, stages: readonly Stage[], root: string): void {
  for (const [index, { steps, name }] of stages.entries()) {
    const stage = name ?? String(index)
    const here = (path: string) => inStage(root, stage, path)
    let folder = '/'
    mkdirSync(here('/tmp'), { recursive: true })
    for (const step of steps) {
      if (step.name === 'WORKDIR') {
        folder = step.value
        mkdirSync(here(folder), { recursive: true })
      } else if (step.name === 'COPY') copy(step.value, { repository, root, to: here(folder) })
      else if (step.name === 'RUN') run(step.value, { repository, folder: here(folder), here })
      else if (!['USER', 'EXPOSE', 'ENV', 'HEALTHCHECK', 'ENTRYPOINT'].includes(step.name))
        throw new Error(`This test does not support ${step.name} in the Dockerfile.`)
    }
  }
}

function copy(value: string, { repository, root, to }: { repository: string; root: string; to: string }) {
  const paths = value.split(' ')
  const from = /^--from=(.+)$/.exec(paths[0] ?? '')?.[1]
  const target = paths.pop() ?? ''
  if (from !== undefined) {
    const [, source = ''] = paths
    // no other step needs it in an earlier stage
    mkdirSync(dirname(join(to, target)), { recursive: true })
    renameSync(inStage(root, from, source), join(to, target))
    return
  }
  for (const path of paths) {
    const isFolder = target.endsWith('/')
    cpSync(join(repository, path), resolve(to, isFolder ? join(target, path) : target), { recursive: true })
  }
}

type RunPlace = { repository: string; folder: string; here: (path: string) => string }

function run(command: string, { repository, folder, here }: RunPlace) {
  const [npm, verb, ...rest] = command.split(' ')
  if (command === 'npm ci') symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'))
  else if (npm === 'npm' && verb === 'pack') {
    const args = rest.map((word) => (word.startsWith('/') ? here(word) : word))
    // without the NODE_ENV of the tests, which would build the page for development
    const { PATH, HOME } = process.env
    const env = { PATH, HOME, npm_config_offline: 'true', npm_config_update_notifier: 'false' }
    execFileSync('npm', ['pack', ...args], { cwd: folder, env, stdio: 'pipe' })
  } else if (npm === 'npm' && verb === 'install') {
    const prefix = rest[rest.indexOf('--prefix') + 1] ?? ''
    const packed = here(rest.at(-1) ?? '')
    installOffline(repository, packedIn(dirname(packed)), here(prefix))
  } else throw new Error(`This test does not support RUN ${command} in the Dockerfile.`)
}
