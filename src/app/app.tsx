import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { basePath } from '#api/base-path.ts'
import { usePrefetchOfLinks } from './prefetch.tsx'
import { RecoveryProvider } from './recovery.tsx'
import { partsAt, routes } from './routes.tsx'

/** The whole product. Tests pass their own query client. */
export function App({ queryClient }: { queryClient: QueryClient }) {
  const [router] = useState(() => createBrowserRouter(routes, { basename: basePath }))
  usePrefetchOfLinks(partsAt)
  return (
    <QueryClientProvider client={queryClient}>
      <RecoveryProvider>
        {/* in a transition, other work would go first and dialogs with a URL would open late */}
        <RouterProvider router={router} useTransitions={false} />
      </RecoveryProvider>
    </QueryClientProvider>
  )
}
