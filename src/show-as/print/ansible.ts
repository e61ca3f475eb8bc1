import { keyringVariables } from '#show-as/rules/keyrings.ts'
import type { Plan } from '#show-as/rules/model.ts'
import { comment } from '#lib/text/shell-text.ts'
import { curlScript } from './script.ts'

/** What the page says about Ansible. Read in the sources of canonical/ansible-collection, main branch. */
export const NO_ANSIBLE_MODULE =
  'The canonical.maas collection has no module that changes boot sources or selections. This playbook runs the curl script.'

/**
 * A playbook that runs the curl script. The script is `!unsafe`, because Ansible would replace braces in it. Keys and
 * files are variables. The key goes to the shell as input: Ansible writes an environment on a command line, which every
 * user of the host can read. `no_log` also hides errors, so a second task shows them.
 */
export function ansiblePlaybook(plan: Plan): string {
  const keyrings = [...keyringVariables(plan.steps).values()]
  const lines = [
    '---',
    comment(NO_ANSIBLE_MODULE),
    '- name: Apply boot sources and selections of MAAS',
    '  hosts: localhost',
    '  gather_facts: false',
    '  tasks:',
    '    - name: Run the script',
    '      ansible.builtin.command:',
    '        argv: [/bin/sh, -s]',
    '        stdin: |',
    '          export MAAS_API_KEY={{ maas_api_key | quote }}',
    '          {{ maas_script }}',
    '      vars:',
    `        maas_script: !unsafe ${blockOf(curlScript(plan), 10)}`,
    '      environment:',
    '        MAAS_URL: "{{ maas_url }}"',
    ...keyrings.map((name) => `        ${name}: "{{ maas_${name.toLowerCase()} }}"`),
    '      register: applied',
    '      changed_when: "\'Changed:\' in applied.stderr"',
    '      failed_when: false',
    '      no_log: true',
    '    - name: Show what the script did',
    '      ansible.builtin.assert:',
    '        that: applied.rc == 0',
    '        success_msg: "{{ applied.stderr }}"',
    '        fail_msg: "{{ applied.stderr }}"',
    '',
  ]
  return lines.join('\n')
}

/** A text in YAML: as a block if YAML allows its characters there, or else in double quotes. */
function blockOf(text: string, indent: number): string {
  const isPrintable =
    !/[^\t\n\x20-\x7E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text)
  if (!isPrintable) return quoted(text)
  const lines = text.replace(/\n$/, '').split('\n')
  return ['|', ...lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join('\n')
}

/** JSON is YAML, if nothing unprintable is in it. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
