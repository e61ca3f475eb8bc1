import { ansiblePlaybook, NO_ANSIBLE_MODULE } from './print/ansible.ts'
import { curlCommands, maasCommands } from './print/commands.ts'
import { planJson } from './print/json.ts'
import { curlScript, maasScript } from './print/script.ts'
import { terraformText } from './print/terraform.ts'
import type { Plan } from './rules/model.ts'

type Format = {
  /** Without spaces, because IDs of elements are made from it. */
  readonly id: string
  readonly name: string
  /** One or two sentences above the text. */
  readonly about: string
  /** For the present state: this text is about this region, and those of the other formats are for another region. */
  readonly aboutPresent?: string
  /** For a plan that changes only settings. */
  readonly aboutSettings?: string
  /** What is shown and copied. */
  readonly textOf: (plan: Plan) => string
  /** What is saved; the text itself if absent. */
  readonly fileOf?: (plan: Plan) => string
  readonly fileName: string
}

const SCRIPT =
  'The file is a script: it checks each step first, stops at the first error, and can be run again. It needs jq.'

/** The ways to show a plan, in the order of their tabs. */
export const FORMATS: readonly Format[] = [
  {
    id: 'maas',
    name: 'maas CLI',
    about: SCRIPT,
    textOf: maasCommands,
    fileOf: maasScript,
    fileName: 'maas-images.sh',
  },
  {
    id: 'curl',
    name: 'curl',
    about: SCRIPT,
    textOf: curlCommands,
    fileOf: curlScript,
    fileName: 'maas-images-curl.sh',
  },
  {
    id: 'terraform',
    name: 'Terraform',
    about:
      'What the region has after the change, for the provider canonical/maas. The provider starts the import and waits for it.',
    aboutPresent:
      'What this region has, for the provider canonical/maas. Terraform takes over these selections. Another region has other IDs and may already have such a selection: change the import blocks for it.',
    aboutSettings:
      'These settings, for the provider canonical/maas. When Terraform no longer manages a setting, MAAS keeps its value.',
    textOf: terraformText,
    fileName: 'maas-images.tf',
  },
  {
    id: 'ansible',
    name: 'Ansible',
    about: NO_ANSIBLE_MODULE,
    textOf: ansiblePlaybook,
    fileName: 'maas-images.yml',
  },
  {
    id: 'json',
    name: 'JSON',
    about: 'The requests to the MAAS API, in order.',
    textOf: planJson,
    fileName: 'maas-images.json',
  },
]
