import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The dialogs that add or change a boot source, and their notices on the Images page, by roles and names. */
export class ChangeSource {
  readonly page: Page
  /** The open dialog, whichever it is; `named` finds it by its title. */
  readonly dialog: Locator
  readonly maasIo: Locator
  readonly stable: Locator
  readonly candidate: Locator
  readonly custom: Locator
  readonly url: Locator
  /** Keyring filename. */
  readonly filename: Locator
  /** Keyring data. */
  readonly data: Locator
  readonly connect: Locator
  /** The button Connect while it reads a source. */
  readonly connecting: Locator
  readonly stopReading: Locator
  readonly cancel: Locator
  readonly close: Locator
  /** Announces to screen readers that the source has been read. */
  readonly read: Locator
  /** The reason why the source cannot be used as entered. */
  readonly refusal: Locator
  /** The reason why Change source is disabled. */
  readonly offBecause: Locator
  /** Confirms the change; for a source that is added, the button has another name. */
  readonly change: Locator
  readonly useAnyway: Locator
  readonly comparison: Locator
  /** The steps of the change, as far as it has come. */
  readonly steps: Locator
  readonly finish: Locator
  readonly tryAgain: Locator
  readonly goBack: Locator
  /** The outcome of a failed change. */
  readonly outcome: Locator
  /** The change is done. */
  readonly done: Locator
  /** On the Images page: the last change, with Undo. */
  readonly undoNotice: Locator
  readonly undo: Locator
  /** On the Images page: a change that was started but not completed. */
  readonly unfinished: Locator
  /** On the Images page: the region looks as if a change had stopped half-way. */
  readonly halfWay: Locator

  constructor(page: Page) {
    this.page = page
    const dialog = page.getByRole('dialog')
    this.dialog = dialog
    this.maasIo = this.#radio('maas.io')
    this.stable = this.#radio('Stable')
    this.candidate = this.#radio('Candidate')
    this.custom = this.#radio('Custom')
    this.url = dialog.getByRole('textbox', { name: 'URL' })
    this.filename = dialog.getByRole('combobox', { name: 'Keyring filename' })
    this.data = dialog.getByRole('textbox', { name: 'Keyring data' })
    this.connect = dialog.getByRole('button', { name: 'Connect', exact: true })
    this.connecting = dialog.getByRole('button', { name: 'Connect', exact: true, disabled: true })
    this.stopReading = dialog.getByRole('button', { name: 'Stop reading' })
    this.cancel = dialog.getByRole('button', { name: 'Cancel' })
    this.close = dialog.getByRole('contentinfo').or(dialog).getByRole('button', { name: 'Close' }).last()
    this.read = dialog.getByRole('status').filter({ hasText: 'The source has been read.' })
    this.refusal = dialog.getByRole('alert')
    this.offBecause = dialog.getByRole('status')
    this.change = dialog.getByRole('button', { name: /^((Change|Add) source|Undo (change|deletion))$/ })
    this.useAnyway = dialog.getByRole('checkbox', { name: 'Use this source anyway' })
    this.comparison = dialog.getByRole('region', { name: 'What changes' })
    this.steps = dialog.getByRole('list', { name: 'Steps of the change' }).getByRole('listitem')
    this.finish = dialog.getByRole('button', { name: 'Finish the change' })
    this.tryAgain = dialog.getByRole('button', { name: 'Try again' })
    this.goBack = dialog.getByRole('button', { name: 'Go back' })
    const messages = dialog.getByRole('alert').or(dialog.getByRole('status'))
    this.outcome = messages.filter({
      has: page.getByRole('button', { name: /^(Finish the change|Try again)$/ }),
    })
    this.done = dialog.getByRole('status').filter({ hasText: /Import started|no import was started/ })

    const notices = page.getByRole('status')
    this.undo = page.getByRole('link', { name: 'Undo' })
    this.undoNotice = notices.filter({ has: this.undo })
    this.unfinished = page
      .getByRole('alert')
      .or(notices)
      .filter({ hasText: 'A source change was not completed' })
    this.halfWay = notices.filter({ hasText: 'A source change may not have been completed' })
  }

  #radio(name: string): Locator {
    return this.dialog.getByRole('radio', { name: new RegExp(`^${name}`) })
  }

  /** The dialog with this title. */
  named(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name })
  }

  /** A detail of the source, by its term. */
  fact(term: string): Locator {
    return this.dialog.locator('dt', { hasText: new RegExp(`^${term}$`) }).locator('+ dd')
  }

  /** A selected release in the comparison, by its title. */
  release(title: string): Locator {
    return this.dialog
      .getByRole('table', { name: 'Selected releases at the new source' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: title, exact: true }) })
  }

  /** One step of the change, by a part of its text. */
  step(text: string): Locator {
    return this.steps.filter({ hasText: text })
  }

  /** Opens Advanced options, if they are closed. */
  async openAdvanced(): Promise<void> {
    const opener = this.dialog.getByRole('button', { name: 'Advanced options' })
    if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click()
  }

  /** Enters an address and a keyring, one of which is empty, and does not connect. */
  async fill(url: string, keyring: { filename?: string; data?: string } = {}): Promise<void> {
    await this.custom.check()
    await this.url.fill(url)
    if (keyring.filename === undefined && keyring.data === undefined) return
    await this.openAdvanced()
    await this.filename.fill(keyring.filename ?? '')
    await this.data.fill(keyring.data ?? '')
  }

  /** Chooses a keyring file, as in the file dialog of the system. */
  async chooseFile(name: string, bytes: Uint8Array): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await this.dialog.getByRole('button', { name: 'Choose a file…' }).click()
    const buffer = Buffer.from(bytes)
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
    await expect(this.data).not.toHaveValue('')
  }

  /** Connects and waits until the source has been read. */
  async connects(): Promise<void> {
    await this.connect.click()
    await expect(this.read).toBeVisible()
  }

  /** Makes the change, waits for its end, and closes the dialog. */
  async changes(): Promise<void> {
    await this.change.click()
    await expect(this.done).toBeVisible()
    await this.closeIt()
  }

  /** Closes the dialog. */
  async closeIt(): Promise<void> {
    await this.close.click()
    await expect(this.dialog).toBeHidden()
  }
}
