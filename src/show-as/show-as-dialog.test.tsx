import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { release, sourceNow, STABLE } from '#testing/shown-plan.ts'
import { ShowAsDialog } from './show-as-dialog.tsx'
import type { PlanStep } from './rules/model.ts'

const STEPS: PlanStep[] = [{ kind: 'create-selection', sourceId: 1, wanted: release('noble', 'amd64') }]
const COMMAND = 'boot-source-selections create 1 os=ubuntu release=noble'
const now = [sourceNow(1, STABLE, release('jammy', 'amd64'))]

function open(steps: PlanStep[] | 'present' = STEPS, sources = now, notes: string[] = []) {
  const user = userEvent.setup()
  const onClose = vi.fn<() => void>()
  const shown =
    steps === 'present' ? { kind: 'present' as const, steps: [] } : { kind: 'change' as const, steps }
  render(<ShowAsDialog version="3.5.13" now={sources} {...shown} notes={notes} onClose={onClose} />)
  const dialog = within(screen.getByRole('dialog', { name: 'Show as' }))
  return { user, onClose, dialog, text: (name: string) => dialog.getByRole('region', { name }).textContent }
}

test('each tab shows the plan in its own way, also with the keyboard', async () => {
  const { user, dialog, text } = open()
  expect(text('maas CLI')).toContain(COMMAND)
  await user.click(dialog.getByRole('tab', { name: 'maas CLI' }))
  await user.keyboard('{ArrowRight}')
  expect(dialog.getByRole('tab', { name: 'curl', selected: true })).toHaveFocus()
  expect(text('curl')).toContain('$MAAS_URL/api/2.0/boot-sources/1/selections/')
  await user.click(dialog.getByRole('tab', { name: 'Terraform' }))
  expect(text('Terraform')).toContain('resource "maas_boot_source_selection" "ubuntu_noble"')
  await user.click(dialog.getByRole('tab', { name: 'Ansible' }))
  expect(text('Ansible')).toContain('ansible.builtin.command')
  await user.click(dialog.getByRole('tab', { name: 'JSON' }))
  expect(text('JSON')).toContain('"format": "maas-images/requests"')
})

test('Copy copies what is shown, and another tab has not been copied yet', async () => {
  const { user, dialog } = open()
  await user.click(dialog.getByRole('button', { name: 'Copy' }))
  expect(await dialog.findByText('Copied')).toBeVisible()
  expect(await navigator.clipboard.readText()).toContain(COMMAND)
  await user.click(dialog.getByRole('tab', { name: 'JSON' }))
  expect(dialog.queryByText('Copied')).toBeNull()
})

test.each([
  ['is copied as a selection', true, 'Copied'],
  ['stays selected for Ctrl+C', false, 'The browser does not allow copying. Press Ctrl+C to copy.'],
])('without a clipboard the text %s', async (_, copies, message) => {
  const { user, dialog } = open()
  // as on a page without TLS
  vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue(undefined as never)
  Object.assign(document, { execCommand: () => copies })
  await user.click(dialog.getByRole('button', { name: 'Copy' }))
  expect(await dialog.findByText(message)).toBeVisible()
  expect(getSelection()?.toString()).toContain(COMMAND)
})

test('Save as a file saves the script, which is more than the commands', async () => {
  const saved: Blob[] = []
  Object.assign(URL, {
    createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
    revokeObjectURL: () => {},
  })
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { user, dialog } = open()
  await user.click(dialog.getByRole('button', { name: 'Save as a file' }))
  expect(clicked.mock.contexts).toMatchObject([{ download: 'maas-images.sh', href: 'blob:1' }])
  expect(await saved[0]?.text()).toContain(
    "select_release 1 ubuntu noble arches=amd64 'subarches=*' 'labels=*'",
  )
})

test('the present state is shown for a region without boot sources', () => {
  const { text, dialog } = open('present')
  expect(dialog.getByText(/a region without boot sources the sources and selections/)).toBeVisible()
  expect(text('maas CLI')).toContain(`boot-sources create url=${STABLE}`)
  expect(text('maas CLI')).toContain('release=jammy')
})

test('Terraform takes over the present state of this region', async () => {
  const { user, text, dialog } = open('present')
  await user.click(dialog.getByRole('tab', { name: 'Terraform' }))
  expect(text('Terraform')).toContain('id = "1:10"')
  expect(dialog.getByText(/may already have such a selection/)).toBeVisible()
  expect(dialog.queryByText(/a region without boot sources/)).toBeNull()
})

test('for a change whose parts are all refused, the dialog says that there is nothing to do', () => {
  const { dialog } = open([], now, ['Ubuntu “jammy” must stay selected.'])
  expect(dialog.getByText('There is nothing to do.')).toBeVisible()
  expect(dialog.getByText('Ubuntu “jammy” must stay selected.')).toBeVisible()
  expect(dialog.queryByRole('button', { name: 'Copy' })).toBeNull()
})

test('for a region without a source, the dialog says that there is nothing to show', async () => {
  const { dialog, user, onClose } = open('present', [])
  expect(dialog.getByText(/no boot source, so there is nothing to show/)).toBeVisible()
  expect(dialog.queryByRole('button', { name: 'Copy' })).toBeNull()
  const [close] = dialog.getAllByRole('button', { name: 'Close' })
  if (close) await user.click(close)
  expect(onClose).toHaveBeenCalledOnce()
})

test('parts that the plan cannot contain are listed', () => {
  const { dialog } = open(STEPS, now, ['Ubuntu “jammy” must stay selected.'])
  expect(dialog.getByText('Ubuntu “jammy” must stay selected.')).toBeVisible()
})
