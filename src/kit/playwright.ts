/* Tests of the product with Playwright: fixtures, and page objects that find everything by role and name. */

export { expect } from '@playwright/test'
export { test, type KitFixtures, type KitOptions } from './playwright/fixtures.ts'
export { BootSources } from './playwright/boot-sources.ts'
export { ChangeSource } from './playwright/change-source.ts'
export { ImagesPage } from './playwright/images-page.ts'
export { SignIn } from './playwright/sign-in.ts'
