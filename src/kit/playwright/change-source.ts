import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The dialogs about boot sources, and their notices on the Images page, by roles and names. */
export function sourceView(page: Page) {
  const dialog = page.getByRole('dialog')
  const named = (name: string | RegExp) => page.getByRole('dialog', { name })
  const form = (): Locator => dialog
  const read = dialog.getByRole('status').filter({ hasText: 'The source has been read.' })
  const radio = (name: string) => form().getByRole('radio', { name: new RegExp(`^${name}`) })
  const connect = dialog.getByRole('button', { name: 'Connect', exact: true })

  async function openAdvanced() {
    const opener = dialog.getByRole('button', { name: 'Advanced options' })
    if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click()
  }
  const view = {
    /** The open dialog, whichever it is; `named` finds it by its title. */
    dialog,
    named,
    maasIo: radio('maas.io'),
    stable: radio('Stable'),
    candidate: radio('Candidate'),
    custom: radio('Custom'),
    url: dialog.getByRole('textbox', { name: 'URL' }),
    filename: dialog.getByRole('combobox', { name: 'Keyring filename' }),
    data: dialog.getByRole('textbox', { name: 'Keyring data' }),
    openAdvanced,
    connect,
    /** The button Connect while it reads a source. */
    connecting: dialog.getByRole('button', { name: 'Connect', exact: true, disabled: true }),
    stopReading: dialog.getByRole('button', { name: 'Stop reading' }),
    cancel: dialog.getByRole('button', { name: 'Cancel' }),
    close: dialog.getByRole('contentinfo').or(dialog).getByRole('button', { name: 'Close' }).last(),
    /** Announces to screen readers that the source has been read. */
    read,
    /** The reason why the source cannot be used as entered. */
    refusal: dialog.getByRole('alert'),
    /** The reason why Change source is disabled. */
    offBecause: dialog.getByRole('status'),
    /** Confirms the change; for a source that is added, the button has another name. */
    change: dialog.getByRole('button', { name: /^((Change|Add) source|Undo (change|deletion))$/ }),
    useAnyway: dialog.getByRole('checkbox', { name: 'Use this source anyway' }),
    /** A detail of the source, by its term. */
    fact: (term: string): Locator =>
      dialog.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('+ dd'),
    comparison: dialog.getByRole('region', { name: 'What changes' }),
    /** A selected release in the comparison, by its title. */
    release: (title: string): Locator =>
      dialog
        .getByRole('table', { name: 'Selected releases at the new source' })
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) }),
    steps: dialog.getByRole('list', { name: 'Steps of the change' }).getByRole('listitem'),
    step: (text: string): Locator =>
      dialog
        .getByRole('list', { name: 'Steps of the change' })
        .getByRole('listitem')
        .filter({ hasText: text }),
    finish: dialog.getByRole('button', { name: 'Finish', exact: true }),
    tryAgain: dialog.getByRole('button', { name: 'Try again' }),
    goBack: dialog.getByRole('button', { name: 'Go back' }),
    /** The outcome of a failed change. */
    outcome: dialog
      .getByRole('alert')
      .or(dialog.getByRole('status'))
      .filter({ has: page.getByRole('button', { name: /^(Finish|Try again)$/ }) }),
    /** The change is done. */
    done: dialog.getByRole('status').filter({ hasText: /Import started|no import was started/ }),

    /** On the Images page: the last change, with Undo. */
    undoNotice: page.getByRole('status').filter({ has: page.getByRole('link', { name: 'Undo' }) }),
    undo: page.getByRole('link', { name: 'Undo' }),
    /** On the Images page: a change that was started but not completed. */
    unfinished: page
      .getByRole('alert')
      .or(page.getByRole('status'))
      .filter({ hasText: 'A source change was not completed' }),
    /** On the Images page: the region looks as if a change had stopped half-way. */
    halfWay: page.getByRole('status').filter({ hasText: 'A source change may not have been completed' }),

    /** Enters an address and a keyring, one of which is empty, and does not connect. */
    async fill(url: string, keyring: { filename?: string; data?: string } = {}): Promise<void> {
      await view.custom.check()
      await view.url.fill(url)
      if (keyring.filename === undefined && keyring.data === undefined) return
      await openAdvanced()
      await view.filename.fill(keyring.filename ?? '')
      await view.data.fill(keyring.data ?? '')
    },
    /** Chooses a keyring file, as in the file dialog of the system. */
    async chooseFile(name: string, buffer: Buffer): Promise<void> {
      const chooser = page.waitForEvent('filechooser')
      await dialog.getByRole('button', { name: 'Choose a file…' }).click()
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
      await expect(view.data).not.toHaveValue('')
    },
    /** Connects and waits until the source has been read. */
    async connects(): Promise<void> {
      await connect.click()
      await expect(read).toBeVisible()
    },
    /** Makes the change, waits for its end, and closes the dialog. */
    async changes(): Promise<void> {
      await view.change.click()
      await expect(view.done).toBeVisible()
      await view.closeIt()
    },
    async closeIt(): Promise<void> {
      await view.close.click()
      await expect(dialog).toBeHidden()
    },
  }
  return view
}
export type SourceView = ReturnType<typeof sourceView>
