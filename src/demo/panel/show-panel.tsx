import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { demoControl } from '#demo/control.ts'
import type { DemoStart } from '#demo/page/begin.ts'
import { DemoBar } from './demo-bar.tsx'
import { placePanel } from './place.ts'
import './panel.scss'

type Needs = {
  readonly folder: URL
  /** That of the page, which reads everything again after a change. */
  readonly queryClient: QueryClient
  readonly begun: DemoStart | null
}

/** Adds the panel of the demo to the page, and the tour that its address names. */
export function showPanel({ folder, queryClient, begun }: Needs): void {
  const host = document.createElement('div')
  host.className = 'demo-host'
  placePanel(host)
  createRoot(host).render(
    <QueryClientProvider client={queryClient}>
      <DemoBar host={host} folder={folder} control={demoControl(folder.href)} begun={begun} />
    </QueryClientProvider>,
  )
}
