import { expect, test } from '#e2e/demo-test.ts'
import { workerDoor } from '#e2e/setup/demo-door.ts'
import { ImagesPage } from '#kit/playwright.ts'
import { handlersDoor } from '#testing/contract/doors.ts'
import { comparable, differences, runContract } from '#testing/contract/run-calls.ts'

test('MAAS’s API gives the answers of the contract from the service worker', async ({ demo, context }) => {
  // a page that is not watched: browsers log each answer of 400 and above, and the contract has many
  const page = await context.newPage()
  await page.goto(demo.url)
  await expect(new ImagesPage(page).boxIn('Ubuntu 22.04 LTS', 'amd64', 'Synced')).toBeChecked()
  const answers = await runContract(await workerDoor(page, demo.url))
  expect(answers.length).toBeGreaterThanOrEqual(100)
  expect(answers.flatMap(differences)).toEqual([])

  // bodies contain times, which are other ones in each region
  const withoutBody = ({ given }: (typeof answers)[number]) => ({ ...comparable(given), body: '' })
  const alone = await runContract(await handlersDoor())
  expect(answers.map(withoutBody)).toEqual(alone.map(withoutBody))
})
