import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { onTestFinished, vi } from 'vitest'
import { createQueryClient } from '#app/query-client.ts'
import { routes } from '#app/routes.tsx'
import { keyringsOf } from '#gateway/fetch/kept-keyrings.ts'
import { startGateway } from '#gateway/server.ts'
import { beginDigest } from '#gateway/sources/begin-digest.ts'
import { workHere } from '#gateway/sources/process/source-work.ts'
import { leapingClock } from '#lib/leaping-clock.ts'
import { rememberedWork } from '#kit/remembered-work.ts'
// A page and a gateway load these when they are needed. On a busy machine that takes longer than a test waits for what
// it looks for, so a test loads them before.
import '#app/not-found.tsx'
import '#api/activity/recorder.ts'
import '#features/activity/page/activity-page.tsx'
import '#features/activity/storage/storage-chart.tsx'
import '#features/images/causes/import-causes.tsx'
import '#features/images/causes/proxy-dialog.tsx'
import '#features/images/retry/retry-dialog.tsx'
import '#features/images/defaults/default-images.tsx'
import '#features/images/deletion/delete-images-dialog.tsx'
import '#features/images/deletion/deletion-view.tsx'
import '#features/images/deletion/replace/replacements.tsx'
import '#features/images/deletion/result/deletions.tsx'
import '#features/images/grid/row-content.tsx'
import '#features/images/page/first-run.tsx'
import '#features/images/preflight/preflight-panel.tsx'
import '#features/images/progress/import-progress.tsx'
import '#features/images/forecast/forecast-rules.ts'
import '#features/images/save/review-dialog.tsx'
import '#features/images/save/save-bar.tsx'
import '#features/images/save/save.ts'
import '#features/mirror/page/mirror-page.tsx'
import '#features/images/save/show-selection.tsx'
import '#features/images/selection-file/selection-file.tsx'
import '#features/source/pages/delete-source.tsx'
import '#features/source/pages/edit-details.tsx'
import '#features/source/pages/source-dialog.tsx'
import '#features/source/notices/source-notice.tsx'
import '#features/source/pages/source-routes.tsx'
import '#features/source/pages/sources-page.tsx'
import '#features/upload/page/upload-status.tsx'
import '#gateway/sources/mirror-files.ts'
import '#show-as/show-as-dialog.tsx'
import '#gateway/sources/presence.ts'
import '#gateway/sources/process/source-tasks.ts'
import '#gateway/sources/stream-read.ts'
import { startSimulator, type Simulator } from '#simulator/serve.ts'
import { fetchFrom } from '#testing/gateway/fetch-from.ts'

/** The time at which a test begins, for the region and the gateway. */
const START = Date.UTC(2026, 10, 23, 9, 0, 0)

/** Shared by all tests of this process. */
const work = rememberedWork(workHere(beginDigest))

type Product = {
  simulator: Simulator
  /** Shows a path of the product. */
  open: (path?: string) => void
}

/**
 * The product without a browser: the region's own msw handlers, the gateway in front of them, the screens in jsdom.
 * A test lets one call fail by `simulator.use(http.post('…/MAAS/…', …))`.
 */
export async function startTestProduct(scenario = 'default'): Promise<Product> {
  const simulator = await startSimulator({ scenario, speed: 0, now: () => START })
  const gateway = await startGateway({
    maasUrl: simulator.maasUrl,
    credentials: { kind: 'fixed', apiKey: simulator.apiKey },
    embedded: true,
    rewrites: simulator.rewrites,
    streams: { allow: [new URL(simulator.streamsUrl).host] },
    keyringFile: keyringsOf(simulator.keyringFiles),
    now: () => START,
    pace: leapingClock(),
    work,
    // waits until the first answer is complete, even on a busy machine
    detailWaitMs: 60_000,
  })
  // the virtual grid measures its rows, but jsdom has no layout
  const height = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(41)
  fetchFrom(gateway)
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    height.mockRestore()
    await gateway.close()
    await simulator.close()
  })
  return {
    simulator,
    open: (path = '/images') => {
      const router = createMemoryRouter(routes, { initialEntries: [path] })
      const client = createQueryClient()
      onTestFinished(() => client.clear())
      render(
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>,
      )
    },
  }
}
