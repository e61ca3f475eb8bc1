import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The sign-in page, and the signs that someone is signed in, by roles and names. */
export class SignIn {
  readonly page: Page
  readonly heading: Locator
  readonly byPassword: Locator
  readonly byKey: Locator
  readonly username: Locator
  readonly password: Locator
  readonly key: Locator
  readonly submit: Locator
  /** The reason why signing in failed. */
  readonly refusal: Locator
  /** The notice that the session has expired. */
  readonly lost: Locator
  readonly signOut: Locator

  constructor(page: Page) {
    const main = page.getByRole('main')
    this.page = page
    this.heading = page.getByRole('heading', { name: 'Sign in', level: 1 })
    this.byPassword = main.getByRole('radio', { name: 'User name and password' })
    this.byKey = main.getByRole('radio', { name: 'API key' })
    this.username = main.getByRole('textbox', { name: 'User name' })
    this.password = main.getByLabel('Password', { exact: true })
    this.key = main.getByRole('textbox', { name: 'API key' })
    this.submit = main.getByRole('button', { name: 'Sign in' })
    this.refusal = main.getByRole('alert')
    this.lost = main.getByRole('status').filter({ hasText: 'You are signed out' })
    this.signOut = page.getByRole('banner').getByRole('button', { name: 'Sign out' })
  }

  /** Signs in on the sign-in page; in an embedded region, passwords are the user names. */
  async signIn(username: string, password: string = username): Promise<void> {
    await this.username.fill(username)
    await this.password.fill(password)
    await this.submit.click()
    await expect(this.heading).toBeHidden()
  }
}
