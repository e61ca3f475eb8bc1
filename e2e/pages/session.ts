import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { SignIn } from '#kit/playwright.ts'
import type { App } from '#e2e/setup/app.ts'

/** The sign-in page of a flow, whose people may have other passwords than their names. */
export class FlowSignIn extends SignIn {
  readonly #app: App

  constructor(page: Page, app: App) {
    super(page)
    this.#app = app
  }

  override async signIn(username: string): Promise<void> {
    const user = this.#app.simulator.region.users.find((one) => one.username === username)
    await super.signIn(username, user?.password ?? '')
  }

  /** Deletes a user's keys in MAAS, as any administrator can. */
  revoke(username: string): void {
    const { region } = this.#app.simulator
    for (const user of region.users) {
      if (user.username !== username) continue
      this.#app.secrets()
      // a copy, because each deleted key leaves the list
      for (const { consumer, token, secret } of user.keys.slice())
        expect(region.revokeKey(`${consumer}:${token}:${secret}`)).toBe(true)
    }
  }
}

export const sessionView = (page: Page, app: App) => new FlowSignIn(page, app)
