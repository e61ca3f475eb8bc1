import { capabilitiesOf } from '#selections/maas-version.ts'
import { callsOf, type Call } from '#show-as/rules/calls.ts'
import type { Plan, PlanStep } from '#show-as/rules/model.ts'
import { fieldWord, keyringHead, shellPath } from './commands.ts'
import { comment, quote } from '#lib/text/shell-text.ts'
import { CURL_BACKEND, MAAS_BACKEND } from './script-backends.ts'
import { stepFunctions } from './script-steps.ts'

/** A POSIX shell script that carries out a plan with MAAS's command line. It can be run again, and stops at an error. */
export const maasScript = (plan: Plan): string => script(plan, MAAS_BACKEND)

/** The same with curl. */
export const curlScript = (plan: Plan): string => script(plan, CURL_BACKEND)

function script(plan: Plan, backend: string): string {
  const { version, steps } = plan
  const lines = [
    '#!/bin/sh',
    comment(`Made by MAAS Images for MAAS ${version}. It stops at the first error, and can be run again.`),
    'set -eu',
    '',
    ...keyringHead(plan),
    backend,
    '',
    stepFunctions(capabilitiesOf(version).syncsSelections),
    '',
    ...expectations(plan),
    ...stepLines(plan, steps),
    '',
  ]
  return lines.join('\n')
}

/** The URLs that each used source may have: the one before the plan, and the one that the plan gives it. */
function expectations({ before, steps }: Plan): string[] {
  const used = new Set<number>()
  const later = new Map<number, string>()
  for (const step of steps) {
    if ('sourceId' in step && step.sourceId !== null) used.add(step.sourceId)
    if (step.kind === 'delete-source') used.add(step.id)
    if (step.kind !== 'update-source' || step.id === null) continue
    used.add(step.id)
    later.set(step.id, step.spec.url)
  }
  return [...used].map((id) => {
    const url = before.find(({ source }) => source.id === id)?.source.url
    const urls = [...new Set([url, later.get(id)])].filter((one) => one !== undefined)
    return ['expect_source', id, ...urls.map(quote)].join(' ')
  })
}

function stepLines(plan: Plan, steps: readonly PlanStep[]): string[] {
  // the functions start the import that lets MAAS read a source where it is needed
  const calls = callsOf(plan).filter(({ op, title }) => op !== 'import' || title === 'Start the import')
  return steps.flatMap((step, index) => {
    const call = calls[index]
    return call ? ['', comment(call.title), lineOf(plan, step, call)] : []
  })
}

function lineOf(plan: Plan, step: PlanStep, call: Call): string {
  const [, id = '', , selectionId = ''] = shellPath(call.path)
  const fields = call.fields.map(fieldWord)
  switch (step.kind) {
    case 'create-source': {
      const { url, otherThan } = laterUrl(plan, step)
      return `${call.keeps}=$(${['add_source', quote(step.spec.url), quote(url), otherThan, ...fields].join(' ')})`
    }
    case 'update-source':
      return ['change_source', id, quote(wantedOf(step)), ...fields].join(' ')
    case 'delete-source':
      return `remove_source ${id}`
    case 'create-selection':
    case 'update-selection': {
      const { os, release } = step.wanted
      const name = step.kind === 'create-selection' ? 'select_release' : 'change_release'
      return [name, id, quote(os), quote(release), ...fields.slice(2)].join(' ')
    }
    case 'delete-selection':
      return ['unselect_release', id, selectionId, quote(step.os), quote(step.release)].join(' ')
    case 'stop-import':
      return 'stop_running_import'
    default:
      return 'import_images'
  }
}

/** The URL that a created source gets in the end, and the source that it replaces, which may still have that URL. */
function laterUrl({ steps }: Plan, created: Extract<PlanStep, { kind: 'create-source' }>) {
  const own = steps.slice(steps.indexOf(created) + 1)
  const next = own.findIndex(({ kind }) => kind === 'create-source')
  const mine = next === -1 ? own : own.slice(0, next)
  const update = mine.find((step) => step.kind === 'update-source' && step.id === null)
  const removed = steps.find((step) => step.kind === 'delete-source')
  return {
    url: update && 'spec' in update ? update.spec.url : created.spec.url,
    otherThan: removed && 'id' in removed ? removed.id : 'null',
  }
}

/** What a source then has, as JSON; '' if it has keyring data, which is not compared. */
function wantedOf({ spec, extras }: Extract<PlanStep, { kind: 'update-source' }>): string {
  const { keyring_data, ...rest } = spec
  return keyring_data === '' ? JSON.stringify({ ...rest, keyring_data, ...extras }) : ''
}
