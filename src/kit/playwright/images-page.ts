import type { Locator, Page } from '@playwright/test'
import { escaped } from './escaped.ts'

/** The Images page, found as a user finds it: by roles and names. */
export class ImagesPage {
  readonly page: Page
  /** The table of all images. */
  readonly grid: Locator
  /** What saving would do, its steps, and its buttons. */
  readonly bar: Locator
  readonly search: Locator
  /** The steps of a save, as far as it has come. */
  readonly steps: Locator
  /** Save selection. */
  readonly save: Locator
  readonly review: Locator
  readonly discard: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('grid', { name: 'Images' })
    this.bar = page.getByRole('region', { name: 'Unsaved selection' })
    this.search = page.getByRole('searchbox', { name: 'Search images' })
    this.steps = this.bar.getByRole('list', { name: 'Steps of saving' }).getByRole('listitem')
    this.save = this.bar.getByRole('button', { name: 'Save selection' })
    this.review = this.bar.getByRole('button', { name: 'Review' })
    this.discard = this.bar.getByRole('button', { name: 'Discard' })
  }

  /** A release, by the beginning of its row's name: `22.04 LTS`, `Build agent`. */
  row(title: string): Locator {
    const header = this.page.getByRole('rowheader', { name: new RegExp(`^${escaped(title)}`) })
    return this.grid.getByRole('row').filter({ has: header })
  }

  /** Opens and closes a row. */
  opener(title: string): Locator {
    return this.grid.getByRole('button', { name: new RegExp(`^${escaped(title)}`) })
  }

  /** One image's box, by its name, which is the same in every state: `Ubuntu 22.04 LTS`, `amd64` */
  box(release: string, arch: string): Locator {
    return this.grid.getByRole('checkbox', { name: `${release} ${arch}`, exact: true })
  }

  /** The box, if its description begins with this state, such as `synced`; a reason may follow. */
  boxIn(release: string, arch: string, state: string | RegExp): Locator {
    return this.grid.getByRole('checkbox', {
      name: `${release} ${arch}`,
      exact: true,
      description: typeof state === 'string' ? new RegExp(`^${escaped(state)}(\\. |$)`) : state,
    })
  }

  /** The boxes of single images in a state, without those of rows and groups. */
  boxes(state: RegExp, options: { checked?: boolean } = {}): Locator {
    return this.grid.getByRole('checkbox', {
      ...options,
      name: /^(?!All )(?!.* of all )/,
      description: state,
    })
  }

  /** Clicks Import now or Stop import and waits for the gateway's answer: time must not pass before. */
  async order(name: 'Import now' | 'Stop import'): Promise<void> {
    const answered = this.page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().includes('import'),
    )
    await this.page.getByRole('button', { name }).click()
    await answered
  }

  /** A dialog, by its title. */
  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name })
  }

  /** A message that contains this text. */
  notice(text: string): Locator {
    return this.page.getByRole('alert').or(this.page.getByRole('status')).filter({ hasText: text })
  }
}
