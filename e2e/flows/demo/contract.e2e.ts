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

  const timeless = ({ given }: (typeof answers)[number]) => {
    const { body, ...rest } = comparable(given)
    return { ...rest, body: withoutTimes(body) }
  }
  const alone = await runContract(await handlersDoor())
  expect(answers.map(timeless)).toEqual(alone.map(timeless))
})

/** The region of the demo is at the present, so its times and the version of an upload, its day, are other ones. */
const withoutTimes = (body: string) =>
  body.replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+|\w{3}, \d\d \w{3}\. \d{4} [\d:]+|"20\d{6}"/g, (time) =>
    time.replaceAll(/\w/g, '0'),
  )
