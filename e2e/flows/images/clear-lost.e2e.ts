import { expect, test } from '#e2e/test.ts'

test('Review says that a cleared image cannot be downloaded from its source again', async ({
  open,
  images,
  pass,
  expectAccessible,
}) => {
  await open()
  await images.box('Ubuntu 18.10', 'amd64').click()
  await images.bar.getByRole('button', { name: 'Review' }).click()
  const review = images.dialog('Review changes')
  await expect(review).toContainText(
    'The source no longer offers Ubuntu 18.10, amd64. After MAAS removes it, it cannot be downloaded from this source again.',
  )
  // until the half-downloaded file is seen to grow, it is not known whether it starts over
  const due = (bytes: string) =>
    new RegExp(
      `Regardless of these changes, the import that follows also downloads ${bytes} of updates and images`,
    )
  await expect(review).toContainText(due('about [\\d.]+ [MG]B'))
  await expect(async () => {
    await pass(5)
    await expect(review).toContainText(due('[\\d.]+ [MG]B'), { timeout: 2_000 })
  }).toPass()
  await expectAccessible()
})
