import { expect, test } from '#e2e/test.ts'

test('Review says that a cleared image cannot be downloaded from its source again', async ({
  open,
  images,
  expectAccessible,
}) => {
  await open()
  await images.box('Ubuntu 18.10', 'amd64').click()
  await images.bar.getByRole('button', { name: 'Review' }).click()
  const review = images.dialog('Review changes')
  await expect(review).toContainText(
    'The source no longer offers Ubuntu 18.10, amd64. After MAAS removes it, it cannot be downloaded from this source again.',
  )
  await expect(review).toContainText(
    /Regardless of these changes, the import that follows also downloads about [\d.]+ [MG]B of updates and images/,
  )
  await expectAccessible()
})
