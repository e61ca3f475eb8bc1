import * as z from 'zod/mini'
import type { MirrorContentsAnswer, MirrorFiles, MirrorState } from '#contract/mirror.ts'
import { MOST_BODY } from '#gateway/requests/caller-limits.ts'
import { Refusal } from '#gateway/refusal.ts'
import type { EnteredSource } from '#gateway/sources/catalogue-reader.ts'
import type { EnteredMirror } from '#gateway/sources/mirror-reader.ts'
import type { MirrorOrder } from '#selections/wanted.ts'
import { enteredSource, refuseOthers, understandSource } from './entered-source.ts'
import type { KeyRoute } from './routes.ts'

const names = z.array(z.string().check(z.maxLength(200))).check(z.maxLength(200))
const order = {
  images: z
    .array(
      z.object({
        os: z.string().check(z.maxLength(200)),
        release: z.string().check(z.maxLength(200)),
        arches: names,
        subarches: names,
        labels: names,
      }),
    )
    .check(z.maxLength(500)),
  versions: z.int().check(z.minimum(1), z.maximum(20)),
}
const contents = z.object({ ...order, source: enteredSource })
const state = z.object({ ...order, mirror: enteredSource, upstream: enteredSource })
const files = z.object({
  ...order,
  mirror: enteredSource,
  upstream: enteredSource,
  from: z.int().check(z.minimum(0)),
})

type Gone = AbortSignal | undefined
type Reader = {
  contents(source: EnteredSource, order: MirrorOrder, gone: Gone): Promise<MirrorContentsAnswer>
  state(pair: EnteredMirror, order: MirrorOrder, gone: Gone): Promise<MirrorState>
  files(pair: EnteredMirror, order: MirrorOrder, from: number, gone: Gone): Promise<MirrorFiles>
}

/** Routes for what a local mirror will hold and what an existing one lacks; for administrators. They change nothing. */
export function mirrorRoutes(reader: Reader): KeyRoute[] {
  const route = <T>(
    path: string,
    schema: z.ZodMiniType<T>,
    answer: (asked: T, gone: Gone) => Promise<unknown>,
  ): KeyRoute => ({
    method: 'POST',
    path,
    most: MOST_BODY.keyring,
    reads: true,
    async handle({ body, gone }, caller) {
      const parsed = schema.safeParse(body)
      if (!parsed.success) throw new Refusal(400, 'bad-request', NOT_UNDERSTOOD)
      await refuseOthers(caller)
      return { status: 200, body: await answer(parsed.data, gone) }
    },
  })
  return [
    route('/gateway/mirror/contents', contents, ({ source, ...rest }, gone) =>
      reader.contents(understandSource(source), rest, gone),
    ),
    route('/gateway/mirror/state', state, ({ mirror, upstream, ...rest }, gone) =>
      reader.state(pairOf(mirror, upstream), rest, gone),
    ),
    route('/gateway/mirror/files', files, ({ mirror, upstream, from, ...rest }, gone) =>
      reader.files(pairOf(mirror, upstream), rest, from, gone),
    ),
  ]
}

const NOT_UNDERSTOOD = 'Send the sources, the images and the number of versions of a mirror.'

const pairOf = (
  mirror: z.infer<typeof enteredSource>,
  upstream: z.infer<typeof enteredSource>,
): EnteredMirror => ({
  mirror: understandSource(mirror),
  upstream: understandSource(upstream),
})
