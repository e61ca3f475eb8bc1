import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { App } from '#e2e/setup/app.ts'

/** The sign-in page, and the signs that someone is signed in, by roles and names. */
export function sessionView(page: Page, app: App) {
  const main = page.getByRole('main')
  const view = {
    heading: page.getByRole('heading', { name: 'Sign in', level: 1 }),
    byPassword: main.getByRole('radio', { name: 'User name and password' }),
    byKey: main.getByRole('radio', { name: 'API key' }),
    username: main.getByRole('textbox', { name: 'User name' }),
    password: main.getByLabel('Password', { exact: true }),
    key: main.getByRole('textbox', { name: 'API key' }),
    submit: main.getByRole('button', { name: 'Sign in' }),
    /** The reason why signing in failed. */
    refusal: main.getByRole('alert'),
    /** The notice that the session has expired. */
    lost: main.getByRole('status').filter({ hasText: 'You are signed out' }),
    signOut: page.getByRole('banner').getByRole('button', { name: 'Sign out' }),
    async signIn(username: string): Promise<void> {
      const user = app.simulator.region.users.find((one) => one.username === username)
      await view.username.fill(username)
      await view.password.fill(user?.password ?? '')
      await view.submit.click()
      await expect(view.heading).toBeHidden()
    },
    /** Deletes a user's keys in MAAS, as any administrator can. */
    revoke(username: string): void {
      for (const user of app.simulator.region.users) {
        if (user.username !== username) continue
        app.secrets()
        // a copy, because each deleted key leaves the list
        for (const { consumer, token, secret } of user.keys.slice())
          expect(app.simulator.region.revokeKey(`${consumer}:${token}:${secret}`)).toBe(true)
      }
    },
  }
  return view
}
export type SessionView = ReturnType<typeof sessionView>
