import type { Page } from '@playwright/test'
import { MAAS_AT } from '#demo/paths.ts'
import type { Door } from '#testing/contract/contract-call.ts'
import { controlOf } from './demo.ts'

/** MAAS's API of the static demo, which its service worker answers, called by the page that is open. */
export async function workerDoor(page: Page, folder: string): Promise<Door> {
  const control = controlOf(page)
  const { users } = await control.readState()
  const keyOf = (name: string) => {
    const key = users.find(({ username }) => username === name)?.keys[0]
    return key === undefined ? '' : `${key.consumer}:${key.token}:${key.secret}`
  }
  return {
    maasUrl: folder + MAAS_AT,
    keys: { admin: keyOf('admin'), operator: keyOf('operator') },
    now: Date.now,
    call: (sent) =>
      page.evaluate(async ({ url, ...init }) => {
        const answer = await fetch(url, { ...init, redirect: 'manual' })
        return {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: await answer.text(),
        }
      }, sent),
    async restart(scenario) {
      await control.reset({ scenario })
      await control.setSpeed({ speed: 0 })
    },
  }
}
