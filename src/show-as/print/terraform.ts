import { endState, type SourceThen } from '#show-as/rules/end-state.ts'
import type { Plan, PlanStep } from '#show-as/rules/model.ts'
import { releaseName } from '#selections/keys.ts'
import { hclString } from './hcl-string.ts'
import { comment } from '#lib/text/shell-text.ts'
import { terraformNotes } from './terraform-notes.ts'

/* Attribute names as in the documentation of the provider canonical/maas 2.x (docs/resources/boot_source*.md, configuration.md). Release 2.4.0 has no boot sources. */

const HEAD = `terraform {
  required_version = ">= 1.5"
  required_providers {
    maas = {
      source  = "canonical/maas"
      # Imports of selections need a release with pull request 380 of the provider (November 2025).
      version = "~> 2.5"
    }
  }
}

variable "maas_api_url" {
  type        = string
  description = "The address of MAAS, such as http://maas.example.com:5240/MAAS"
}

variable "maas_api_key" {
  type        = string
  sensitive   = true
  description = "An API key of an administrator: consumer:token:secret"
}

provider "maas" {
  api_version = "2.0"
  api_url     = var.maas_api_url
  api_key     = var.maas_api_key
}
`

const variable = (name: string, type: string, description: string): string =>
  `variable "${name}" {\n  type        = ${type}\n  description = ${hclString(description)}\n}\n`

/**
 * What the region has after a plan, for Terraform. Its provider manages a boot source only where it is the only one,
 * and takes over the one that is there; selections that MAAS has already are imported.
 */
export function terraformText(plan: Plan): string {
  const sources = endState(plan)
  const isSingle = sources.length === 1
  const used = new Set<string>()
  const blocks = sources.flatMap((source, index) => [
    isSingle ? sourceBlock(source) : numberBlock(source, index),
    ...selectionBlocks(source, referenceTo(source, index, isSingle), used),
  ])
  const notes = terraformNotes(plan, sources).map(comment)
  const settings = plan.steps.filter((step) => step.kind === 'set-setting')
  return [
    ...(notes.length > 0 ? [notes.join('\n'), ''] : []),
    HEAD,
    ...blocks.filter((one) => one !== ''),
    ...settings.map((one, index) => settingBlock(one, settings[index - 1])),
  ].join('\n')
}

/**
 * The lines of a selection about its source. A known ID is written as a number: the ID of the resource is unknown until
 * Terraform applies it, and the provider deletes and creates a selection whose `boot_source` changes or is unknown.
 */
function referenceTo({ id }: SourceThen, index: number, isSingle: boolean): string {
  if (id === null)
    return `  boot_source = ${isSingle ? 'maas_boot_source.source.id' : `var.boot_source_${index + 1}`}`
  return [`  boot_source = ${id}`, ...(isSingle ? ['  depends_on  = [maas_boot_source.source]'] : [])].join(
    '\n',
  )
}

/** Terraform cannot create a second source: its ID is a variable. */
const numberBlock = ({ id, spec }: SourceThen, index: number): string =>
  id === null ? variable(`boot_source_${index + 1}`, 'number', `The ID of the boot source ${spec.url}`) : ''

function sourceBlock({ spec: { url, keyring_filename, keyring_data } }: SourceThen): string {
  const hasData = keyring_data !== ''
  const keyring = hasData
    ? '  keyring_data = filebase64(var.keyring_file)'
    : `  keyring_filename = ${hclString(keyring_filename)}`
  const file = variable('keyring_file', 'string', 'The file that contains the keyring, in binary form')
  return `${hasData ? `${file}\n` : ''}resource "maas_boot_source" "source" {
  ${'url'.padEnd(hasData ? 12 : 16)} = ${hclString(url)}
${keyring}
}
`
}

function selectionBlocks(source: SourceThen, reference: string, used: Set<string>): string[] {
  return source.selections.flatMap((selection) => {
    const name = resourceName(releaseName(selection), used)
    const list = (values: readonly string[]) => `[${values.map(hclString).join(', ')}]`
    const imported = `import {
  to = maas_boot_source_selection.${name}
  id = "${source.id}:${selection.id}"
}
`
    const resource = `resource "maas_boot_source_selection" "${name}" {
${reference}
  os          = ${hclString(selection.os)}
  release     = ${hclString(selection.release)}
  arches      = ${list(selection.arches)}
  subarches   = ${list(selection.subarches)}
  labels      = ${list(selection.labels)}
}
`
    return selection.id === null ? [resource] : [imported, resource]
  })
}

type Setting = Extract<PlanStep, { kind: 'set-setting' }>

/** MAAS checks a value against the settings before it, and Terraform keeps no order without `depends_on`. */
const settingBlock = ({ name, value }: Setting, before: Setting | undefined): string =>
  `resource "maas_configuration" "${name}" {
  key   = ${hclString(name)}
  value = ${hclString(value)}
${before ? `\n  depends_on = [maas_configuration.${before.name}]\n` : ''}}
`

/** A name that Terraform accepts and that no other selection has: ubuntu_noble */
function resourceName(text: string, used: Set<string>): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/^(?![A-Za-z])/, 'release_')
  let name = plain
  for (let number = 2; used.has(name); number += 1) name = `${plain}_${number}`
  used.add(name)
  return name
}
