import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { GO_DIFFERENCES, GO_STEPS } from '#testing/clients/go-requests.ts'
import { sendAsGo, type GoRequest } from '#testing/clients/go-wire.ts'
import { parsed, replaySteps } from '#testing/clients/steps.ts'

/*
 * Terraform's provider and its client on the embedded region, over a real port. The real client was run once; this
 * replays what it sent.
 */

const DAY = 24 * 3_600_000

type Image = { name: string; architecture: string; sets: Record<string, { complete: boolean }> }

describe.each([
  ['3.5', 'default'],
  ['3.8', 'maas-3.8'],
])('on MAAS %s', (_version, scenario) => {
  let simulator: Simulator
  let replayed: Awaited<ReturnType<typeof replaySteps<GoRequest>>>

  beforeAll(async () => {
    simulator = await startSimulator({ scenario, now: () => Date.UTC(2026, 10, 27) })
    replayed = await replaySteps<GoRequest>(GO_STEPS, ({ sends, form = [] }, fill) =>
      sendAsGo(simulator, { sends: fill(sends), form: form.map(([name, value]) => [name, fill(value)]) }),
    )
  })
  afterAll(() => simulator.close())

  test.each(GO_STEPS)('$by: $sends is answered with $status', (step) => {
    expect(replayed.get(step)?.problems).toEqual([])
  })

  test.each(GO_DIFFERENCES)(
    '$sends: MAAS answers $maas, and here it is $status, because $reason',
    async (request) => {
      expect((await sendAsGo(simulator, request)).status).toBe(request.status)
    },
  )

  test('a keyring that Terraform sends as a text is not read, as in MAAS, which reads it from a file', () => {
    const [step] = GO_STEPS.filter(({ by }) => by === 'r maas_boot_source with keyring_data')
    expect(step && replayed.get(step)?.value).toMatchObject({
      keyring_data: '',
      keyring_filename: expect.stringContaining('.gpg'),
    })
  })

  test('Terraform finds complete images for its selection, and none after it has deleted the selection', async () => {
    const send = async (request: GoRequest) => parsed((await sendAsGo(simulator, request)).body)
    const images = async () => {
      const listed = (await send({ sends: 'GET boot-resources/?Type=synced' })) as {
        id: number
        name: string
      }[]
      const own = listed.filter(({ name }) => name === 'ubuntu/plucky')
      return Promise.all(own.map(({ id }) => send({ sends: `GET boot-resources/${id}/` }))) as Promise<
        Image[]
      >
    }
    const isComplete = ({ sets }: Image) => Object.values(sets).every(({ complete }) => complete)
    const importNow = async () => send({ sends: 'POST boot-resources/?op=import' })

    // by now the import that the table stopped has ended
    simulator.clock.advance(DAY)
    const { id } = (await send({
      sends: 'POST boot-sources/1/selections/?op=',
      form: [
        ['arches', 'amd64'],
        ['labels', '*'],
        ['os', 'ubuntu'],
        ['release', 'plucky'],
        ['subarches', '*'],
      ],
    })) as { id: number }
    await importNow()
    // Terraform waits until each architecture has an image
    expect(await images()).toEqual([])
    simulator.clock.advance(DAY)
    const held = await images()
    expect(new Set(held.map(({ architecture }) => architecture.split('/')[0]))).toEqual(new Set(['amd64']))
    expect(held.every(isComplete)).toBe(true)

    await send({ sends: `DELETE boot-sources/1/selections/${id}/` })
    await importNow()
    simulator.clock.advance(DAY)
    expect(await images()).toEqual([])
  })
})
