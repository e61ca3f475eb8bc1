import type { Locator, Page } from '@playwright/test'

/** The page of boot sources, by roles and names. A source is called as its heading says: `maas.io`, `mirror.example.com/ubuntu`. */
export class BootSources {
  readonly page: Page
  readonly heading: Locator
  readonly list: Locator
  /** Add source. */
  readonly add: Locator
  /** Leads to this page from the others. */
  readonly link: Locator

  constructor(page: Page) {
    this.page = page
    this.heading = page.getByRole('heading', { name: 'Boot sources', level: 1 })
    this.list = page.getByRole('list', { name: 'Boot sources' })
    this.add = page.getByRole('link', { name: 'Add source' })
    this.link = page.getByRole('link', { name: 'Boot sources' })
  }

  /** One source of the list. */
  item(name: string): Locator {
    return this.list
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name, exact: true }) })
  }

  /** Opens the dialog that changes a source. */
  update(name: string): Locator {
    return this.item(name).getByRole('link', { name: /^Update/ })
  }

  /** Opens the dialog that deletes a source. */
  delete(name: string): Locator {
    return this.item(name).getByRole('link', { name: /^Delete/ })
  }
}
