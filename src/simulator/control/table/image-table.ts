import * as z from 'zod/mini'
import { count, described, nameOf, text, withDefault, yesNo } from '#simulator/control/values.ts'
import { operation } from './operation.ts'

/* Sources, selections and images as if they had been there for a while. An import of MAAS adds the others. */

const id = described(count(1), 'The ID of the source.')
const added = z.strictObject({ ids: z.array(count(1)) })

const release = { os: nameOf('an operating system'), release: nameOf('a release') }
/** An image that a source offers. */
export const offeredImage = { ...release, arch: nameOf('an architecture') }

const heldImage = z.strictObject({
  ...offeredImage,
  versionsBehind: described(
    withDefault(count(0, 100), 0),
    'How many versions the region is behind the source; at most as many as the source has.',
  ),
  deployedDaysAgo: described(
    z.optional(z.number('must be a number').check(z.minimum(0, 'must be 0 or more'))),
    'When a machine was last deployed with it; without it: never.',
  ),
  formerly: described(
    z.optional(z.strictObject({ release: nameOf('a release'), version: nameOf('a version'), title: text })),
    'The image has this release instead, which the source offered in the past.',
  ),
})
const list = <T extends z.ZodMiniType>(item: T, what: string) =>
  z.array(item, `must be a list of ${what}`).check(z.minLength(1, 'must not be empty'))

export const IMAGE_TABLE = {
  addSource: operation({
    method: 'POST',
    path: '/sources',
    summary: 'Add a boot source, as if MAAS had had it for a while.',
    input: z.strictObject({
      url: described(z.optional(text), 'Its address; without it, that of the stable stream of maas.io.'),
      name: described(z.optional(text), 'From MAAS 3.8 on.'),
      priority: described(z.optional(z.int('must be a whole number')), 'From MAAS 3.8 on.'),
      enabled: described(z.optional(yesNo), 'From MAAS 3.8 on.'),
      keyringFilename: described(
        z.optional(text.check(z.minLength(1, 'must not be empty'))),
        'Without it, the keyring that MAAS ships.',
      ),
      read: described(withDefault(yesNo, true), 'Whether MAAS has read what it offers.'),
    }),
    answer: z.strictObject({ id }),
  }),
  listOffers: operation({
    method: 'GET',
    path: '/sources/:id/offers',
    summary: 'List the images that the region has read from a source.',
    input: z.strictObject({ id }),
    answer: z.array(
      z.strictObject({ ...offeredImage, versions: described(z.array(text), 'The newest first.') }),
    ),
  }),
  addSelections: operation({
    method: 'POST',
    path: '/sources/:id/selections',
    summary: 'Add selections to a source, also of what it does not offer. Nothing is imported by that.',
    input: z.strictObject({
      id,
      selections: list(
        z.strictObject({ ...release, arches: list(nameOf('an architecture'), 'architectures') }),
        'selections',
      ),
    }),
    answer: added,
  }),
  addImages: operation({
    method: 'POST',
    path: '/sources/:id/images',
    summary: 'Add complete images of a source, with all their kernels. The answer lists the boot resources.',
    input: z.strictObject({ id, images: list(heldImage, 'images') }),
    answer: added,
  }),
  addBootloaders: operation({
    method: 'POST',
    path: '/sources/:id/bootloaders',
    summary: 'Add all bootloaders of a source. The answer lists the boot resources.',
    input: z.strictObject({ id }),
    answer: added,
  }),
  addCustomImage: operation({
    method: 'POST',
    path: '/custom-images',
    summary: 'Add a custom image, as if a user had uploaded it.',
    input: z.strictObject({
      name: nameOf('an image'),
      title: withDefault(text, ''),
      bytes: count(1),
    }),
    answer: z.strictObject({ id: count(1) }),
  }),
}
